import { expect } from 'chai';
import { nextNumber } from '../../src/store/counters.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

onEachDatabase('nextNumber', (open, dialect) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });

  for (const letter of ['D', 'L', 'K', 'A'] as const)
    it(`counts ${letter} from 1001`, async () => {
      expect(await nextNumber(store, letter)).to.equal(1001);
      expect(await nextNumber(store, letter)).to.equal(1002);
    });

  it('gives no number twice, whoever asks at the same time', async () => {
    const asked = Array.from({ length: 20 }, () => store.transaction((db) => nextNumber(db, 'L')));
    expect(new Set(await Promise.all(asked))).to.have.property('size', 20);
  });

  if (dialect === 'postgres')
    it('lets transactions take numbers in any order without waiting for each other', async () => {
      const meeting: (() => void)[] = [];
      const both = async (): Promise<void> =>
        new Promise((resolve) => {
          meeting.push(resolve);
          if (meeting.length === 2) for (const go of meeting) go();
        });
      let begun = 0;
      const take = (first: 'D' | 'K', second: 'D' | 'K') =>
        store.transaction(async (db) => {
          begun += 1;
          await nextNumber(db, first);
          await both();
          return nextNumber(db, second);
        });
      expect(await Promise.all([take('D', 'K'), take('K', 'D')])).to.deep.equal([1002, 1002]);
      expect(begun).to.equal(2);
    });
});
