import * as fc from 'fast-check';
import { openMigrated } from '../helpers/migrated.ts';
import { testKeys } from '../helpers/databases.ts';
import { faultOf, openPageOffice } from './page-office.ts';
import { apiArbitraries, pageArbitraries, type Asked } from './page-requests.ts';
import { target, type Target } from './target.ts';

/** Pages that work on purpose: they write a sheet or a paper, or learn from examples. */
const costly = /ekspor|slip|ak2|salin|kalimat/;

const requestTarget = (name: string, arbitraries: readonly fc.Arbitrary<Asked>[]): Target =>
  target(name, 1, async () => {
    const store = await openMigrated(testKeys);
    const place = await openPageOffice(store);
    const values = fc.oneof(...arbitraries).filter(({ path }) => !costly.test(path));
    return {
      values,
      use: async (asked) => {
        const fault = faultOf(await place.send(asked));
        if (fault !== undefined) throw new Error(fault);
      },
      close: async () => {
        await place.close();
        await store.close();
      },
    };
  });

/** Everything that is asked for in a browser or by a program, as an administrator. */
export const pageTargets: readonly Target[] = [
  requestTarget('pages', pageArbitraries),
  requestTarget('API', apiArbitraries),
];
