import { expect } from 'chai';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';

describe('admin pages', () => {
  let office: Office;
  let dewi: Browser;
  before(async () => {
    office = await openOffice();
    dewi = await signIn(office);
  });
  after(() => office.close());

  it('open to an officer who has signed in', async () => {
    expect(await dewi.page('/admin/akun')).to.contain('Petugas uji-officer-3508');
  });

  it('lead anybody else to the sign-in', async () => {
    const response = await fetch(`${office.url}/admin/akun`, { redirect: 'manual' });
    expect(response.status).to.equal(303);
    expect(response.headers.get('location')).to.equal('/admin/masuk');
  });
});

describe('admin pages: what a browser tells of them', () => {
  it('is their origin with a form, nothing to other sites', async () => {
    const office = await openOffice();
    const { headers } = await fetch(`${office.url}/admin/masuk`);
    expect(headers.get('referrer-policy')).to.equal('same-origin');
    await office.close();
  });
});
