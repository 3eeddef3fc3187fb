import type { Json } from '../../core/json.ts';
import { readCount } from '../../language/counts.ts';
import { readDetails, type Details } from '../details.ts';
import type { Flow } from '../flow.ts';
import { isOneWord } from '../form.ts';
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

/** The flow with only those details that are asked here or that the person has not said yet. */
function stillOpen(save: string, { flow, frame }: Here): Flow {
  const { answers, given = [] } = frame;
  const isOpen = (name: string): boolean =>
    name === save || !(name in answers) || given.includes(name);
  const takes = Object.entries(flow.takes).filter(([name]) => isOpen(name));
  return { ...flow, takes: Object.fromEntries(takes) };
}

/** The answer, when it came with other details that are still missing; what is known stays. */
function severalAtOnce(ask: Ask, words: string, here: Here): Details | undefined {
  const { save } = ask;
  if (save === undefined || !(save in here.flow.takes) || isOneWord(words)) return undefined;
  const details = readDetails(here.book, stillOpen(save, here), words, here.context);
  const { values, wrong } = details;
  const several = Object.keys({ ...values, ...wrong }).length > 1;
  return save in values && several ? details : undefined;
}

/** Keeps all that one text said and goes on behind the question. */
function acceptAll(ask: Ask, { values, wrong }: Details, here: Here): Turn {
  const { given = [], ...frame } = here.frame;
  const kept = { ...frame, given: given.filter((name) => !(name in values)), wrong };
  const answers = { ...frame.answers, ...values };
  return accept(ask, values[ask.save ?? ''] ?? null, { ...here, frame: { ...kept, answers } });
}

const signs = /[#;,*|\n]/u;

/** Kinds that are told from all other words: `SMK, bisa jahit` is more than a school. */
const sureKinds = new Set(['nik', 'education']);

/** True when one part can be nothing but its kind of answer. */
const isSure = ({ values }: Details, { flow }: Here): boolean =>
  Object.keys(values).some((name) => sureKinds.has(flow.takes[name] ?? ''));

/** The word or the kind of answer that the text fits. */
function choose(ask: Ask, words: string, here: Here): Turn | undefined {
  const word = pickWord(Object.keys(wordsOf(ask)), words, here.book.answers['yesno']);
  return word === undefined ? undefined : accept(ask, word, here, wordsOf(ask)[word]);
}

/** The first kind of answer that the text is rightly. */
function acceptFirst(ask: Ask, readings: readonly Reading[], here: Here): Turn | undefined {
  for (const { parsed, to } of readings) {
    if (parsed.kind === 'value') return accept(ask, parsed.value, here, to);
  }
  return undefined;
}

/** Takes the words as one answer, else as `several`: only then a whole form is read. */
function answerWhole(
  ask: Ask,
  words: string,
  here: Here,
  several: () => Details | undefined,
): Turn {
  const readings = parse(ask, words, here);
  const right = acceptFirst(ask, readings, here);
  if (right) return right;
  const details = several();
  if (details) return acceptAll(ask, details, here);
  return unlisted(words, here) ?? refuse(ask, readings, here);
}

function answer(ask: Ask, words: string, here: Here): Turn {
  const known = settle(ask, words, here) ?? choose(ask, words, here);
  if (known) return known;
  if (!signs.test(words)) {
    return answerWhole(ask, words, here, () => severalAtOnce(ask, words, here));
  }
  const parts = severalAtOnce(ask, words, here);
  if (parts && isSure(parts, here)) return acceptAll(ask, parts, here);
  return answerWhole(ask, words, here, () => parts);
}

/** A number that the list does not have; the list stays open. */
function unlisted(words: string, here: Here): Turn | undefined {
  const { pending } = here;
  if (pending?.kind !== 'options' || readCount(words) === undefined) return undefined;
  const values = { jumlah: pending.options.length };
  const said = respond({ kind: 'wrong', problem: 'choice.unknown', values }, here);
  return { ...said, pending };
}

/** True when whatever is no word of the question was meant as its one kind of answer. */
function isSole(ask: Ask, { book }: Here): boolean {
  if (typeof ask.answer === 'string') return true;
  const [first, ...others] = kindsOf(ask);
  return others.length === 0 && book.answers[first?.[0] ?? '']?.meant === true;
}

/** Says what is wrong: what the kind of answer says, when the question takes only one. */
function refuse(ask: Ask, readings: readonly Reading[], here: Here): Turn {
  const problems = readings.flatMap(({ parsed }) => (parsed.kind === 'value' ? [] : [parsed]));
  const only = isSole(ask, here) ? problems[0] : undefined;
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
  const { frame } = here;
  const problem = frame.wrong?.[save];
  if (!problem || problem.kind === 'value') return { to: 'question', text: say(here, ask.ask) };
  const left = { ...frame, wrong: without(frame.wrong ?? {}, [save]) };
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
