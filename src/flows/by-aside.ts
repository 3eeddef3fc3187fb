import { readCorrection } from '../language/correcting.ts';
import type { Said } from '../language/said.ts';
import type { Asked } from './asked.ts';
import type { Meaning } from './by-keyword.ts';
import { isPlea } from './content-words.ts';
import { byUnderstanding } from './by-understanding.ts';
import { asideFlow, menuFlow, questionFlow, type FlowBook } from './flow.ts';
import type { Question, Turn } from './steps/step.ts';
import type { TurnContext } from './types.ts';

/** Answers that are any words: they would take a correction for themselves. */
const freeKinds = new Set(['name', 'skills', 'text', 'question', 'words', 'search']);

const isFree = ({ kinds }: Question): boolean => kinds.some((kind) => freeKinds.has(kind));

const isTaken = (turn: Turn | undefined): boolean => turn !== undefined && turn.to !== 'miss';

/** The latest question that was answered before and that the words answer in a way of their own. */
function earlier(asked: Asked, text: string): string | undefined {
  const { here } = asked;
  return here.frame.back?.toReversed().find((name) => {
    const step = here.flow.steps[name];
    if (!step?.question?.save || name === here.frame.step) return false;
    if (isFree(step.question)) return false;
    return isTaken(step.answer?.(text, { ...here, pending: undefined }));
  });
}

/** `salah, maksud saya SMA`: the question that is pending, or the one before, is answered anew. */
export function byCorrection(text: string, asked: Asked | undefined): Meaning | undefined {
  const rest = asked?.here.flow.kept ? readCorrection(text) : undefined;
  if (!asked || rest === undefined) return undefined;
  const { flow, step } = asked.here.frame;
  if (!isFree(asked.question) && isTaken(asked.turnOn(rest))) {
    return { event: { kind: 'text', text: rest }, because: `correction of ${flow}.${step}` };
  }
  const before = earlier(asked, rest);
  if (before === undefined) return undefined;
  const event = { kind: 'correct', step: before, text: rest } as const;
  return { event, because: `correction of ${flow}.${before}` };
}

/** `apa maksudnya`, `gimana ya`: asks for simpler words of what was asked, not for an answer. */
const helpless = new Set('maksud jawab isi ketik balas pilih hm hmm lagi ini itu'.split(' '));

const isHelpless = ({ words }: Said): boolean =>
  isPlea(words.filter((word) => !helpless.has(word)));

/** A question in the middle of a service: it is answered where an answer is ready, then the service goes on. */
function byAside(book: FlowBook, said: Said, asked: Asked): Meaning | undefined {
  const { flow } = asked.here;
  if (!book.flows[asideFlow] || !flow.kept) return undefined;
  if (!said.isQuestion || isHelpless(said)) return undefined;
  const values = { pertanyaan: said.text, tentang: flow.subject };
  const event = { kind: 'start', flow: asideFlow, text: '', values } as const;
  return { event, because: `a question beside ${flow.name}` };
}

/** True while a question of a service waits; the menu asks nothing in particular. */
export function isBusy(asked: Asked | undefined): boolean {
  return asked !== undefined && asked.here.flow.name !== menuFlow;
}

/** A service that the sentence is about, and that is not the one which goes on. */
function isElsewhere({ event }: Meaning, { here }: Asked): boolean {
  if (event.kind !== 'start') return true;
  return event.flow !== here.flow.name && event.flow !== questionFlow;
}

/** A sentence about a service; in the middle of one, a question that is about no other. */
export function byFreeText(
  book: FlowBook,
  said: Said,
  asked: Asked | undefined,
  context: TurnContext,
): Meaning | undefined {
  if (!asked || !isBusy(asked)) return byUnderstanding(book, said, { context, moment: 'idle' });
  const meaning = byUnderstanding(book, said, { context, moment: 'busy' });
  if (meaning && isElsewhere(meaning, asked)) return meaning;
  return byAside(book, said, asked) ?? meaning;
}
