import type { Json } from '../../core/json.ts';
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

/** The dialogue with the answer in it, and without what an action had made of the old one. */
function keep(ask: Ask, value: Json, frame: Frame): Frame {
  const { save, forget } = ask;
  if (save === undefined) return frame;
  const { wrong = {}, given = [], answers, ...rest } = frame;
  const gone = JSON.stringify(answers[save]) === JSON.stringify(value) ? [] : forget;
  const depends = gone.filter((name) => given.includes(name));
  return {
    ...rest,
    answers: { ...without(answers, depends), [save]: value },
    wrong: without(wrong, [save]),
    given: given.filter((name) => name !== save && !depends.includes(name)),
  };
}

/** Takes the answer and goes on: to `to`, or where the value leads. */
export function accept(ask: Ask, value: Json, here: Here, to?: string): Turn {
  const frame = keep(ask, value, here.frame);
  const step = to ?? branchOf(ask, value, here) ?? ask.next;
  return step === undefined
    ? { to: 'miss', text: unclear(say(here, ask.ask), here) }
    : { to: 'step', step, frame };
}

/** Takes an unlikely answer that the person stands by, and notes the doubt for the officer. */
export function insist(ask: Ask, value: Json, here: Here): Turn {
  const { doubts, save } = ask;
  if (doubts === undefined || save === undefined) return accept(ask, value, here);
  const before = here.frame.answers[doubts];
  const list = Array.isArray(before) ? before.map(String) : [];
  const answers = { ...here.frame.answers, [doubts]: [...new Set([...list, save])] };
  return accept(ask, value, { ...here, frame: { ...here.frame, answers } });
}
