import { fold } from './clean.ts';
import type { Level } from './gazetteer.ts';

/** A name, and the level that the word before it said: `kec tempeh`. */
export interface AreaPart {
  readonly level: Level | 'kabupaten' | 'kota' | undefined;
  readonly words: readonly string[];
}

const levelWords: Readonly<Record<string, AreaPart['level']>> = {
  desa: 'villages',
  ds: 'villages',
  kel: 'villages',
  kelurahan: 'villages',
  kec: 'districts',
  kecamatan: 'districts',
  kab: 'kabupaten',
  kabupaten: 'kabupaten',
  kota: 'kota',
  prov: 'provinces',
  provinsi: 'provinces',
};

const filler =
  /^(?:(?:yang|yg|di|d|dari|dr|ke|daerah|wilayah|sekitar|saya|sy|tinggal|alamat|rumah|rmh|asal|domisili)\b\s*)+/u;

/** Said to us behind the name of a place. Mas is not among them: Tanjung Mas is a village. */
const politeness = /(?: (?:pak|bu|bpk|ibu|mbak|mb|kak|min|ya|saja|aja|sekarang|skrg))+$/u;

/** What an address says besides: RT 02 RW 05, Dusun Krajan, Jl. Veteran 53. */
const addressParts =
  /\b(?:rt|rw)\W*\d+|\b(?:dusun|dsn|dukuh|jl|jln|jalan|no)\b\W*[\p{L}\d]+(?:\W+\d+)?/gu;

/** What everybody calls some towns in short. */
export const shortNames: ReadonlyMap<string, string> = new Map([
  ['sby', 'surabaya'],
  ['lmj', 'lumajang'],
  ['lmjg', 'lumajang'],
  ['jbr', 'jember'],
  ['mlg', 'malang'],
  ['bwi', 'banyuwangi'],
  ['sda', 'sidoarjo'],
]);

/** Letters and words of the longest address; more are a story. */
const longestText = 200;
const longestAddress = 20;

/** Splits a text at the words desa, kec, kab, kota: `jatisari kec. tempeh` has two parts. */
export function readParts(text: string): AreaPart[] {
  const words = text.length > longestText ? [] : readWords(text);
  return words.length > longestAddress ? [] : splitAtLevels(words);
}

function readWords(text: string): string[] {
  return fold(text)
    .replace(addressParts, ' ')
    .replace(/(\p{L}+)2\b/gu, '$1$1') // awar2
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(filler, '')
    .replace(politeness, '')
    .split(' ')
    .map((word) => shortNames.get(word) ?? word);
}

function splitAtLevels(words: readonly string[]): AreaPart[] {
  const parts: { level: AreaPart['level']; words: string[] }[] = [{ level: undefined, words: [] }];
  for (const word of words) {
    const level = Object.hasOwn(levelWords, word) ? levelWords[word] : undefined;
    const last = parts.at(-1);
    if (level) parts.push({ level, words: [] });
    else if (word) last?.words.push(word);
  }
  return labelBehind(parts).filter((part) => part.words.length > 0);
}

/** `malang kota`: a label with no name behind it belongs to the name before it. */
function labelBehind(parts: readonly AreaPart[]): AreaPart[] {
  return parts.map((part, index) => {
    const next = parts[index + 1];
    return next?.words.length === 0 && !part.level ? { ...part, level: next.level } : part;
  });
}
