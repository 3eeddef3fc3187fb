import { expect } from 'chai';
import { now, openOffice, type Office } from './open-office.ts';

const token = 'AbCdEfGhIjKlMnOpQrStUv';

describe('the page behind a QR', () => {
  let office: Office;

  beforeEach(async () => {
    office = await openOffice();
    const { store } = office;
    await office.register({ nik: '3508105201990001' });
    const [seeker] = await store.sql('seekers').select('id');
    const [officer] = await store.sql('officers').select('id');
    await store.sql('seeker_slips').insert({
      seeker_id: seeker.id,
      officer_id: officer.id,
      token_index: store.keys.index('slip', token),
      created_at: now.getTime(),
      expires_at: now.getTime() + 1000,
    });
  });
  afterEach(() => office.close());

  it('opens to anybody, names nobody, is in no cache and no search engine', async () => {
    const response = await fetch(`${office.url}/s/${token}`);
    expect(response.status).to.equal(200);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(response.headers.get('x-robots-tag')).to.contain('noindex');
    expect(response.headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect(response.headers.get('referrer-policy')).to.equal('no-referrer');
    const html = await response.text();
    expect(html).to.contain('Dxx01').and.contain('KTP asli');
    expect(html).not.to.contain('SITI').and.not.to.contain('D1001').and.not.to.contain('0001');
  });

  it('is not there for another token, and nothing of it is logged', async () => {
    const response = await fetch(`${office.url}/s/${token.replace('A', 'B')}`);
    expect(response.status).to.equal(404);
    expect(JSON.stringify(office.logged)).not.to.contain(token.slice(1));
  });

  it('is not opened endlessly from one address', async () => {
    const statuses: number[] = [];
    for (let look = 0; look < 61; look += 1) {
      statuses.push((await fetch(`${office.url}/s/${token}`)).status);
    }
    expect(statuses.slice(0, 60)).not.to.include(429);
    expect(statuses.at(-1)).to.equal(429);
  });
});
