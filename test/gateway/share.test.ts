import { expect } from 'chai';
import { nextSize } from '../../src/gateway/share.ts';

const limits = { least: 250, most: 8_000 };

const cases = [
  {
    label: 'grows to 10 ms where nobody waits',
    size: 1_000,
    waited: 0,
    worked: 5,
    expected: 2_000,
  },
  { label: 'at most doubles', size: 1_000, waited: 0, worked: 1, expected: 2_000 },
  { label: 'shrinks at once', size: 4_000, waited: 0, worked: 40, expected: 1_000 },
  {
    label: 'takes a sixth of a batch of turns',
    size: 1_000,
    waited: 40,
    worked: 6.8,
    expected: 1_000,
  },
  {
    label: 'takes 10 ms at most beside turns',
    size: 1_000,
    waited: 500,
    worked: 10,
    expected: 1_000,
  },
  { label: 'never is nothing', size: 300, waited: 2, worked: 50, expected: 250 },
  {
    label: 'never is more than a plan of a moment',
    size: 8_000,
    waited: 0,
    worked: 1,
    expected: 8_000,
  },
];

describe('the size of a part of a long work', () => {
  for (const { label, size, waited, worked, expected } of cases) {
    it(label, () => {
      expect(nextSize(size, { waited, worked }, limits)).to.equal(expected);
    });
  }
});
