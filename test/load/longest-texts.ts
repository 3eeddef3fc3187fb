import { seeded } from '../../src/language/example-lines.ts';

/** No text that is read is longer (language/clean.ts). */
const length = 4_096;

/** Texts of each kind. */
const each = 20;

type Random = () => number;

const oneOf = (items: readonly string[], random: Random): string =>
  items[Math.floor(random() * items.length)] ?? '';

const lettersOf = (letters: string, count: number, random: Random): string =>
  Array.from({ length: count }, () => letters.charAt(Math.floor(random() * letters.length))).join(
    '',
  );

/** Words from `one` until the text is full. */
function filled(one: () => string, between = ' '): string {
  let text = '';
  while (text.length < length) text += one() + between;
  return text.slice(0, length);
}

const words =
  'saya mau daftar kartu kuning lowongan kerja jahit pasirian gaji majikan tolong'.split(' ');
const places =
  'pasirian tempeh kunir sumberjatisari selok-awar-awar kec. klakah desa jatisari'.split(' ');
const mistyped = 'lowngan pasirain dipkul kartuu kunig dafatr tempehh majikn dsekap snduro'.split(
  ' ',
);
const labels = ['nama:', 'nik:', 'alamat', 'pendidikan =', 'no hp', 'kec', 'desa', 'ttl', 'gaji'];

/** Kinds of texts that ask most of some reader, by what they are made of. */
const kinds: Readonly<Record<string, (random: Random) => string>> = {
  'unknown words': (random) =>
    filled(() => lettersOf('abcdefghijklmnoprstuwy', 4 + Math.floor(random() * 12), random)),
  'long unknown words': (random) => filled(() => lettersOf('abdegiklmnoprstu', 24, random)),
  digits: (random) => lettersOf('0123456789', length, random),
  'groups of digits': (random) =>
    filled(() => lettersOf('0123456789', 1 + Math.floor(random() * 17), random)),
  'repeated letters': (random) =>
    filled(() => lettersOf('aeiouklmnst', 1, random).repeat(2 + Math.floor(random() * 8)), ''),
  'one letter': (random) => lettersOf('abcdeiost', 1, random).repeat(length),
  'single letters': (random) => filled(() => lettersOf('abcdeiost', 1, random)),
  'zero-width signs': (random) =>
    filled(() => `${oneOf(words, random)}\u200B\u200D\u2060`.repeat(2), '\uFEFF '),
  labels: (random) => filled(() => `${oneOf(labels, random)} ${oneOf(words, random)}`),
  'place names': (random) => filled(() => oneOf(places, random)),
  'typing errors': (random) => filled(() => oneOf(mistyped, random)),
  signs: (random) => lettersOf('#;,*|/.:-=?!()', length, random),
  'form after form': (random) =>
    filled(() => `350810520199${lettersOf('0123456789', 4, random)}#${oneOf(words, random)}#SMK`),
  'accents and other scripts': (random) => filled(() => lettersOf('éàñčдЖν😀ɑꦲ世', 6, random)),
};

/** The same texts for the same seed: each kind several times, 280 in all. */
export function longestTexts(
  seed = 1,
): readonly { readonly kind: string; readonly text: string }[] {
  const random = seeded(seed);
  return Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: each }, () => ({ kind, text: make(random) })),
  );
}
