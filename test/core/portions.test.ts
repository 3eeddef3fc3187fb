import { expect } from 'chai';
import { Portions } from '../../src/core/portions.ts';

const rules = { first: 10, least: 4, most: 50, target: 8 };

const cases = [
  { label: 'keeps its size when it took the target', took: [8], size: 10 },
  { label: 'doubles at most when it took nothing', took: [0], size: 20 },
  { label: 'shrinks by as much as it took too long', took: [16], size: 5 },
  { label: 'is never smaller than the least', took: [1_000], size: 4 },
  { label: 'is never larger than the most', took: [1, 1, 1, 1], size: 50 },
] as const;

describe('the next portion', () => {
  for (const { label, took, size } of cases) {
    it(label, () => {
      const portions = new Portions(rules);
      for (const ms of took) portions.took(ms);
      expect(portions.size).to.equal(size);
    });
  }
});
