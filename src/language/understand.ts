import { workHard } from '../core/young-heap.ts';
import { readDanger, type Danger } from './danger.ts';
import {
  openClassifier,
  train,
  type Classifier,
  type Judged,
  type KeptClassifier,
  type Labelled,
} from './classifier.ts';
import { sentencesOf } from './example-lines.ts';
import { featuresOf } from './features.ts';
import { readKeptModel } from './kept-model.ts';
import { readExamples } from './language-files.ts';
import { normalise } from './normalise.ts';

/** What a text was taken to want, and why. */
export interface Understood {
  /** A keyword of the service in lower case (`hapus data`), or `none`; `aduan` for danger. */
  readonly service: string;
  /** Somebody may be in danger: its own rule says so (see danger.ts), not the examples. */
  readonly danger: boolean;
  /** How sure, 0..1. */
  readonly score: number;
  /** The words as they were understood (see `normalise`). */
  readonly words: readonly string[];
  /** The likeliest services, the best first. */
  readonly ranked: readonly Judged[];
  /** What spoke most for the service: roots, neighbours, `{groups}`. */
  readonly evidence: readonly string[];
}

/** Sentences of one example line that are learnt: a line with many choices is not worth more. */
const variants = 10;

/** A sentence and the service that its writer wanted. */
export interface Lesson {
  readonly service: string;
  readonly text: string;
}

function labelled({ service, text }: Lesson): Labelled {
  return { label: service, features: featuresOf(normalise(text)) };
}

/** Learns the examples of templates/language, and these; about 0.5 s. */
export function learn(lessons: readonly Lesson[]): Classifier {
  workHard();
  const written = readExamples().flatMap(({ service, text: line }) =>
    sentencesOf(line, variants).map((text) => labelled({ service, text })),
  );
  return train([...written, ...lessons.map(labelled)]);
}

/** What the build has learnt already, where nothing has been added since. */
function loadModel(lessons: readonly Lesson[]): Classifier {
  return (lessons.length === 0 ? readKeptModel() : undefined) ?? learn(lessons);
}

let model: Classifier | undefined;

/** Reads what was learnt now, instead of at the first text. */
export function prepareUnderstanding(): void {
  model ??= loadModel([]);
}

/** Learns these beside the examples of templates/language; what was taught before is forgotten. */
export function teach(lessons: readonly Lesson[]): void {
  model = loadModel(lessons);
}

/** Takes what another thread has learnt (`learn`), in place of what was taught before. */
export function takeLearnt(learnt: KeptClassifier): void {
  model = openClassifier(learnt);
}

/** The services that examples are given for: `ak1` stands for both reports. */
export function servicesKnown(): readonly string[] {
  return [...new Set(readExamples().map(({ service }) => service))];
}

/** `ak1` stands for two words of the contract. */
function wordOf(service: string, words: readonly string[]): string {
  if (service !== 'ak1') return service;
  return words.some((word) => word === 'belum' || word === 'tidak') ? 'ak1 belum' : 'ak1 sudah';
}

/** Which service a free text is about; the same text gives the same answer. */
export function understand(text: string): Understood {
  return understandWords(normalise(text), readDanger(text));
}

/** The same of a text whose words (of `normalise`) and danger are known. */
export function understandWords(words: readonly string[], { danger, because }: Danger): Understood {
  prepareUnderstanding();
  if (!model || words.length === 0) {
    return { service: 'none', danger: false, score: 1, words, ranked: [], evidence: [] };
  }
  const features = featuresOf(words);
  const ranked = model.judge(features);
  const best = ranked[0] ?? { label: 'none', score: 0 };
  const strongest = model.evidence(features, best.label).slice(0, 6);
  return {
    service: danger ? 'aduan' : wordOf(best.label, words),
    danger,
    score: danger ? 1 : best.score,
    words,
    ranked: ranked.slice(0, 3),
    evidence: danger ? [because] : strongest.map(([feature]) => feature),
  };
}
