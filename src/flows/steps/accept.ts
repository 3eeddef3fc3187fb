import type { Json, Values } from '../../core/json.ts';
import { fold } from '../../language/clean.ts';
import type { Frame } from '../types.ts';
import { kindsOf, type Ask } from './ask-shape.ts';
import { plain, say } from '../render.ts';
import { unclear } from './problem.ts';
import type { Here, Turn } from './step.ts';

function branchOf(ask: Ask, value: Json, here: Here): string | undefined {
  const { on } = ask;
  if (!on) return undefined;
  const kind = here.book.answers[kindsOf(ask)[0]?.[0] ?? ''];
  const names = [plain(value), kind?.show(value) ?? ''].map(fold);
  return on[Object.keys(on).find((key) => names.includes(fold(key))) ?? ''];
}

/** The record but for some names. */
export function without<Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !names.includes(key)));
}

/** Where a value leads, when the answer's kind does not say it. */
export function leadOf(ask: Ask, value: Json, here: Here): string | undefined {
  return branchOf(ask, value, here) ?? ask.next;
}

/** The dialogue with the answer in it, and without what was made of the old one. */
function keep({ save, forget, doubts }: Ask, value: Json, frame: Frame): Frame {
  if (save === undefined) return frame;
  const { wrong = {}, given = [], answers } = frame;
  const changed = JSON.stringify(answers[save]) !== JSON.stringify(value);
  const depends = changed ? forget.filter((name) => given.includes(name)) : [];
  const kept = without(answers, depends);
  return {
    ...frame,
    answers: { ...withoutDoubt(kept, doubts, save), [save]: value },
    wrong: without(wrong, [save]),
    given: given.filter((name) => name !== save && !depends.includes(name)),
  };
}

function doubtsIn(answers: Values, doubts: string): string[] {
  const list = answers[doubts];
  return Array.isArray(list) ? list.map(plain) : [];
}

/** A new answer is not doubtful because the old one was. */
function withoutDoubt(answers: Values, doubts: string | undefined, save: string): Values {
  if (doubts === undefined || !(doubts in answers)) return answers;
  return { ...answers, [doubts]: doubtsIn(answers, doubts).filter((name) => name !== save) };
}

/** Takes the answer and goes on: to `to`, or where the value leads. */
export function accept(ask: Ask, value: Json, here: Here, to?: string): Turn {
  const frame = keep(ask, value, here.frame);
  const step = to ?? leadOf(ask, value, here);
  return step === undefined
    ? { to: 'miss', text: unclear(say(here, ask.ask), here) }
    : { to: 'step', step, frame };
}

/** Takes an unlikely answer that the person stands by, and notes the doubt for the officer. */
export function insist(ask: Ask, value: Json, here: Here): Turn {
  const { doubts, save } = ask;
  const turn = accept(ask, value, here);
  if (turn.to !== 'step' || doubts === undefined || save === undefined) return turn;
  const { answers } = turn.frame;
  const noted = [...doubtsIn(answers, doubts), save];
  return { ...turn, frame: { ...turn.frame, answers: { ...answers, [doubts]: noted } } };
}
