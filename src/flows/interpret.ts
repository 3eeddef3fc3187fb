import { readNumber } from '../core/number.ts';
import { fold } from '../language/clean.ts';
import { findKeyword, type KeywordMatch } from '../language/keywords.ts';
import type { Flow, FlowBook } from './flow.ts';
import { looksLikeForm } from './form.ts';
import { askedOf, isConfirmation, isOpen, type Asked } from './asked.ts';
import { escapeWords } from './escapes.ts';
import { pickWord } from './steps/choice.ts';
import type { Conversation, FlowEvent, TurnContext } from './types.ts';

/** What a text was taken for, and why in a few words for the trace; never the text itself. */
export interface Meaning {
  readonly event: FlowEvent;
  readonly because: string;
}

/** Words that mean something everywhere, but first what the pending question says they mean. */
const offered = new Set(['LAGI', 'SEMUA', 'YA', 'TIDAK', 'BELUM', 'MINAT']);

function names(asked: Asked | undefined, word: string): boolean {
  if (asked?.here.pending || !offered.has(word)) return false;
  return asked?.question.words.some((known) => fold(known) === fold(word)) ?? false;
}

/** The question, unless it takes any words and these are almost a keyword: that is asked about first. */
function unlessAlmost(
  found: KeywordMatch | undefined,
  asked: Asked | undefined,
): Asked | undefined {
  if (found?.kind !== 'suggestion' || !asked?.question.kinds.includes('search')) return asked;
  return asked.here.flow.word === found.suggestion ? asked : undefined;
}

type Keyword = Extract<KeywordMatch, { readonly kind: 'keyword' }>;

/** `MINAT L1012`, `NILAI 45555`: a number behind a word is no sentence. */
function isReference(rest: string): boolean {
  return readNumber(rest) !== undefined || /^\d{4,9}$/u.test(rest);
}

/** `batal pak`, `menu ya`: what stands behind the word is said to us and means nothing. */
const addressed =
  /^(?:(?:pak|bu|bpk|ibu|mas|mbak|mb|kak|min|admin|dong|deh|ya|saja|aja|sih)\b[\s.,!]*)+$/iu;

/** True when the word counts here: an everyday word gives way to a question, a sentence to an open one. */
function counts({ rest, weak }: Keyword, asked: Asked | undefined): boolean {
  if (rest === '' || isReference(rest)) return true;
  const busy = asked?.here.flow.kept ?? false;
  return !(weak && busy) && !isOpen(asked);
}

function flowOfWord(book: FlowBook, word: string): Flow | undefined {
  return Object.values(book.flows).find((flow) => flow.word === word);
}

/** DAFTAR AK1, DAFTAR KARTU KUNING: the same word twice in two spellings. */
function withoutRepeat(book: FlowBook, { word, rest }: Keyword): string {
  const again = findKeyword(book.words, rest);
  return again?.kind === 'keyword' && again.word === word ? again.rest : rest;
}

function byKeyword(book: FlowBook, heard: Keyword, asked: Asked | undefined): Meaning | undefined {
  const found = addressed.test(heard.rest) ? { ...heard, rest: '' } : heard;
  const { word, rest } = found;
  if (names(asked, word) && rest === '') {
    return { event: { kind: 'text', text: word }, because: `${word} answers the question` };
  }
  if (!counts(found, asked)) return undefined;
  const flow = flowOfWord(book, word);
  if (flow) {
    const text = withoutRepeat(book, found);
    return { event: { kind: 'start', flow: flow.name, text }, because: `keyword ${word}` };
  }
  const isEscape = escapeWords.some((escape) => escape === word);
  if (!isEscape || rest !== '') return undefined;
  return { event: { kind: 'word', word }, because: `word ${word}` };
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

/** A keyword with one typing error, or nothing that is known. */
function byDefault(text: string, found: KeywordMatch | undefined): Meaning {
  if (found?.kind === 'suggestion') {
    const { suggestion: word, rest } = found;
    return { event: { kind: 'suggest', word, text: rest }, because: `almost ${word}` };
  }
  // Free text: a later classifier finds the service here.
  return { event: { kind: 'text', text }, because: 'not understood' };
}

/**
 * Says what a text means here, in this order: a keyword or escape word; a form that needs no
 * keyword; a greeting or thanks; an answer to the pending question; a keyword with one typing
 * error; free text.
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
    byDefault(text, found)
  );
}
