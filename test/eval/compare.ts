import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { train, type Labelled } from '../../src/language/classifier.ts';
import { sentencesOf } from '../../src/language/example-lines.ts';
import { featuresOf } from '../../src/language/features.ts';
import { readExamples } from '../../src/language/language-files.ts';
import { normalise } from '../../src/language/normalise.ts';
import { accuracy, type Measured } from './measure.ts';
import { readSentences, testSets, type Sentence } from './sentences.ts';

/* Ways to find the service of a sentence, each taught with the same examples and the same features. */

type Guess = (features: readonly string[]) => string;

const labelled = (service: string, text: string): Labelled => ({
  label: service,
  features: featuresOf(normalise(text)),
});

const lessons = readExamples().flatMap(({ service, text }) =>
  sentencesOf(text, 10).map((sentence) => labelled(service, sentence)),
);

function bayes(): Guess {
  const classifier = new BayesClassifier();
  for (const { label, features } of lessons) classifier.addDocument([...features], label);
  classifier.train();
  return (features) => classifier.classify([...features]);
}

/** Which lessons hold a feature, by their place. */
function holdersOf(): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const [at, { features }] of lessons.entries()) {
    for (const feature of features) holders.set(feature, [...(holders.get(feature) ?? []), at]);
  }
  return holders;
}

const largest = <T>(sums: ReadonlyMap<T, number>, count: number): (readonly [T, number])[] =>
  [...sums].toSorted(([, a], [, b]) => b - a).slice(0, count);

const labelOf = (at: number): string => lessons[at]?.label ?? '';

const add = <T>(sums: Map<T, number>, item: T, amount: number): void => {
  sums.set(item, (sums.get(item) ?? 0) + amount);
};

/** The service of the five likest examples by TF-IDF and cosine. */
function nearest(): Guess {
  const holders = holdersOf();
  const of = (feature: string): readonly number[] => holders.get(feature) ?? [];
  const weight = (feature: string): number =>
    Math.log(lessons.length / (1 + of(feature).length)) ** 2;
  const lengths = lessons.map(({ features }) =>
    Math.sqrt(features.reduce((sum, feature) => sum + weight(feature), 0)),
  );
  const scoresOf = (features: readonly string[]): ReadonlyMap<number, number> => {
    const scores = new Map<number, number>();
    for (const feature of features) {
      for (const at of of(feature)) add(scores, at, weight(feature) / (lengths[at] ?? 1));
    }
    return scores;
  };
  return (features) => {
    const scores = scoresOf(features);
    const votes = new Map<string, number>();
    for (const [at, score] of largest(scores, 5)) add(votes, labelOf(at), score);
    return largest(votes, 1)[0]?.[0] ?? 'none';
  };
}

function regression(): Guess {
  const classifier = train(lessons);
  return (features) => classifier.judge(features)[0]?.label ?? 'none';
}

const ways: Readonly<Record<string, () => Guess>> = {
  'naive Bayes (natural)': bayes,
  'TF-IDF, five nearest examples': nearest,
  'logistic regression': regression,
};

function measured(guess: Guess, sentences: readonly Sentence[]): readonly Measured[] {
  return sentences.map((sentence) => {
    const label = guess(featuresOf(normalise(sentence.text)));
    const found = label === 'ak1' && sentence.service.startsWith('ak1') ? sentence.service : label;
    return { ...sentence, found, score: 1, milliseconds: 0 };
  });
}

console.log('| way | learns in ms | ' + [...testSets.keys()].join(' | ') + ' |');
console.log('| --- | --- | ' + [...testSets.keys()].map(() => '---').join(' | ') + ' |');
for (const [name, way] of Object.entries(ways)) {
  const before = performance.now();
  const guess = way();
  const spent = Math.round(performance.now() - before);
  const reached = [...testSets.values()].map(
    (path) => `${accuracy(measured(guess, readSentences(path)))} %`,
  );
  console.log(`| ${name} | ${spent} | ${reached.join(' | ')} |`);
}
