import { expect } from 'chai';
import {
  educationLevels,
  educationRank,
  isEducation,
  satisfiesEducation,
  type Education,
} from '../../src/core/education.ts';

describe('satisfiesEducation', () => {
  const cases: readonly { has: Education; needed: Education; expected: boolean }[] = [
    { has: 'SMA', needed: 'SMK', expected: true },
    { has: 'SMK', needed: 'SMA', expected: true },
    { has: 'SMP', needed: 'SMA', expected: false },
    { has: 'S1', needed: 'D4', expected: true },
    { has: 'D4', needed: 'S1', expected: true },
    { has: 'D3', needed: 'S1', expected: false },
    { has: 'S3', needed: 'TIDAK SEKOLAH', expected: true },
    { has: 'TIDAK SEKOLAH', needed: 'SD', expected: false },
    { has: 'TIDAK SEKOLAH', needed: 'TIDAK SEKOLAH', expected: true },
  ];
  for (const { has, needed, expected } of cases) {
    it(`${has} is ${expected ? '' : 'not '}enough for ${needed}`, () => {
      expect(satisfiesEducation(has, needed)).to.equal(expected);
    });
  }

  it('never lets a lower level of the list outrank a higher one', () => {
    const ranks = educationLevels.map(educationRank);
    expect(ranks).to.deep.equal(ranks.toSorted((a, b) => a - b));
  });
});

describe('isEducation', () => {
  it('knows the levels as they are written, and nothing else', () => {
    expect(educationLevels.every(isEducation)).to.equal(true);
    expect(['smk', 'SMU', 'toString', '', null, 3].some(isEducation)).to.equal(false);
  });
});
