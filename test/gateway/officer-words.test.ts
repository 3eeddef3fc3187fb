import { expect } from 'chai';
import { settleDue } from '../../src/services/matter-jobs.ts';
import { claimMatter, getMatter } from '../../src/services/matters.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { addTestOfficer } from '../helpers/matters.ts';

const siti = '+6281234567890';
const hour = 3_600_000;

onEachDatabase('officer-words', (open) => {
  let store: Store;
  let world: TestGateway;
  let officer: Awaited<ReturnType<typeof addTestOfficer>>;
  beforeEach(async () => {
    store = await open();
    world = await openTestGateway(store, { medium: 'whatsapp' });
    officer = await addTestOfficer(store, 'dewi');
  });

  const types = (text: string, { key = `w-${text}`, to = siti } = {}): Promise<void> =>
    world.gateway.receive('test', [{ kind: 'officer-words', key, to, text }]);

  const matter = async (number: string) => {
    const view = await getMatter(store, number, { officer });
    if (!view) throw new Error(`no matter ${number}`);
    return view;
  };

  const texts = async (number: string): Promise<string[]> =>
    (await matter(number)).messages.map(({ direction, text }) => `${direction} ${text}`);

  it('stand in the thread of the open matter, as sent from the office', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('Tanggal 5 Desember Bu ');
    const { messages, thread, status, assignee } = await matter('K1001');
    expect(messages.at(-1)).to.include({
      direction: 'out',
      text: 'Tanggal 5 Desember Bu',
      status: 'sent',
    });
    expect(thread.at(-1)).to.include({ kind: 'message', officer: null });
    expect({ status, assignee }).to.deep.equal({ status: 'claimed', assignee: null });
  });

  it('make the machine quiet for free text, which the officers get', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('Tanggal 5 Desember');
    expect(await world.say(siti, 'jam berapa bu')).to.equal(undefined);
    expect((await texts('K1001')).at(-1)).to.equal('in jam berapa bu');
  });

  it('leave keywords to the machine', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('Tanggal 5 Desember');
    expect(await world.say(siti, 'MENU')).to.include('DAFTAR');
  });

  it('lapse after four working hours without another', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('Tanggal 5 Desember');
    world.pass(3 * hour);
    await types('Jam 9');
    world.pass(3 * hour);
    await store.transaction((db) => settleDue(db, world.now()));
    expect((await matter('K1001')).status).to.equal('claimed');
    world.pass(20 * hour); // into the next morning
    await store.transaction((db) => settleDue(db, world.now()));
    expect((await matter('K1001')).status).to.equal('open');
    expect(await world.say(siti, 'jam berapa bu')).to.include('K1001');
  });

  it('have one effect, however often they are told of', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('Tanggal 5', { key: 'k' });
    await types('Tanggal 5', { key: 'k' });
    expect(await texts('K1001')).to.deep.equal(['in kapan job fair', 'out Tanggal 5']);
  });

  it('open a question of their own for somebody who had none open', async () => {
    await world.say(siti, 'MENU');
    await types('Bu Siti, kartunya sudah jadi');
    expect(await texts('K1001')).to.deep.equal(['out Bu Siti, kartunya sudah jadi']);
    expect(await world.say(siti, 'baik bu besok saya ambil')).to.equal(undefined);
    expect((await texts('K1001')).at(-1)).to.equal('in baik bu besok saya ambil');
  });

  it('leave no trace of a talk with somebody who never wrote to the office', async () => {
    await types('Halo Pak Lurah', { to: '+6281999999999' });
    expect(await store.sql('matters').select()).to.deep.equal([]);
    expect(await store.sql('addresses').select()).to.deep.equal([]);
  });

  it('leave a matter with the officer who holds it', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await store.transaction((db) => claimMatter(db, 'K1001', { officer, now: world.now() }));
    await types('Tanggal 5');
    expect(await matter('K1001')).to.include({ status: 'claimed', assignee: 'dewi' });
  });

  it('quiet the machine without words too: a voice note, a picture', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('');
    expect(await texts('K1001')).to.deep.equal(['in kapan job fair']);
    expect(await world.say(siti, 'oh begitu')).to.equal(undefined);
  });

  it('are in the audit without their text', async () => {
    await world.say(siti, 'TANYA kapan job fair');
    await types('Tanggal 5 Desember');
    const rows: object[] = await store.sql('audit').where({ action: 'matter.words' });
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ actor: 'phone', subject: 'K1001' });
    expect(JSON.stringify(rows)).not.to.include('Desember');
  });
});

onEachDatabase('a message that nobody could read', (open) => {
  const unreadable = { kind: 'message', from: siti, text: '', unreadable: true } as const;
  const key = `unread ${siti} 2026-11-23`;

  it('is asked for once a day', async () => {
    const world = await openTestGateway(await open(), { medium: 'whatsapp' });
    for (let n = 0; n < 3; n += 1) await world.gateway.receive('test', [{ ...unreadable, key }]);
    await world.gateway.drain();
    expect(world.sent.map(({ to, text }) => [to, text.slice(0, 27)])).to.deep.equal([
      [siti, 'Maaf, satu pesan Anda sampa'],
    ]);
  });

  it('still has its effect when a copy comes that can be read', async () => {
    const world = await openTestGateway(await open(), { medium: 'whatsapp' });
    await world.gateway.receive('test', [{ ...unreadable, key }]);
    await world.arrive(siti, 'MENU', '6281234567890@s.whatsapp.net M1');
    await world.gateway.drain();
    expect(world.sent.at(-1)?.text).to.include('DAFTAR');
  });
});
