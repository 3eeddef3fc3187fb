import { expect } from 'chai';
import express from 'express';
import { later } from '../../src/web/later.ts';
import { listen, type Listening } from '../../src/web/server.ts';
import { pagesOf } from '../helpers/pages-of.ts';

describe('later', () => {
  let server: Listening;
  let opened = 0;
  let broken = false;

  before(async () => {
    const app = express();
    app.use(
      later(/^\/pages\//i, async () => {
        opened += 1;
        if (broken) throw new Error('cannot be read');
        return express.Router().get('/pages/one', (_request, response) => void response.send('1'));
      }),
    );
    app.use((_request, response) => void response.status(404).end());
    server = await listen(pagesOf(app), { host: '127.0.0.1', port: 0 });
  });
  after(() => server.close());

  const ask = async (path: string): Promise<number> => (await fetch(server.url + path)).status;

  it('reads nothing for other paths', async () => {
    expect(await ask('/other')).to.equal(404);
    expect(opened).to.equal(0);
  });

  it('tries again when the pages could not be read', async () => {
    broken = true;
    expect(await ask('/pages/one')).to.equal(500);
    broken = false;
    expect(await ask('/pages/one')).to.equal(200);
  });

  it('reads them once, in whatever case they are asked for, and passes on what is not there', async () => {
    expect(await Promise.all(['/pages/one', '/PAGES/ONE', '/pages/two'].map(ask))).to.deep.equal([
      200, 200, 404,
    ]);
    expect(opened, 'once in vain').to.equal(2);
  });
});
