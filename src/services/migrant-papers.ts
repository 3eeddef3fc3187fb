import type { Outcome } from '../core/action.ts';
import { textOf, type Json, type Values } from '../core/json.ts';
import { plainText } from '../language/words.ts';
import type { Action, ServiceContext } from './action.ts';
import { contentLines } from './content.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('cpmi/phrases.yaml');

/** The lists of templates/content that somebody can go through, with the words that mean them. */
const lists: readonly (readonly [name: string, words: RegExp])[] = [
  ['daftar_paspor', /\b(?:pass?port?|paspor|rekom|rekomendasi)\b|^2$/u],
  ['daftar_id', /\b(?:id|kartu)\b|^1$/u],
];

function listOf(jenis: Json | undefined): string | undefined {
  const text = textOf(jenis);
  const exact = lists.find(([name]) => name === text);
  return (exact ?? lists.find(([, words]) => words.test(plainText(text))))?.[0];
}

/** Which papers are gone through: `ID`, `PASPOR`, or the number of the list. */
export const choose: Action = {
  takes: ['jenis'],
  outcomes: { list: ['jenis', 'untuk', 'berkas'], which: [] },
  async run({ jenis }, { db, office }) {
    const name = listOf(jenis);
    if (name === undefined) return { name: 'which', values: {} };
    const lines = await contentLines(db, office, name);
    const berkas = lines.map((line, at) => `${at + 1}) ${line}`).join(' ');
    return { name: 'list', values: { jenis: name, untuk: phrase(`paper_${name}`), berkas } };
  },
};

const numbersOf = (value: Json | undefined): number[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];

function verdict(lines: readonly string[], had: readonly number[]): Outcome {
  const missing = lines.flatMap((dokumen, at) =>
    had.includes(at + 1) ? [] : [phrase('missing', { nomor: String(at + 1), dokumen })],
  );
  if (missing.length === 0) return { name: 'complete', values: { punya: null, ke: null } };
  return { name: 'missing', values: { kurang: missing.join(', '), punya: null, ke: null } };
}

const linesOf = ({ jenis }: Values, { db, office }: ServiceContext): Promise<string[]> =>
  contentLines(db, office, listOf(jenis) ?? 'daftar_id');

/** What is still missing of a list, of the numbers that somebody has (`punya`). */
export const missing: Action = {
  takes: ['jenis', 'punya'],
  outcomes: {
    complete: ['punya', 'ke'],
    missing: ['kurang', 'punya', 'ke'],
    unlisted: ['jumlah', 'punya'],
  },
  async run(input, context) {
    const lines = await linesOf(input, context);
    const had = numbersOf(input['punya']);
    if (had.some((number) => number > lines.length)) {
      return { name: 'unlisted', values: { jumlah: lines.length, punya: null } };
    }
    return verdict(lines, had);
  },
};

/**
 * Goes through a list paper by paper: `ada` says whether paper number `ke` is there (none before the
 * first). Gives the next paper, or the verdict behind the last.
 */
export const next: Action = {
  takes: ['jenis', 'punya', 'ke', 'ada'],
  outcomes: {
    paper: ['dokumen', 'ke', 'jumlah', 'punya', 'ada'],
    complete: ['punya', 'ke'],
    missing: ['kurang', 'punya', 'ke'],
  },
  async run(input, context) {
    const lines = await linesOf(input, context);
    const before = typeof input['ke'] === 'number' ? input['ke'] : 0;
    const had = numbersOf(input['punya']);
    const punya = input['ada'] === true && before > 0 ? [...had, before] : had;
    const dokumen = lines[before];
    if (dokumen === undefined) return verdict(lines, punya);
    const values = { dokumen, ke: before + 1, jumlah: lines.length, punya, ada: null };
    return { name: 'paper', values };
  },
};
