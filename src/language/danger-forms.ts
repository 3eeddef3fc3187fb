import { innocent, roots, senses, type Deed, type Sense } from './danger-words.ts';
import { errorKeys, isOneErrorAway } from './typing-errors.ts';

/** `passive`: done to somebody (dipukul); `active`: somebody does it (memukul); `root`: bare. */
export type Voice = 'passive' | 'active' | 'root';

/** What a word can mean: senses of nouns and particles, or a deed and who is its object. */
export interface Meaning {
  readonly senses: ReadonlySet<Sense>;
  readonly deed?: Deed;
  readonly voice?: Voice;
  /** The root that was recognised: evidence without what was typed. */
  readonly root?: string;
}

const nothing: Meaning = { senses: new Set() };

/** A verb's form is compared without doubled letters: dipukulll, disekapp. */
function squeeze(word: string): string {
  return word.replace(/(.)\1+/gu, '$1');
}

const passivePrefixes = ['di', 'd', 'e', 'dipun', 'ke', 'kena'];
/** No word of an ordinary message is longer; looking for slips in longer ones takes time. */
const longest = 24;

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
];

/** Nasal forms: pukul -> mukul, sekap -> nyekap, gebuk -> nggebuk. */
function nasal(root: string): readonly string[] {
  const [first = ''] = root;
  const rest = root.slice(1);
  const plain: Readonly<Record<string, string>> = { p: 'm', t: 'n', k: 'ng', s: 'ny' };
  const own = plain[first];
  if (own !== undefined) return [own + rest, `nge${root}`, `n${root}`, `m${root}`];
  if (/[aiueo]/u.test(first)) return [`ng${root}`, `nge${root}`];
  const asIs = /[lrwmny]/u.test(first) ? [] : [`ng${root}`];
  return [...asIs, `nge${root}`, `n${root}`, `m${root}`];
}

function formsOf(root: string): readonly (readonly [string, Voice])[] {
  const stems: (readonly [string, Voice])[] = [
    ...passivePrefixes.map((prefix) => [prefix + root, 'passive'] as const),
    ...nasal(root).flatMap((stem) => [[stem, 'active'] as const, [`me${stem}`, 'active'] as const]),
    [`me${root}`, 'active'],
    [root, 'root'],
  ];
  return stems.flatMap(([stem, voice]) =>
    suffixes.map((suffix) => [squeeze(stem + suffix), voice] as const),
  );
}

interface Form extends Meaning {
  readonly form: string;
}

interface Forms {
  readonly exact: ReadonlyMap<string, Form>;
  readonly bySlip: ReadonlyMap<string, readonly Form[]>;
  readonly byConsonants: ReadonlyMap<string, readonly Form[]>;
}

const consonants = (word: string): string => word.replace(/[aiueo]/gu, '');

/** Forms shorter than these are too near to other words to guess: diajar, dihajar. */
const shortestSlip = 6;
const fewestConsonants = 4;

function addTo(map: Map<string, Form[]>, key: string, form: Form): void {
  map.set(key, [...(map.get(key) ?? []), form]);
}

function verbForms(): Form[] {
  return (Object.keys(roots) as Deed[]).flatMap((deed) =>
    roots[deed].split(/\s+/u).flatMap((root) =>
      formsOf(root).map(([form, voice]) => ({
        form,
        voice,
        deed,
        root,
        senses: new Set<Sense>(),
      })),
    ),
  );
}

function nounForms(): Form[] {
  const words = new Map<string, Set<Sense>>();
  for (const sense of Object.keys(senses) as Sense[]) {
    for (const word of senses[sense].split(/\s+/u)) {
      words.set(word, (words.get(word) ?? new Set()).add(sense));
    }
  }
  return [...words].map(([form, found]) => ({ form, senses: found }));
}

/** Nouns that are looked for with a slip too: whatever else is mistyped, these give the meaning. */
const tolerant = new Set<Sense>(['boss', 'papers', 'abroad']);

function mayErr(form: Form): boolean {
  if (form.form.length < shortestSlip) return false;
  if (form.deed === undefined) return [...form.senses].some((sense) => tolerant.has(sense));
  return form.voice === 'passive' && form.form.startsWith('di');
}

function build(): Forms {
  const exact = new Map<string, Form>();
  const bySlip = new Map<string, Form[]>();
  const byConsonants = new Map<string, Form[]>();
  for (const form of [...nounForms(), ...verbForms()]) {
    const known = exact.get(form.form);
    if (known?.deed !== undefined) continue;
    exact.set(form.form, known ? { ...form, senses: known.senses } : form);
    if (!mayErr(form)) continue;
    for (const key of errorKeys(form.form)) addTo(bySlip, key, form);
    addTo(byConsonants, consonants(form.form), form);
  }
  return { exact, bySlip, byConsonants };
}

let forms: Forms | undefined;

/** True when `typed` is `form` without some of its vowels: dpkul, dskap. */
function lacksVowels(typed: string, form: string): boolean {
  if (typed.length >= form.length || consonants(typed).length < fewestConsonants) return false;
  let at = 0;
  for (const letter of form) if (letter === typed[at]) at += 1;
  return at === typed.length;
}

function oneSlipAway(word: string, { bySlip }: Forms): Form | undefined {
  for (const key of errorKeys(word)) {
    const slip = bySlip.get(key)?.find(({ form }) => isOneErrorAway(word, form));
    if (slip) return slip;
  }
  return undefined;
}

function nearly(word: string, known: Forms): Form | undefined {
  if (word.length < fewestConsonants || word.length > longest || innocent.test(word))
    return undefined;
  const alike = known.byConsonants.get(consonants(word));
  const shortened = alike?.find(({ form }) => lacksVowels(word, form));
  if (shortened || word.length < shortestSlip) return shortened;
  return oneSlipAway(word, known);
}

const ending = /(?:ku|nya|ne|e|kah|q)$/u;

/** `juraganku`, `paspore`: the noun without its ending; -ku is also "my". */
function withoutEnding(word: string, known: Forms): Meaning | undefined {
  const found = known.exact.get(squeeze(word.replace(ending, '')));
  if (!found || found.form.length < 2 || !ending.test(word)) return undefined;
  return /(?:ku|q)$/u.test(word) ? { ...found, senses: new Set([...found.senses, 'me']) } : found;
}

/** What a folded word means where danger is looked for, also mistyped or without its vowels. */
export function meaningOf(word: string): Meaning {
  forms ??= build();
  const squeezed = squeeze(word);
  return (
    forms.exact.get(word) ??
    forms.exact.get(squeezed) ??
    withoutEnding(word, forms) ??
    nearly(squeezed, forms) ??
    nothing
  );
}
