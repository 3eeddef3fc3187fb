import { readNumber, showNumber } from '../core/number.ts';
import { readVerdict } from '../language/verdict.ts';
import type { Asked } from './asked.ts';
import type { Meaning } from './by-keyword.ts';
import { additionFlow, verdictFlow } from './flow.ts';
import type { TalkedMatter, TurnContext } from './types.ts';

/** A text, what waits for an answer, and what is open with the person. */
export interface Spoken {
  readonly text: string;
  /** The question of a dialogue that goes on; undefined when none waits. */
  readonly asked: Asked | undefined;
  /** When that question was asked, epoch milliseconds. */
  readonly askedAt: number;
  readonly context: TurnContext;
}

/** The latest of the matters by a moment that it has. */
function latestBy(
  matters: readonly TalkedMatter[],
  moment: (matter: TalkedMatter) => number,
): TalkedMatter | undefined {
  return matters.toSorted((a, b) => moment(b) - moment(a))[0];
}

/** True when the matter's answer waits for YA or BELUM. */
const waits = ({ status, answeredAt, urgent }: TalkedMatter): boolean =>
  status !== 'claimed' && answeredAt !== null && !urgent;

/** The matter whose answer waits for YA or BELUM, the latest of several. */
function answeredMatter({ matters = [] }: TurnContext): TalkedMatter | undefined {
  return latestBy(matters.filter(waits), ({ answeredAt }) => answeredAt ?? 0);
}

/** YA or BELUM to the answer of a matter, with what else was said. */
function verdictOn(matter: Pick<TalkedMatter, 'number'>, text: string): Meaning | undefined {
  const verdict = readVerdict(text);
  if (!verdict) return undefined;
  const putusan = verdict.isClear ? 'YA' : 'BELUM';
  const tambahan = verdict.saysMore ? text : '';
  const values = { nomor: matter.number, putusan, tambahan };
  return {
    event: { kind: 'start', flow: verdictFlow, text: '', values },
    because: `${putusan} to ${matter.number}`,
  };
}

/** Words for the officers of a matter; nothing is said while one of them holds it. */
function additionTo(matter: TalkedMatter, text: string): Meaning {
  const { number, status } = matter;
  const because = `a text for ${number}`;
  if (status === 'claimed') return { event: { kind: 'pass', matter: number, text }, because };
  const values = { nomor: number, tambahan: text };
  return { event: { kind: 'start', flow: additionFlow, text: '', values }, because };
}

/** True when an officer has written since the question was asked: what they wrote is the newest. */
function isNewer({ answeredAt }: TalkedMatter, { askedAt }: Spoken): boolean {
  return answeredAt !== null && answeredAt > askedAt;
}

/** YA or BELUM to an answer that came after the pending question, or while none was pending. */
export function byNewestAnswer(spoken: Spoken): Meaning | undefined {
  const matter = answeredMatter(spoken.context);
  if (!matter || (spoken.asked && !isNewer(matter, spoken))) return undefined;
  return verdictOn(matter, spoken.text);
}

/** YA or BELUM to an answer that came before, where the pending question takes no such word. */
export function byOlderAnswer({ text, context }: Spoken): Meaning | undefined {
  const matter = answeredMatter(context);
  return matter && verdictOn(matter, text);
}

const numbered = /^\s*((?:no\.?\s*)?[KA][\s.-]?\d[\doil]{3,8})(?![\p{L}\d])[\s#,;*/.:=!-]*(.*)$/isu;

/** The number that a text begins with, and what it says behind it; undefined when nothing does. */
function readNumbered(text: string): { readonly nomor: string; readonly rest: string } | undefined {
  const [, written = '', rest = ''] = numbered.exec(text) ?? [];
  const number = readNumber(written);
  if (!number || !/[\p{L}\p{N}]/u.test(rest)) return undefined;
  return { nomor: showNumber(number.letter, number.value), rest };
}

/** What is said to one matter: YA or BELUM where its answer waits for that, else words to it. */
function wordsTo(matter: TalkedMatter, text: string): Meaning {
  return (waits(matter) ? verdictOn(matter, text) : undefined) ?? additionTo(matter, text);
}

/** What is said to a number that is not open with the person: one that silence has closed, or none. */
function wordsToUnknown(nomor: string, text: string): Meaning {
  const verdict = readVerdict(text)?.isClear === false && verdictOn({ number: nomor }, text);
  if (verdict) return verdict;
  const values = { nomor, tambahan: text };
  const event = { kind: 'start', flow: additionFlow, text: '', values } as const;
  return { event, because: 'a text for a number' };
}

/**
 * `K1311 tambahan ...`: words for the matter of that number. In a dialogue only when the number is
 * one of this person's; else an unknown number is told so, the same for everybody's.
 */
export function byMatterNumber({ text, asked, context }: Spoken): Meaning | undefined {
  const named = readNumbered(text);
  if (!named) return undefined;
  const { nomor, rest } = named;
  const matter = context.matters?.find(({ number, untold }) => number === nomor && !untold);
  if (matter) return wordsTo(matter, rest);
  return asked ? undefined : wordsToUnknown(nomor, rest);
}

/** Words in a sentence, not data that a question asked for: no long number, more than one word. */
function isProse(text: string): boolean {
  return (text.match(/\p{L}{2,}/gu)?.length ?? 0) > 1 && !/\d{6}/u.test(text.replace(/\s/gu, ''));
}

/**
 * Free text while something is open with the person: it goes to the officers. In a dialogue only
 * when they have written since its question, and the text is a sentence.
 */
export function byOpenMatter(spoken: Spoken): Meaning | undefined {
  const { text, asked, context } = spoken;
  const matter = latestBy(context.matters ?? [], ({ activeAt }) => activeAt);
  if (!matter || (asked && !(isNewer(matter, spoken) && isProse(text)))) return undefined;
  return additionTo(matter, text);
}

/** True when an officer talks with this person just now: greetings and thanks are for the officer. */
export function isClaimed({ matters = [] }: TurnContext): boolean {
  return latestBy(matters, ({ activeAt }) => activeAt)?.status === 'claimed';
}

/** True when such an officer holds the talk and no dialogue goes on beside it. */
export function isOfficers({ asked, context }: Spoken): boolean {
  return asked === undefined && isClaimed(context);
}

/** True when an officer has written since this moment, epoch milliseconds. */
export function isOlder({ matters = [] }: TurnContext, moment: number): boolean {
  return matters.some(({ answeredAt }) => (answeredAt ?? 0) > moment);
}
