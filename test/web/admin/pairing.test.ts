import { expect } from 'chai';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';
import { pairingChannel } from '../pairing-channel.ts';

const path = '/admin/saluran/whatsapp/tautan';

describe('the page that links a phone', () => {
  let office: Office;
  let admin: Browser;
  let world: ReturnType<typeof pairingChannel>;
  beforeEach(async () => {
    world = pairingChannel();
    office = await openOffice({ channels: [world.channel] });
    admin = await signIn(office, { role: 'admin' });
  });
  afterEach(() => office.close());

  const audited = async (): Promise<string[]> => {
    const rows: { actor: string; action: string; subject: string }[] = await office.store
      .sql('audit')
      .where('action', 'like', 'channel.%');
    return rows.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`);
  };

  it("is no admin's of another office, and the province's", async () => {
    const account = {
      id: 7,
      channel: 'whatsapp',
      name: 'whatsapp',
      medium: 'whatsapp',
      officeCode: '35.08',
    } as const;
    const routes = () => [{ account, channel: world.channel }];
    const other = await openOffice({ channels: [world.channel], gateway: { routes } });
    const ask = async (code: string): Promise<number> => {
      const browser = await signIn(other, { role: 'admin', office: code });
      return (await browser.get(path)).status;
    };
    const answers = [await ask('35.08'), await ask('35.09'), await ask('35')];
    await other.close();
    expect(answers).to.deep.equal([200, 404, 200]);
  });

  it('says what it may cost before anything can be begun', async () => {
    const page = await admin.page(path);
    for (const word of ['diblokir', 'melarang', 'hilang', 'PP 71/2019', 'Cloud API'])
      expect(page).to.include(word);
    expect(page).not.to.include('http-equiv="refresh"');
  });

  it('does not begin for who has not said that they read it', async () => {
    const answer = await admin.post(path, { nomor: '' });
    expect(answer.headers.get('location')).to.equal(path);
    expect(await admin.page(path)).to.include('Baca dulu, lalu beri tanda.');
    expect(world.asked).to.deep.equal([]);
    expect(await audited()).to.deep.equal([]);
  });

  it('shows a picture to scan, which renews itself without a script', async () => {
    await admin.post(path, { baca: 'ya', nomor: '' });
    const page = await admin.page(path);
    expect(page).to.include('<svg').and.to.include('http-equiv="refresh" content="5"');
    expect(page, 'allowed by the strict policy').not.to.match(
      /<svg[^>]*style=|<script(?![^>]*src)/,
    );
    expect(world.asked).to.deep.equal([undefined]);
  });

  it('keeps who has read it', async () => {
    await admin.post(path, { baca: 'ya' });
    expect(await audited()).to.deep.equal([
      `officer:${admin.officer.id} channel.risks-read whatsapp`,
    ]);
  });

  it('shows a code to type for a number', async () => {
    await admin.post(path, { baca: 'ya', nomor: '0811-0000-0000' });
    expect(world.asked).to.deep.equal(['+6281100000000']);
    expect(await admin.page(path))
      .to.include('ABCD-1234')
      .and.not.to.include('<svg');
  });

  it('refuses a number that is none', async () => {
    await admin.post(path, { baca: 'ya', nomor: 'HP kantor' });
    expect(await admin.page(path)).to.include('Nomor HP ini belum benar');
    expect(world.asked).to.deep.equal([]);
  });

  it('says when another process has the account', async () => {
    world.how.elsewhere = true;
    await admin.post(path, { baca: 'ya' });
    expect(await admin.page(path)).to.include('sedang dipegang proses lain');
  });

  it('says when WhatsApp cannot be reached', async () => {
    world.how.unreachable = true;
    await admin.post(path, { baca: 'ya' });
    expect(await admin.page(path))
      .to.include('tidak terjangkau')
      .and.to.include('Mulai menautkan');
  });

  it('says which phone is linked, and ends the link', async () => {
    world.how.now = { state: 'linked', phone: '+6281100000000' };
    const page = await admin.page(path);
    expect(page).to.include('081100000000').and.not.to.include('http-equiv="refresh"');
    await admin.post(`${path}/akhiri`);
    expect(world.how.ended).to.equal(1);
    expect(await admin.page(path)).to.include('Hapus juga di HP');
    expect(await audited()).to.include(`officer:${admin.officer.id} channel.unlink whatsapp`);
  });

  it('says that WhatsApp refused, and lets one try anew', async () => {
    world.how.now = { state: 'refused' };
    const page = await admin.page(path);
    expect(page).to.include('menolak tautan ini').and.to.include('Mulai menautkan');
  });

  it('is not there for a channel that has no phone to link', async () => {
    expect((await admin.get('/admin/saluran/lain/tautan')).status).to.equal(404);
    expect((await admin.post('/admin/saluran/lain/tautan', { baca: 'ya' })).status).to.equal(404);
    expect((await admin.post('/admin/saluran/lain/tautan/akhiri')).status).to.equal(404);
  });
});
