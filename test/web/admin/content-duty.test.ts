import { expect } from 'chai';
import { listDuty } from '../../../src/services/duty.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';

const path = '/admin/isi/35.08/jaga';

const row = (at: number, more: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const fields = {
    nama: 'Dewi Lestari',
    saluran: 'sms',
    alamat: '0812-0000-0001',
    hari: '12345',
    mulai: '08:00',
    sampai: '16:00',
    petugas: '',
    atasan: '',
    ...more,
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${name}-${at}`, value]),
  );
};

describe('the page of the duty list', () => {
  let office: Office;
  let sri: Browser;
  before(async () => {
    office = await openOffice();
    sri = await signIn(office, { role: 'supervisor' });
  });
  after(() => office.close());

  it('warns when nobody is on duty', async () => {
    expect(await (await sri.get(path)).text()).to.contain('Belum ada yang jaga');
  });

  it('keeps who is called, in the order of the form, without the empty rows', async () => {
    const night = { nama: 'Budi', alamat: '081200000002', mulai: '16:00', sampai: '00:00' };
    const empty = { nama: '', alamat: '' };
    const form = { ...row(0), ...row(1, empty), ...row(2, { ...night, atasan: 'ya' }) };
    expect((await sri.post(path, form)).status).to.equal(303);
    const list = await listDuty(office.store, '35.08');
    expect(list.map(({ name, userId, ends }) => [name, userId, ends])).to.deep.equal([
      ['Dewi Lestari', '+6281200000001', '16:00'],
      ['Budi', '+6281200000002', '24:00'],
    ]);
    expect(list.map(({ supervisor }) => supervisor)).to.deep.equal([false, true]);
    const page = await (await sri.get(path)).text();
    expect(page).to.contain('Dewi Lestari').and.contain('081200000002');
  });

  it('says at the field what is wrong, and keeps the old list', async () => {
    await sri.post(path, { ...row(0), ...row(4, { alamat: '12' }) });
    const page = await sri.page(path);
    expect(page).to.contain('Nomor ini tidak dapat dihubungi');
    expect(await listDuty(office.store, '35.08')).to.have.length(2);
  });

  it('is not for officers', async () => {
    const officer = await signIn(office, { role: 'officer' });
    expect((await officer.get(path)).status).to.equal(403);
  });
});
