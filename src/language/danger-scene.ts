import type { Deed, Sense } from './danger-words.ts';
import { meaningOf, type Meaning, type Voice } from './danger-forms.ts';
import { plainText } from './words.ts';

/** A word of a text and what it may mean. */
export interface Token extends Meaning {
  readonly word: string;
}

/** More words than these are not read: ten SMS hold fewer. */
const mostWords = 400;

/** Two words that are one idea. */
const joined: readonly (readonly [RegExp, string])[] = [
  [/\bluar negeri\b/gu, 'luarnegeri'],
  [/\bkuala lumpur\b/gu, 'kualalumpur'],
  [/\bhong kong\b/gu, 'hongkong'],
  [/\bsurat surat\b/gu, 'suratsurat'],
  [/\bkepala (?:gudang|bagian|sekolah|bengkel|toko|cabang|desa|dinas)\b/gu, 'atasan'],
  [/\bbuku nikah\b/gu, 'bukunikah'],
  [/\bopen b ?o\b/gu, 'openbo'],
  [/\bturun (?:dari )?kapal\b/gu, 'keluar'],
  [/\bplus plus\b/gu, 'plusplus'],
  [/\bhidung belang\b/gu, 'hidungbelang'],
  [/\bjual diri\b/gu, 'jualdiri'],
  [/\bom om\b/gu, 'omom'],
  [/\bhilang kontak\b/gu, 'hilangkontak'],
  [/\bdipekerjakan paksa\b/gu, 'diperbudak'],
  [/\bkerja (?:paksa|rodi)\b/gu, 'kerjapaksa'],
  [/\b(?:perdagangan|penjualan) (?:orang|manusia)\b/gu, 'perdaganganorang'],
  [/\bhuman traf+icking\b/gu, 'trafficking'],
  [/\btidur di jalan\b/gu, 'tidurdijalan'],
];

const anyJoined = new RegExp(joined.map(([{ source }]) => source).join('|'), 'u');

/** `d p u k u l`: letters with spaces between, as children and the frightened type. */
function closeUp(text: string): string {
  if (!/ \S \S /u.test(text)) return text; // two such letters have others on both sides
  return text.replace(/(?<![\p{L}\p{N}])\p{L}(?: \p{L}){3,}(?![\p{L}\p{N}])/gu, (run) =>
    run.replaceAll(' ', ''),
  );
}

/** `dipegang2`: said twice. */
const doubled = /(\p{L}{4})2(?!\S)/gu;

function wordsOf(text: string): string[] {
  const plain = closeUp(plainText(text).replace(doubled, '$1'));
  const ready = anyJoined.test(plain)
    ? joined.reduce((rest, [pattern, word]) => rest.replace(pattern, word), plain)
    : plain;
  return ready.split(' ').slice(0, mostWords);
}

const prefixes = new Set(['di', 'd', 'dipun', 'kena', 'e', 'dak', 'tak']);

/** `di pukul`, `kena tendang`, `dipun gepuk` are one word. */
function tokenAt(words: readonly string[], at: number): Token {
  const word = words[at] ?? '';
  if (prefixes.has(word)) {
    const both = `di${words[at + 1] ?? ''}`;
    const meaning = meaningOf(both, false);
    if (meaning.voice === 'passive') return { ...meaning, word: both };
  }
  return { ...meaningOf(word), word };
}

function tokensIn(words: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const token = tokenAt(words, at);
    if (token.word !== words[at]) at += 1;
    tokens.push(token);
  }
  return tokens;
}

/** Positions of what tokens hold, in their order. */
type Positions<Key> = ReadonlyMap<Key, readonly number[]>;

const nowhere: readonly number[] = [];

function positionsOf<Key>(
  tokens: readonly Token[],
  keysOf: (token: Token) => Iterable<Key>,
): Positions<Key> {
  const positions = new Map<Key, number[]>();
  for (const [at, token] of tokens.entries()) {
    for (const key of keysOf(token)) {
      const others = positions.get(key);
      if (others) others.push(at);
      else positions.set(key, [at]);
    }
  }
  return positions;
}

/** A text as rules look at it. */
export class Scene {
  readonly tokens: readonly Token[];
  readonly #senses: Positions<Sense>;
  readonly #deeds: Positions<Deed>;
  #words: Positions<string> | undefined;
  #mentions: boolean | undefined;

  constructor(text: string) {
    this.tokens = tokensIn(wordsOf(text));
    this.#senses = positionsOf(this.tokens, ({ senses }) => senses);
    this.#deeds = positionsOf(this.tokens, ({ deed }) => (deed === undefined ? [] : [deed]));
  }

  /** Positions of the words themselves, found out when a rule first asks. */
  get #said(): Positions<string> {
    return (this.#words ??= positionsOf(this.tokens, ({ word }) => [word]));
  }

  /** True when a word of the text has one of these senses. */
  has(...senses: readonly Sense[]): boolean {
    return senses.some((sense) => this.#senses.has(sense));
  }

  #within(from: number, to: number, senses: readonly Sense[]): boolean {
    const within = (at: number): boolean => at >= from && at < to;
    return senses.some((sense) => this.where(sense).some(within));
  }

  /** True when one of the `count` words before position `at` has one of these senses. */
  before(at: number, count: number, ...senses: readonly Sense[]): boolean {
    return this.#within(at - count, at, senses);
  }

  /** The same of the words behind it. */
  behind(at: number, count: number, ...senses: readonly Sense[]): boolean {
    return this.#within(at + 1, at + 1 + count, senses);
  }

  around(at: number, count: number, ...senses: readonly Sense[]): boolean {
    return this.before(at, count, ...senses) || this.behind(at, count, ...senses);
  }

  /** Positions of words with this sense. */
  where(sense: Sense): readonly number[] {
    return this.#senses.get(sense) ?? nowhere;
  }

  /** Positions of words of this deed. */
  deeds(deed: Deed): readonly number[] {
    return this.#deeds.get(deed) ?? nowhere;
  }

  /** How the deed at the position is told. */
  voice(at: number): Voice | undefined {
    return this.tokens[at]?.voice;
  }

  /** The root of the deed at the position. */
  root(at: number): string {
    return this.tokens[at]?.root ?? '';
  }

  /** True for one of exactly these words at the position. */
  says(at: number, ...words: readonly string[]): boolean {
    return words.includes(this.tokens[at]?.word ?? '');
  }

  /** True when the text has one of these words. */
  saysAny(...words: readonly string[]): boolean {
    return words.some((word) => this.#said.has(word));
  }

  /** True when the text has one of these words; always asked for the same ones, it answers from memory. */
  mentions(words: ReadonlySet<string>): boolean {
    return (this.#mentions ??= this.tokens.some(({ word }) => words.has(word)));
  }

  /** Positions of these words, in the order of the text. */
  whereSaid(words: readonly string[]): readonly number[] {
    const found = words.flatMap((word) => this.#said.get(word) ?? nowhere);
    return found.length > 1 ? found.toSorted((a, b) => a - b) : found;
  }

  /** The nearest word before `at` with one of these senses, at most `count` back. */
  nearest<Some extends Sense>(
    at: number,
    count: number,
    senses: readonly Some[],
  ): Some | undefined {
    for (let back = at - 1; back >= Math.max(0, at - count); back -= 1) {
      const found = senses.find((sense) => this.tokens[back]?.senses.has(sense));
      if (found) return found;
    }
    return undefined;
  }
}
