import type { ActionCatalogue } from '../core/action.ts';
import { FlowError, type FlowMistake } from '../core/errors.ts';
import { keywordTable } from '../language/keywords.ts';
import { answerKinds } from './answers/index.ts';
import { checkBook } from './check.ts';
import { checkWords } from './checks/words.ts';
import type { Flow, FlowBook } from './flow.ts';
import { loadFlows } from './load.ts';
import { fill } from './render.ts';
import { loadReplies } from './replies.ts';
import { loadSamples } from './samples.ts';
import type { Conversation, Expects, Pending } from './types.ts';
import { dutyTable, politeTable, wordTable } from './words.ts';

/** Where the words are, and what flows may ask of the office. */
export interface BookPlaces {
  /** Folder of the flow files. */
  readonly flows: string | URL;
  /** Folder of the words said outside flows, one file per language. */
  readonly replies: string | URL;
  readonly catalogue: ActionCatalogue;
}

/** A book, as far as it could be read, and everything that is wrong with it. */
interface ReadBook {
  readonly book: FlowBook;
  readonly mistakes: readonly FlowMistake[];
}

const byPlace = (a: FlowMistake, b: FlowMistake): number =>
  a.file.localeCompare(b.file) || a.line - b.line;

/** Without what every object has: a kept conversation may name anything. */
function byName(flows: readonly Flow[]): FlowBook['flows'] {
  const named: Record<string, Flow> = Object.create(null);
  for (const flow of flows) named[flow.name] = flow;
  return named;
}

/** Reads all flows and words and checks them; mistakes are in the order of files and lines. */
function readBook({ flows: directory, replies: words, catalogue }: BookPlaces): ReadBook {
  const loaded = loadFlows(directory);
  const said = loadReplies(words);
  const samples = loadSamples(words);
  const colliding = checkWords(loaded.flows, said);
  const book: FlowBook = {
    flows: byName(loaded.flows),
    all: loaded.flows,
    replies: said.replies,
    words: colliding.length === 0 ? wordTable(loaded.flows, said) : keywordTable([]),
    polite: colliding.length === 0 ? politeTable(loaded.flows) : keywordTable([]),
    duty: dutyTable(loaded.flows),
    answers: answerKinds,
    catalogue,
  };
  const mistakes = [
    ...loaded.mistakes,
    ...said.mistakes,
    ...samples.mistakes,
    ...colliding,
    ...checkBook(book, { flows: loaded.flows, said, samples: samples.samples }),
  ];
  return { book, mistakes: mistakes.toSorted(byPlace) };
}

/** Every mistake of every flow and of the words said outside them. */
export function checkFlows(places: BookPlaces): readonly FlowMistake[] {
  return readBook(places).mistakes;
}

/** Reads all flows and words. @throws FlowError with every mistake of every file. */
export function loadBook(places: BookPlaces): FlowBook {
  const { book, mistakes } = readBook(places);
  if (mistakes.length > 0) throw new FlowError(mistakes);
  return book;
}

/**
 * Words said outside any flow, e.g. the apology; `values` fill the placeholders.
 * @throws Error when templates/replies has no such words.
 */
export function replyText(
  book: FlowBook,
  name: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const words = book.replies[name];
  if (words === undefined) throw new Error(`templates/replies has no ${name}`);
  return fill(words, values);
}

const pendingExpects: Readonly<Record<Pending['kind'], Expects>> = {
  suggestion: 'confirm',
  resume: 'confirm',
  doubt: 'confirm',
  options: 'choice',
};

/** The kind of answer that a conversation waits for, or null. */
export function expects(book: FlowBook, conversation: Conversation | null): Expects | null {
  if (!conversation) return null;
  const { flow, step, pending } = conversation;
  const question = book.flows[flow]?.steps[step]?.question;
  if (!question) return null;
  if (pending) return pendingExpects[pending.kind];
  return question.expects ?? expectsOf(book, question.kinds);
}

function expectsOf(book: FlowBook, [kind = '']: readonly string[]): Expects {
  return book.answers[kind]?.expects ?? 'text';
}
