import { expect } from 'chai';
import * as fc from 'fast-check';
import { onEachDatabase } from '../helpers/databases.ts';
import { reached } from '../helpers/reached.ts';
import { faultOf, openPageOffice, type PageOffice } from './page-office.ts';
import { apiArbitraries, pageArbitraries, type Asked } from './page-requests.ts';

const runs = process.argv.includes('--full') ? 300 : 1;

/** The same requests each time; others by SEED, and every night by `npm run fuzz`. */
const seed = Number(process.env['SEED'] ?? 7);

/** What stands in hostile values, and nothing that is not printed. */
const personal = /rahasia|[^\x20-\x7e]/u;

onEachDatabase(`pages and API, whatever comes (SEED=${seed})`, (open, dialect) => {
  let place: PageOffice;
  let requests = 0;
  before(async () => {
    place = await openPageOffice(await open());
  });
  after(async () => {
    await place.close();
    if (dialect === 'postgres') reached('pages-answer', { requests, 'answers 5xx': 0 });
  });

  const look = async (asked: Asked): Promise<void> => {
    requests += 1;
    expect(faultOf(await place.send(asked))).to.equal(undefined);
  };

  for (const [title, arbitraries] of [
    ['each page', pageArbitraries],
    ['each route of the API', apiArbitraries],
  ] as const) {
    it(`answers 2xx to 4xx on ${title}, and shows nothing of its inside`, async function () {
      this.timeout(600_000);
      for (const [at, asked] of arbitraries.entries()) {
        const each = { numRuns: runs, seed: seed + at, endOnFailure: true };
        await fc.assert(fc.asyncProperty(asked, look), each);
      }
      const { logged } = place.office;
      expect(logged.filter((line) => personal.test(JSON.stringify(line)))).to.deep.equal([]);
    });
  }
});
