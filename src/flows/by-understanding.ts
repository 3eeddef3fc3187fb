import type { Json, Values } from '../core/json.ts';
import { terms } from '../language/stems.ts';
import type { Said } from '../language/said.ts';
import type { Understood } from '../language/understand.ts';
import type { Meaning } from './by-keyword.ts';
import { isOpening, isPlea, isRequest } from './content-words.ts';
import type { Flow, FlowBook } from './flow.ts';
import { readFreeDetails, type FreeDetails } from './free-details.ts';
import type { TurnContext } from './types.ts';

/**
 * Scores from which a service is begun at once, also in the middle of another dialogue, and from
 * which the person is asked "Maksud Anda ...?". Set from the table in docs/understanding.md.
 */
export const thresholds = { sure: 0.65, verySure: 0.85, likely: 0.4 } as const;

/** Deeds that a sentence never does: the person is asked. STOP counts alone (CONTRACT). */
const askedAbout = new Set(['stop', 'batal', 'mulai']);

/** What is said to everything that is not understood, and so needs no understanding. */
const unsaid = new Set(['menu', 'none']);

/** Services that look for any words among vacancies; the others read words as they were written: names. */
const searches = new Set(['lowongan', 'magang']);

/** True for a flow that would look for any words. */
export const isSearch = ({ word }: Flow): boolean => searches.has(word.toLowerCase());

/** A sentence, what it was understood as, and what it tells by the way. */
interface Told {
  readonly text: string;
  readonly found: Understood;
  readonly details: FreeDetails;
}

/** What a sentence says for a kind of answer, in words that the kind reads. */
const saidFor: Readonly<Record<string, (told: Told) => string | undefined>> = {
  nik: ({ details }) => details.nik,
  name: ({ details }) => details.name,
  education: ({ details }) => details.education,
  phone: ({ details }) => details.phone,
  skills: ({ details }) => details.occupations?.map(({ word }) => word).join(', '),
  words: ({ text, found }) => (searches.has(found.service) ? wordsOf(found) : text),
  text: wholeText,
  question: wholeText,
};

/** The text itself, when it says more than that something will be said. */
function wholeText({ text, found }: Told): string | undefined {
  return isPlea(found.words) ? undefined : text;
}

/** The words to search for: those that every question for work has say nothing. */
function wordsOf({ words }: Understood): string {
  return terms(words.filter((word) => !isOpening(word)).join(' '))
    .map(({ word }) => word)
    .join(' ');
}

/** What the sentence says for a field, read by its kind of answer; undefined when nothing fits. */
function valueFor(
  book: FlowBook,
  kind: string,
  told: Told,
  context: TurnContext,
): Json | undefined {
  if (kind === 'area') return told.details.area;
  const own = saidFor[kind]?.(told) ?? '';
  const parsed = own === '' ? undefined : book.answers[kind]?.parse(own, context);
  return parsed?.kind === 'value' ? parsed.value : undefined;
}

/** The flow's details that the sentence gives. */
function valuesFor(book: FlowBook, flow: Flow, told: Told, context: TurnContext): Values {
  const entries = Object.entries(flow.takes).flatMap(([field, kind]) => {
    const value = valueFor(book, kind, told, context);
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(entries);
}

function flowOf(book: FlowBook, service: string): Flow | undefined {
  const word = service.toUpperCase();
  return book.all.find((flow) => flow.word === word);
}

/**
 * When a sentence is heard: while nothing is asked, behind a list that takes any words to search, or
 * while a question of a service waits, which the sentence does not answer.
 */
export type Moment = 'idle' | 'searching' | 'busy';

const isShort = (words: readonly string[]): boolean => words.length < 2;

/** The score that begins a service here; one word says little, and while a question waits only a request does. */
function scoreNeeded({ service, words }: Understood, moment: Moment): number {
  if (askedAbout.has(service) || (moment === 'busy' && !isRequest(words))) return Infinity;
  if (moment === 'searching' && isShort(words)) return Infinity;
  return moment !== 'idle' || isShort(words) ? thresholds.verySure : thresholds.sure;
}

/** Whether the sentence is clear enough to begin the service, or to ask about it. */
function judge(found: Understood, moment: Moment): 'start' | 'ask' | undefined {
  const { service, score, words } = found;
  if (score >= scoreNeeded(found, moment)) return 'start';
  const likely = askedAbout.has(service) ? thresholds.sure : thresholds.likely;
  return moment !== 'idle' || isShort(words) || score < likely ? undefined : 'ask';
}

/** A sentence that names no keyword: the service it is about, when that is clear or likely. */
export function byUnderstanding(
  book: FlowBook,
  { text, words, understood: found }: Said,
  { context, moment }: { readonly context: TurnContext; readonly moment: Moment },
): Meaning | undefined {
  const flow = unsaid.has(found.service) ? undefined : flowOf(book, found.service);
  const verdict = judge(found, moment);
  if (!flow || !verdict) return undefined;
  const because = `about ${found.service} (${found.score.toFixed(2)})`;
  if (verdict === 'ask') {
    const rest = askedAbout.has(found.service) ? '' : text; // STOP counts alone
    return { event: { kind: 'suggest', word: flow.word, text: rest }, because };
  }
  const details = readFreeDetails(text, context, words);
  const values = valuesFor(book, flow, { text, found, details }, context);
  return { event: { kind: 'start', flow: flow.name, text: '', values }, because };
}
