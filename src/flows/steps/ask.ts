import type { Json } from '../../core/json.ts';
import { readDetails } from '../details.ts';
import { say } from '../render.ts';
import type { Parsed } from '../types.ts';
import { accept, insist, leadOf, without } from './accept.ts';
import { kindsOf, links, question, shape, wordsOf, type Ask } from './ask-shape.ts';
import { pickOption, pickWord } from './choice.ts';
import { respond, unclear } from './problem.ts';
import { optionalTexts } from './shapes.ts';
import { stepKind, type Here, type Turn } from './step.ts';

/** An answer to what the machine asked about the answer before. */
function settle(ask: Ask, words: string, here: Here): Turn | undefined {
  const { pending } = here;
  if (pending?.kind === 'doubt') return settleDoubt(ask, pending.value, words, here);
  const option = pending?.kind === 'options' ? pickOption(pending.options, words) : undefined;
  return option && accept(ask, option.value, here);
}

function settleDoubt(ask: Ask, value: Json, words: string, here: Here): Turn | undefined {
  const choice = pickWord(['YA', 'TIDAK'], words, here.book.answers['yesno']);
  if (choice === 'TIDAK') return { to: 'question', text: say(here, ask.ask) };
  const again = parse(ask, words, here).some(
    ({ parsed }) =>
      parsed.kind === 'doubt' && JSON.stringify(parsed.value) === JSON.stringify(value),
  );
  return choice === 'YA' || again ? insist(ask, value, here) : undefined;
}

interface Reading {
  readonly parsed: Parsed;
  readonly to: string | undefined;
}

function parse(ask: Ask, words: string, { book, context }: Here): Reading[] {
  return kindsOf(ask).flatMap(([kind, to]) => {
    const parsed = book.answers[kind]?.parse(words, context);
    return parsed ? [{ parsed, to }] : [];
  });
}

/** The answer, when it came with others of the first message's details in one text. */
function severalAtOnce(ask: Ask, words: string, here: Here): Turn | undefined {
  const { save } = ask;
  if (save === undefined || !(save in here.flow.takes)) return undefined;
  const { values, wrong } = readDetails(here.book, here.flow, words, here.context);
  const value = values[save];
  if (value === undefined || Object.keys({ ...values, ...wrong }).length < 2) return undefined;
  const answers = { ...here.frame.answers, ...values };
  return accept(ask, value, { ...here, frame: { ...here.frame, answers, wrong } });
}

/** The word or the kind of answer that the text fits. */
function choose(ask: Ask, words: string, here: Here): Turn | undefined {
  const word = pickWord(Object.keys(wordsOf(ask)), words, here.book.answers['yesno']);
  return word === undefined ? undefined : accept(ask, word, here, wordsOf(ask)[word]);
}

function answer(ask: Ask, words: string, here: Here): Turn {
  const known = settle(ask, words, here) ?? choose(ask, words, here);
  if (known) return known;
  const readings = parse(ask, words, here);
  for (const { parsed, to } of readings) {
    if (parsed.kind === 'value') return accept(ask, parsed.value, here, to);
  }
  return severalAtOnce(ask, words, here) ?? refuse(ask, readings, here);
}

/** Says what is wrong: what the kind of answer says, when the question takes only one. */
function refuse(ask: Ask, readings: readonly Reading[], here: Here): Turn {
  const problems = readings.flatMap(({ parsed }) => (parsed.kind === 'value' ? [] : [parsed]));
  const only = typeof ask.answer === 'string' ? problems[0] : undefined;
  const near = problems.find(({ kind }) => kind !== 'wrong') ?? only;
  if (near && (near.kind !== 'wrong' || ask.unclear === undefined)) return respond(near, here);
  const own = ask.unclear === undefined ? undefined : say(here, ask.unclear);
  return { to: 'miss', text: own ?? unclear(say(here, ask.ask), here) };
}

/** Where the question leads when its answer is known. */
function passedTo(ask: Ask, here: Here): string | undefined {
  const known = here.frame.answers[ask.save ?? ''];
  return known === undefined || known === null ? undefined : leadOf(ask, known, here);
}

function enter(ask: Ask, here: Here): Turn {
  const { save = '' } = ask;
  const step = passedTo(ask, here);
  if (step !== undefined) return { to: 'step', step, frame: here.frame };
  const { wrong = {}, ...frame } = here.frame;
  const problem = wrong[save];
  if (!problem || problem.kind === 'value') return { to: 'question', text: say(here, ask.ask) };
  const left = { ...frame, wrong: without(wrong, [save]) };
  return { ...respond(problem, here), to: 'question', frame: left };
}

/**
 * Asks a question and waits. Passed over when what it would `save` is known.
 *
 * ```yaml
 * pendidikan:
 *   ask: "Pendidikan terakhir Anda? Balas: SD, SMP, SMA, SMK, D3 atau S1."
 *   answer: education
 *   save: pendidikan
 *   simpler: "Balas satu kata, contoh: SMK"
 *   next: keterampilan
 * ```
 */
export const ask = stepKind('ask', shape, (data) => {
  const { save, doubts } = data;
  const kind = typeof data.answer === 'string' ? data.answer : undefined;
  return {
    links: links(data),
    texts: [{ text: data.ask, path: ['ask'] }, ...optionalTexts(data)],
    gives: {
      ...(save !== undefined && { [save]: kind }),
      ...(doubts !== undefined && { [doubts]: undefined }),
    },
    question: question(data),
    enter: (here) => enter(data, here),
    answer: (words, here) => answer(data, words, here),
  };
});
