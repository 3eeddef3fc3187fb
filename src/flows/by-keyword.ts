import { readNumber } from '../core/number.ts';
import { fold } from '../language/clean.ts';
import { readCount } from '../language/counts.ts';
import { findKeyword, type KeywordMatch } from '../language/keywords.ts';
import { isOpen, type Asked } from './asked.ts';
import { escapeWords } from './escapes.ts';
import type { Flow, FlowBook } from './flow.ts';
import type { FlowEvent } from './types.ts';

/** What a text was taken for, and why in a few words for the trace; never the text itself. */
export interface Meaning {
  readonly event: FlowEvent;
  readonly because: string;
}

type Keyword = Extract<KeywordMatch, { readonly kind: 'keyword' }>;

/** Words that mean something everywhere, but first what the pending question says they mean. */
const offered = new Set('BATAL LAGI SEMUA YA TIDAK BELUM MINAT KABARI PETUGAS'.split(' '));

function names(asked: Asked | undefined, word: string): boolean {
  if (asked?.here.pending || !offered.has(word)) return false;
  return asked?.question.words.some((known) => fold(known) === fold(word)) ?? false;
}

/** `MINAT L1012`, `NILAI 45555`: a number behind a word is no sentence. */
function isReference(rest: string): boolean {
  return readNumber(rest) !== undefined || /^\d{4,9}$/u.test(rest);
}

/** `MINAT 2` at a list: a number of it, not one of the office. */
function isLine(rest: string): boolean {
  return readCount(rest) !== undefined && !isReference(rest);
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
  return book.all.find((flow) => flow.word === word);
}

/** DAFTAR AK1, DAFTAR KARTU KUNING: the same word twice in two spellings. */
function withoutRepeat(book: FlowBook, { word, rest }: Keyword): string {
  const again = findKeyword(book.words, rest);
  return again?.kind === 'keyword' && again.word === word ? again.rest : rest;
}

/** LAGI, MINAT 2: a word that the pending question offers, or its number behind it. */
function byOffer({ word, rest }: Keyword, asked: Asked | undefined): Meaning | undefined {
  if (!names(asked, word) || (rest !== '' && !isLine(rest))) return undefined;
  const event = { kind: 'text', text: rest === '' ? word : rest } as const;
  return { event, because: `${word} answers the question` };
}

function byService(book: FlowBook, found: Keyword): Meaning | undefined {
  const { word, rest } = found;
  const flow = flowOfWord(book, word);
  if (flow) {
    const text = withoutRepeat(book, found);
    return { event: { kind: 'start', flow: flow.name, text }, because: `keyword ${word}` };
  }
  const isEscape = escapeWords.some((escape) => escape === word);
  if (!isEscape || rest !== '') return undefined;
  return { event: { kind: 'word', word }, because: `word ${word}` };
}

/** What the word means that a text begins with, here; undefined when the question takes the text. */
export function byKeyword(
  book: FlowBook,
  heard: Keyword,
  asked: Asked | undefined,
): Meaning | undefined {
  const found = addressed.test(heard.rest) ? { ...heard, rest: '' } : heard;
  return byOffer(found, asked) ?? (counts(found, asked) ? byService(book, found) : undefined);
}
