import type { ActionCatalogue } from '../core/action.ts';
import type { NumberLetter } from '../core/number.ts';
import type { KeywordTable } from '../language/keywords.ts';
import type { Step } from './steps/step.ts';
import type { AnswerKind } from './types.ts';

/** Where something stands in a flow file: names of keys and numbers of list items. */
export type Path = readonly (string | number)[];

/** A conversation as data, read from flows/NAME.yaml. */
export interface Flow {
  readonly name: string;
  /** What it is for, in one line for officers. */
  readonly about: string;
  /** How it is called to the person: "Balas KEMBALI utk melanjutkan {judul}". */
  readonly title: string;
  /** What a question beside it is about, though it does not say so: `kartu kuning`. */
  readonly subject: string;
  /** Its name among the keywords: the first of them; empty when no word starts it. */
  readonly word: string;
  /** Words that start it at once. */
  readonly keywords: readonly string[];
  /** Everyday words: a keyword only when nothing follows, or when no question is pending. */
  readonly weak: readonly string[];
  /** Keywords only as the whole message. */
  readonly alone: readonly string[];
  /** Greetings and thanks, hardly more in the message: taken unless they confirm something. */
  readonly polite: readonly string[];
  /** Words that start it from the phone of somebody on duty, and mean nothing from others. */
  readonly duty: readonly string[];
  /** Details that may stand in the first message: name -> kind of answer. */
  readonly takes: Readonly<Record<string, string>>;
  /** A message without a keyword that holds this detail and two more of `takes` starts the flow. */
  readonly form: string | undefined;
  /** Letters of the office's numbers that start it when nothing else is in the message: L1012. */
  readonly numbers: readonly NumberLetter[];
  /** False when there is nothing to come back to: another dialogue replaces it, it never expires. */
  readonly kept: boolean;
  /** True when starting it drops what was pending instead of setting it aside. */
  readonly forgets: boolean;
  /** True when it is about danger itself: words of danger are its answers, and interrupt nothing. */
  readonly urgent: boolean;
  /** True when it is open to who writes by SMS from another country. */
  readonly abroad: boolean;
  /** True when it shows or changes what belongs to a person: not from a number that was silent for long. */
  readonly personal: boolean;
  readonly start: string;
  readonly steps: Readonly<Record<string, Step>>;
  /** Kinds of the answers it saves or takes, for showing them: name -> kind of answer. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Short hash of what the file says. */
  readonly version: string;
  readonly file: string;
  /** Line of the file, from 1, where `path` stands. */
  lineOf(path: Path): number;
}

/** All that is said and asked: the flows, the words outside them, and what they name. */
export interface FlowBook {
  readonly flows: Readonly<Record<string, Flow>>;
  /** The same in a row: each text is looked for in them. */
  readonly all: readonly Flow[];
  /** Words said outside any flow, by name; those of wrong answers as `problems.NAME`. */
  readonly replies: Readonly<Record<string, string>>;
  readonly words: KeywordTable;
  /** Greetings and thanks: words of flows that are looked for after all others. */
  readonly polite: KeywordTable;
  /** Words of those on duty, and the flows that they start. */
  readonly duty: KeywordTable;
  readonly answers: Readonly<Record<string, AnswerKind>>;
  readonly catalogue: ActionCatalogue;
}

/** Limits of a turn. */
export const limits = {
  /** Steps passed without a question before a flow counts as looping. */
  steps: 50,
  /** Dialogues set aside; the oldest is dropped beyond. */
  stack: 3,
  /** Questions that KEMBALI can go back to. */
  back: 10,
  /** How long a question stays open, in milliseconds. */
  patience: 24 * 60 * 60 * 1_000,
} as const;

/** Flows that the engine itself starts: every set of flows has them. */
export const menuFlow = 'menu';
export const officerFlow = 'petugas';

/** Opens a question to an officer. */
export const questionFlow = 'tanya';

/** Started by words of danger, before anything else. */
export const dangerFlow = 'bahaya';

/** Flows of what is open with the person: YA or BELUM to an answer, and words to be added. */
export const verdictFlow = 'jawaban';
export const additionFlow = 'tambahan';

/** Asks who has a number that was silent for long, before a flow that is personal. */
export const recogniseFlow = 'kenal';

/** Started by a question in the middle of another service. */
export const asideFlow = 'sela';

/** What keeps a person's words in a matter, also while the machine is silent. */
export const addAction = 'matters.add';
