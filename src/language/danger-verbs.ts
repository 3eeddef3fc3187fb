/* Forms of a verb in Indonesian, Javanese and Madurese: dipukuli, dpukul, epokol, nggebuki, ditamparin. */

/** `passive`: done to somebody (dipukul); `active`: somebody does it (memukul); `root`: bare. */
export type Voice = 'passive' | 'active' | 'root';

/** A verb's form is compared without doubled letters: dipukulll, disekapp. */
export function squeeze(word: string): string {
  return word.replace(/(.)\1+/gu, '$1');
}

const passivePrefixes = ['di', 'd', 'e', 'dipun', 'ke', 'kena'];
const suffixes = [
  '',
  'i',
  'in',
  'kan',
  'ken',
  'no',
  'e',
  'ku',
  'nya',
  'o',
  'ie',
  'ne',
  'inya',
  'kannya',
  'ana',
  'na',
  'ena',
];

/** Nasal forms: pukul -> mukul, sekap -> nyekap, gebuk -> nggebuk. */
function nasal(root: string): readonly string[] {
  const [first = ''] = root;
  const rest = root.slice(1);
  const plain: Readonly<Record<string, string>> = { p: 'm', t: 'n', k: 'ng', s: 'ny', c: 'ny' };
  const own = plain[first];
  if (own !== undefined) return [own + rest, `nge${root}`, `n${root}`, `m${root}`];
  if (/[aiueo]/u.test(first)) return [`ng${root}`, `nge${root}`];
  const asIs = /[lrwmny]/u.test(first) ? [] : [`ng${root}`];
  return [...asIs, `nge${root}`, `n${root}`, `m${root}`];
}

/** Every form of a root that people write, and how each is told. */
export function* formsOf(root: string): Generator<readonly [string, Voice]> {
  const stems: (readonly [string, Voice])[] = [
    ...passivePrefixes.map((prefix) => [prefix + root, 'passive'] as const),
    ...nasal(root).flatMap((stem) => [[stem, 'active'] as const, [`me${stem}`, 'active'] as const]),
    [`me${root}`, 'active'],
    [root, 'root'],
  ];
  for (const [stem, voice] of stems) {
    for (const suffix of suffixes) yield [squeeze(stem + suffix), voice];
  }
}
