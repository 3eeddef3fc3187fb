import { readNumber } from '../core/number.ts';
import type { Choice } from '../core/message.ts';
import { capitalsIn, type Capitals } from '../language/capitals.ts';
import { askedOf, type Asked } from './asked.ts';
import { answerWords } from './escapes.ts';
import { menuFlow, type FlowBook } from './flow.ts';
import { say } from './render.ts';
import { unlearn } from './state.ts';
import type { Conversation, TurnContext } from './types.ts';

/** WhatsApp's lists have ten rows; more nobody reads. */
const most = 10;

/** Kinds of answer with few values, which our texts write in capitals. */
const closedKinds = ['education', 'yesno', 'unsure'];

/** A choice and where the text names it. */
interface Placed extends Choice {
  readonly at: number;
}

const lineSign = /(?<![\p{L}\p{N}])(\d{1,2})\) /gu;
/** `PT. Melati` is no end. */
const end = /(?<!\b(?:PT|CV|UD|Tn|Ny|Hj?|dr))[.?!](?=\s+\p{Lu}|$)/u;

/** The lines of `1) Perawat, Lumajang 2) Kasir, Tempeh. Balas nomornya`. */
function linesOf(text: string): Placed[] {
  const starts = [...text.matchAll(lineSign)];
  return starts.map(({ 0: sign, 1: number = '', index: at }, n) => {
    const rest = text.slice(at + sign.length, starts[n + 1]?.index);
    const label = rest.slice(0, end.exec(rest)?.index).replace(/[\s,;]+$/u, '');
    return { text: number, label, at };
  });
}

/** What the pending question says: as it is asked, and in its other words. */
function wordingsOf({ step, here }: Asked): string[] {
  const frame = unlearn(here.book, here.frame);
  const turn = step.enter({ ...here, frame });
  const others = step.texts
    .filter(({ path }) => path[0] === 'unclear' || path[0] === 'simpler')
    .map(({ text }) => say(here, text));
  return [...(turn.to === 'question' ? [turn.text] : []), ...others];
}

function takesNumber({ question: { kinds, words } }: Asked, number: string): boolean {
  return kinds.includes('number') || kinds.includes('category') || words.includes(number);
}

/** Numbers of a list that the pending question takes; none in a read-back, where they name lines. */
function numbersIn(reply: string, asked: Asked | undefined): Placed[] {
  if (!asked) return [];
  const { pending } = asked.here;
  if (pending?.kind === 'options') {
    return pending.options.map(({ label }, n) => ({ text: String(n + 1), label, at: n }));
  }
  if (pending || !asked.question.kinds.concat(asked.question.words).some(isNumeric)) return [];
  const wording = wordingsOf(asked).find((text) => reply.includes(text));
  if (wording === undefined) return [];
  const at = reply.lastIndexOf(wording);
  return linesOf(wording)
    .filter(({ text }) => takesNumber(asked, text))
    .map((placed) => ({ ...placed, at: at + placed.at }));
}

const isNumeric = (name: string): boolean => /^(?:number|category|\d{1,2})$/u.test(name);

/** The reply from where its own words begin: what is read back was typed by the person. */
function ownWords(reply: string, asked: Asked | undefined): number {
  if (asked?.step.kind !== 'review') return 0;
  const prompt = asked.step.texts.find(({ path }) => path[0] === 'prompt')?.text ?? '';
  const tail = prompt.slice(prompt.lastIndexOf('}') + 1);
  return tail === '' ? 0 : Math.max(0, reply.lastIndexOf(tail));
}

/** `K1001 BELUM` to an officer's answer, `L1012` alone. */
function isNumbered({ words, offered }: Capitals): boolean {
  const [first = '', ...rest] = words.split(' ');
  if (readNumber(first) === undefined) return false;
  return rest.length === 0 ? offered : answerWords.some((word) => word === rest.join(' '));
}

function isAnswer({ words, offered }: Capitals, asked: Asked | undefined): boolean {
  if (!asked) return false;
  const { question, here, step } = asked;
  if (question.words.includes(words)) return true;
  const closed = question.kinds.filter((kind) => closedKinds.includes(kind));
  const parses = closed.some(
    (kind) => here.book.answers[kind]?.parse(words, here.context).kind === 'value',
  );
  if (parses) return true;
  const { to } = (offered ? step.answer?.(words, here) : undefined) ?? { to: 'miss' };
  return to !== 'miss';
}

/** What the text is about: the word that YA stands for in "Maksud Anda LOWONGAN?", the dialogue's own. */
function isTopic(book: FlowBook, { words }: Capitals, conversation: Conversation | null): boolean {
  if (!conversation) return false;
  const { pending, flow } = conversation;
  if (book.flows[flow]?.word === words) return flow !== menuFlow;
  return pending?.kind === 'suggestion' && `${pending.text} `.startsWith(`${words} `);
}

/** True within a line of the list: `1) ID CPMI 2) ...` has its button. */
const isInLine = (at: number, lines: readonly Placed[]): boolean =>
  lines.some((line) => at > line.at && at < line.at + line.text.length + 2 + line.label.length);

/** What the text goes to: the question, unless only the menu waits, which takes any service's word. */
function acts(book: FlowBook, row: Capitals, asked: Asked | undefined): boolean {
  if (row.unfinished) return false;
  if (isNumbered(row) || book.words.words.has(row.words)) return true;
  if (row.offered && answerWords.some((word) => word === row.words)) return true;
  return isAnswer(row, asked?.here.flow.name === menuFlow ? undefined : asked);
}

function withoutRepeats(placed: readonly Placed[]): Choice[] {
  const choices = new Map(placed.map(({ text, label }) => [text, { text, label }]));
  return [...choices.values()].slice(0, most);
}

/**
 * What a reply offers to be pressed instead of typed, in the order of the text and at most ten: words
 * in capitals that do something in the conversation as it is after the reply, and the numbers of a
 * list that is asked about. Names in capitals and examples are none. All can be typed as well.
 */
export function choicesOf(
  book: FlowBook,
  reply: string,
  conversation: Conversation | null,
  context: TurnContext,
): readonly Choice[] {
  const asked = askedOf(book, conversation, context);
  const from = ownWords(reply, asked);
  const lines = numbersIn(reply, asked);
  const words = capitalsIn(reply.slice(from))
    .filter((row) => acts(book, row, asked) && !isTopic(book, row, conversation))
    .map(({ words: text, at }) => ({ text, label: text, at: from + at }))
    .filter(({ at }) => !isInLine(at, lines));
  const placed = [...lines, ...words];
  return withoutRepeats(placed.toSorted((a, b) => a.at - b.at));
}
