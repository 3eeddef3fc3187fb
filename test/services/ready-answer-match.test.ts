import { expect } from 'chai';
import { measureSms } from '../../src/core/sms.ts';
import { matchAnswer, questionIndex } from '../../src/language/question-match.ts';
import { questionTerms } from '../../src/language/question-terms.ts';
import { filedAnswers } from '../../src/services/ready-answer-files.ts';
import { askedQuestions, heldOut } from './asked-questions.ts';

const index = questionIndex(filedAnswers());

interface Judged {
  readonly text: string;
  readonly expected: string;
  readonly found: string;
}

const judge = (table: Readonly<Record<string, readonly string[]>>): readonly Judged[] =>
  Object.entries(table).flatMap(([expected, texts]) =>
    texts.map((text) => ({ text, expected, found: matchAnswer(index, text) ?? 'none' })),
  );

const isWrong = ({ expected, found }: Judged): boolean => found !== 'none' && found !== expected;
const isAnswered = ({ found }: Judged): boolean => found !== 'none';

const share = (some: readonly Judged[], of: readonly Judged[]): number => some.length / of.length;
const precision = (all: readonly Judged[]): number =>
  1 - share(all.filter(isWrong), all.filter(isAnswered));
function recall(all: readonly Judged[]): number {
  const answerable = all.filter(({ expected }) => expected !== 'none');
  return share(
    answerable.filter(({ expected, found }) => expected === found),
    answerable,
  );
}

/*
 * Measured on 2026-11-23. The table that words and limits were chosen with (202 questions): no
 * wrong answer, 97 of 100 that have an answer get it. Questions written afterwards and never looked
 * at while choosing (54): 96 of 100 answers right, 68 of 100 found. Precision goes first: an officer
 * answers all of them in any case.
 */
describe('ready answers to questions as villagers write them', () => {
  const judged = judge(askedQuestions);
  for (const { text, expected, found } of judged.filter((one) => one.expected === 'none')) {
    it(`leave "${text}" to the officer`, () => {
      expect(found).to.equal(expected);
    });
  }

  it('are many enough to say something', () => {
    expect(judged).to.have.length.at.least(200);
    expect(filedAnswers()).to.have.length.at.least(45);
  });

  it('are never wrong in the table they were chosen with, and found for 95 of 100', () => {
    expect(judged.filter(isWrong)).to.deep.equal([]);
    expect(recall(judged)).to.be.at.least(0.95);
  });

  it('are right in 95 of 100 for questions never looked at, and found for 60 of 100', () => {
    const fresh = judge(heldOut);
    expect(precision(fresh), 'precision').to.be.at.least(0.95);
    expect(recall(fresh), 'recall').to.be.at.least(0.6);
  });

  it('know each of their own examples', () => {
    const examples = filedAnswers().flatMap(({ id, questions }) =>
      questions.map((text) => ({ text, expected: id, found: matchAnswer(index, text) ?? 'none' })),
    );
    expect(examples.filter(isWrong)).to.deep.equal([]);
    expect(recall(examples)).to.be.at.least(0.9);
  });
});

describe('questionTerms', () => {
  const cases = [
    { label: 'shorthand', text: 'pak syrat krt kuning ap aja', terms: ['syarat', 'ak1'] },
    { label: 'Javanese', text: 'takon syarate nang taiwan', terms: ['syarat', 'luarnegeri'] },
    { label: 'a typing error', text: 'alamt kantro disnakr', terms: ['alamat', 'kantor'] },
    { label: 'capitals and signs', text: 'SYARAT... AK-1?!', terms: ['syarat', 'ak1'] },
    { label: 'nothing that is asked', text: 'pak, mau tanya', terms: [] },
    { label: 'no words', text: '...', terms: [] },
  ];
  for (const { label, text, terms } of cases) {
    it(`reads ${label}`, () => {
      expect(questionTerms(text)).to.deep.equal(terms);
    });
  }
});

describe('the texts of ready answers', () => {
  for (const { id, text, source } of filedAnswers()) {
    it(`${id} is GSM-7 and has a source`, () => {
      expect(measureSms(text.replaceAll(/[{}]/g, '')).encoding).to.equal('GSM-7');
      expect(source).to.have.length.at.least(10);
    });
  }
});
