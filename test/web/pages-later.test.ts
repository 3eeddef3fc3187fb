import { expect } from 'chai';
import { openWeb, type Web } from './open-web.ts';

describe('the pages', () => {
  let web: Web;
  beforeEach(async () => {
    web = await openWeb({});
  });
  afterEach(() => web.close());

  const statusOf = async (path: string, method = 'GET'): Promise<number> =>
    (await fetch(web.url + path, { method })).status;

  it('are read for the first request that no door takes, and answer the others', async () => {
    expect(await statusOf('/nothing-here')).to.equal(404);
    const both = await Promise.all([statusOf('/metrics'), statusOf('/admin')]);
    expect(both[0]).to.equal(200);
    expect(both[1]).to.be.lessThan(400);
  });

  for (const { label, path, method, status } of [
    { label: 'that the process lives', path: '/healthz', method: 'GET', status: 200 },
    { label: 'that it can serve', path: '/readyz', method: 'GET', status: 200 },
    { label: 'the same to HEAD', path: '/readyz', method: 'HEAD', status: 200 },
    { label: 'nothing to POST', path: '/readyz', method: 'POST', status: 404 },
  ]) {
    it(`are not needed to tell ${label}`, async () => {
      expect(await statusOf(path, method)).to.equal(status);
    });
  }

  it('tell no browser to keep what a probe is told', async () => {
    const answer = await fetch(`${web.url}/healthz`);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(await answer.json()).to.deep.equal({ status: 'ok' });
  });
});
