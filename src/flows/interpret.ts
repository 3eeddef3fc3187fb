import { readNumber } from '../core/number.ts';
import { findKeyword, type KeywordMatch } from '../language/keywords.ts';
import { askedOf, isConfirmation, isOpen, type Asked } from './asked.ts';
import { byKeyword, type Meaning } from './by-keyword.ts';
import type { Flow, FlowBook } from './flow.ts';
import { looksLikeForm } from './form.ts';
import { pickWord } from './steps/choice.ts';
import type { Conversation, TurnContext } from './types.ts';

/** The question, unless it takes any words and these are almost a keyword: that is asked about first. */
function unlessAlmost(
  found: KeywordMatch | undefined,
  asked: Asked | undefined,
): Asked | undefined {
  if (found?.kind !== 'suggestion' || !asked?.question.kinds.includes('search')) return asked;
  return asked.here.flow.word === found.suggestion ? asked : undefined;
}

/** A text and the word that it begins with, if any. */
interface Heard {
  readonly text: string;
  readonly found: KeywordMatch | undefined;
}

/** What stands behind the flow's own word, also when that is mistyped: `DAFTR 3508...`. */
function detailsOf({ word }: Flow, { text, found }: Heard): string {
  const begun = found?.kind === 'keyword' ? found.word : found?.suggestion;
  return found && begun === word ? found.rest : text;
}

/**
 * A flow whose form the text is, although no keyword says so: its own detail and two more. At a
 * question that takes any words nothing else may be said.
 */
function byForm(
  book: FlowBook,
  heard: Heard,
  asked: Asked | undefined,
  context: TurnContext,
): Meaning | undefined {
  for (const flow of Object.values(book.flows)) {
    if (flow.form === undefined) continue;
    const text = detailsOf(flow, heard);
    if (looksLikeForm(text, context, flow.takes, isOpen(asked) ? 0 : undefined)) {
      return { event: { kind: 'start', flow: flow.name, text }, because: `form of ${flow.name}` };
    }
  }
  return undefined;
}

/** YA or TIDAK to what the machine itself asked: "Maksud Anda ...?", "Lanjutkan?". */
function byConfirmation(text: string, asked: Asked | undefined): Meaning | undefined {
  const kind = asked?.here.pending?.kind;
  if (!asked || (kind !== 'suggestion' && kind !== 'resume')) return undefined;
  const choice = pickWord(['YA', 'TIDAK'], text, asked.here.book.answers['yesno']);
  if (choice === undefined) return undefined;
  return { event: { kind: 'text', text }, because: `${choice} to ${kind}` };
}

/** More words than these behind a greeting or thanks are a text of their own. */
const mostBehind = 3;

function politeFlow(book: FlowBook, text: string): string | undefined {
  const found = findKeyword(book.polite, text);
  if (found?.kind !== 'keyword') return undefined;
  return found.rest.split(/\s+/u).length > mostBehind ? undefined : found.word;
}

/** Greetings and thanks. In a dialogue they say nothing: its question is asked again. */
function byPoliteness(book: FlowBook, text: string, asked: Asked | undefined): Meaning | undefined {
  const flow = asked && isConfirmation(asked) ? undefined : politeFlow(book, text);
  if (flow === undefined) return undefined;
  const because = 'a greeting or thanks';
  return asked?.here.flow.kept
    ? { event: { kind: 'text', text: '' }, because }
    : { event: { kind: 'start', flow, text: '' }, because };
}

function byAnswer(text: string, asked: Asked | undefined): Meaning | undefined {
  const turn = asked?.step.answer?.(text, asked.here);
  if (!asked || !turn || turn.to === 'miss') return undefined;
  const { flow, step } = asked.here.frame;
  return { event: { kind: 'text', text }, because: `answer to ${flow}.${step}` };
}

/** `L 1012` and nothing else: the flow that such numbers belong to. */
function byNumber(book: FlowBook, text: string): Meaning | undefined {
  const letter = readNumber(text)?.letter;
  const flow = Object.values(book.flows).find(({ number }) => number === letter);
  if (letter === undefined || !flow) return undefined;
  return { event: { kind: 'start', flow: flow.name, text }, because: `number of ${flow.name}` };
}

/** A number of the office, a keyword with one typing error, or nothing that is known. */
function byDefault(book: FlowBook, { text, found }: Heard): Meaning {
  const numbered = byNumber(book, text);
  if (numbered) return numbered;
  if (found?.kind === 'suggestion') {
    const { suggestion: word, rest } = found;
    return { event: { kind: 'suggest', word, text: rest }, because: `almost ${word}` };
  }
  // Free text: a later classifier finds the service here.
  return { event: { kind: 'text', text }, because: 'not understood' };
}

/**
 * Says what a text means here, in this order: a keyword or escape word; a form that needs no
 * keyword; a greeting or thanks; an answer to the pending question; a number of the office; a
 * keyword with one typing error; free text.
 */
export function interpret(
  book: FlowBook,
  conversation: Conversation | null,
  text: string,
  context: TurnContext,
): Meaning {
  const asked = askedOf(book, conversation, context);
  const found = findKeyword(book.words, text);
  const sure = found?.kind === 'keyword' ? byKeyword(book, found, asked) : undefined;
  return (
    sure ??
    byConfirmation(text, asked) ??
    byForm(book, { text, found }, asked, context) ??
    byPoliteness(book, text, asked) ??
    byAnswer(text, unlessAlmost(found, asked)) ??
    byDefault(book, { text, found })
  );
}
