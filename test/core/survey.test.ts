import { expect } from 'chai';
import { openPart, readRatings } from '../../src/core/survey.ts';

describe('readRatings', () => {
  const cases = [
    {
      digits: '433443434',
      part: 1,
      expected: { u1: 4, u2: 3, u3: 3, u4: 4, u5: 4, u6: 3, u7: 4, u8: 3, u9: 4 },
    },
    {
      digits: '123412341',
      part: 3,
      expected: { u1: 1, u2: 2, u3: 3, u4: 4, u5: 1, u6: 2, u7: 3, u8: 4, u9: 1 },
    },
    { digits: '123', part: 1, expected: { u1: 1, u2: 2, u3: 3 } },
    { digits: '123', part: 2, expected: { u4: 1, u5: 2, u6: 3 } },
    { digits: '124', part: 3, expected: { u7: 1, u8: 2, u9: 4 } },
  ];
  for (const { digits, part, expected } of cases) {
    it(`reads ${digits} of part ${part} by element`, () => {
      expect(readRatings(digits, part)).to.deep.equal(expected);
    });
  }

  for (const [digits, part] of [
    ['12', 1],
    ['1234', 1],
    ['012', 1],
    ['125', 1],
    ['abc', 1],
    ['123', 4],
    ['', 1],
  ] as const) {
    it(`refuses ${JSON.stringify(digits)} of part ${part}`, () => {
      expect(() => readRatings(digits, part)).to.throw(RangeError);
    });
  }
});

describe('openPart', () => {
  const cases = [
    { label: 'nothing', digits: [], expected: 1 },
    { label: 'the first part', digits: [['111', 1]], expected: 2 },
    {
      label: 'two parts',
      digits: [
        ['111', 1],
        ['222', 2],
      ],
      expected: 3,
    },
    { label: 'the last part alone', digits: [['333', 3]], expected: 1 },
    { label: 'everything', digits: [['111111111', 1]], expected: undefined },
  ] as const;
  for (const { label, digits, expected } of cases) {
    it(`after ${label}: ${expected ?? 'none'}`, () => {
      const ratings = digits.map(([text, part]) => readRatings(text, part));
      expect(openPart(Object.assign({}, ...ratings))).to.equal(expected);
    });
  }
});
