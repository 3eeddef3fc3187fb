import { expect } from 'chai';
import { sentencesOf } from '../../src/language/example-lines.ts';
import { readExamples } from '../../src/language/language-files.ts';
import { plainText } from '../../src/language/words.ts';
import { accuracy, measure } from './measure.ts';
import { readSentences, testSets } from './sentences.ts';

/** Per cent that must be right: what was reached, less what one change of a word may cost. */
const floors: Readonly<Record<string, number>> = {
  'written by who wrote the examples': 96.5,
  'written by others': 93.5,
  'written a day later by others again': 97,
};

describe('what sentences want', () => {
  for (const [name, path] of testSets) {
    it(`is understood of sentences ${name}`, () => {
      expect(accuracy(measure(readSentences(path)))).to.be.at.least(floors[name]!);
    });
  }

  it('is tested with sentences that are no examples', () => {
    const taught = new Set(
      readExamples().flatMap(({ text }) => sentencesOf(text, 200).map((one) => plainText(one))),
    );
    const sets = [...testSets.values()].flatMap(readSentences);
    const both = sets.filter(({ text }) => taught.has(plainText(text)));
    expect(both.map(({ text }) => text)).to.deep.equal([]);
    expect(sets).to.have.length.of.at.least(600);
  });
});
