import { expect } from 'chai';
import { comparedShare } from '../../../src/services/alert-comparison.ts';
import { joinGroup } from '../../../src/store/alert-groups.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';

const path = '/admin/isi/35.08/kabari';

describe('the page of the comparison', () => {
  let office: Office;
  let sri: Browser;
  before(async () => {
    office = await openOffice();
    sri = await signIn(office, { role: 'supervisor' });
  });
  after(() => office.close());

  it('is off, says so, and what turning it on does', async () => {
    const html = await sri.page(path);
    expect(html).to.include('Sekarang mati').and.include('Belum ada yang ikut dibandingkan');
  });

  it('turns it on and off', async () => {
    await sri.post(path, { persen: '10' });
    expect(await comparedShare(office.store, '35.08')).to.equal(10);
    expect(await sri.page(path)).to.include('10 persen diundi');
    await sri.post(path, { persen: '0' });
    expect(await comparedShare(office.store, '35.08')).to.equal(0);
    const audited = await office.store.sql('audit').where({ subject: 'content:alert-comparison' });
    expect(audited).to.have.length(2);
  });

  for (const persen of ['51', '-1', 'sepuluh', '1.5']) {
    it(`does not take ${persen}`, async () => {
      await sri.post(path, { persen });
      expect(await comparedShare(office.store, '35.08')).to.equal(0);
    });
  }

  it('warns of small groups', async () => {
    const [contact] = await office.store
      .sql('contacts')
      .insert({ public_id: 'c_uji', created_at: 1 })
      .returning('id');
    const group = { contactId: contact.id, officeCode: '35.08', later: true };
    await joinGroup(office.store, group, 1);
    const html = await sri.page(path);
    expect(html).to.include('masih terlalu kecil').and.include('Dikabari 7 hari kemudian');
  });
});
