import { expect } from 'chai';
import { readAk1Number } from '../../src/core/ak1-number.ts';

describe('readAk1Number', () => {
  const numbers = [
    {
      label: 'sixteen digits',
      typed: '3508000123231126',
      shown: '3508 000123 231126',
      key: '3508000123231126',
    },
    {
      label: 'sixteen digits in groups',
      typed: ' 3508  000123-231126 ',
      shown: '3508 000123 231126',
      key: '3508000123231126',
    },
    {
      label: 'sixteen digits with dots',
      typed: '3508.000123.231126',
      shown: '3508 000123 231126',
      key: '3508000123231126',
    },
    {
      label: 'twenty digits',
      typed: '35080000000123231126',
      shown: '3508 0000000123 231126',
      key: '35080000000123231126',
    },
    {
      label: "an office's own",
      typed: 'ak1-2026-00001',
      shown: 'AK1-2026-00001',
      key: 'AK1202600001',
    },
    {
      label: 'an own number with strokes',
      typed: '560/1234/427.44/2026',
      shown: '560/1234/427.44/2026',
      key: '5601234427442026',
    },
    { label: 'a short own number', typed: '00123/2026', shown: '00123/2026', key: '001232026' },
    {
      label: 'digits in full width',
      typed: '３５０８000123231126',
      shown: '3508 000123 231126',
      key: '3508000123231126',
    },
  ];
  for (const { label, typed, shown, key } of numbers) {
    it(`reads ${label}`, () => {
      expect(readAk1Number(typed)).to.deep.equal({ kind: 'number', shown, key });
    });
  }

  const problems = [
    { label: 'nothing', typed: '  ', problem: 'empty' },
    { label: 'a formula', typed: '=1+1', problem: 'letters' },
    { label: 'markup', typed: '<b>3508</b>', problem: 'letters' },
    { label: 'words', typed: 'SUDAH', problem: 'digits' },
    { label: 'fifteen digits', typed: '350800012323112', problem: 'boxes' },
    { label: 'seventeen digits', typed: '35080001232311260', problem: 'boxes' },
    { label: 'a number of the registration', typed: 'd1042', problem: 'ours' },
    { label: 'a number of the registration apart', typed: 'D 1042', problem: 'ours' },
    { label: 'a whole sentence', typed: `AK1 ${'1'.repeat(40)}`, problem: 'length' },
  ];
  for (const { label, typed, problem } of problems) {
    it(`refuses ${label}`, () => {
      expect(readAk1Number(typed)).to.deep.equal({ kind: 'problem', problem });
    });
  }
});
