import { innocent, roots, senses, type Deed, type Sense } from './danger-words.ts';
import { formsOf, squeeze, type Voice } from './danger-verbs.ts';
import { isKnownWord } from './known-words.ts';
import { remembering } from './remembering.ts';
import { SlipIndex } from './slip-index.ts';
import { errorKeys } from './typing-errors.ts';

export type { Voice } from './danger-verbs.ts';

/** No word of an ordinary message is longer; looking for slips in longer ones takes time. */
const longest = 24;

/** What a word can mean: senses of nouns and particles, or a deed and who is its object. */
export interface Meaning {
  readonly senses: ReadonlySet<Sense>;
  readonly deed?: Deed;
  readonly voice?: Voice;
  /** The root that was recognised: evidence without what was typed. */
  readonly root?: string;
}

const noSenses: ReadonlySet<Sense> = new Set();
const nothing: Meaning = { senses: noSenses };

/** A way to write a word, and what it means. */
interface Form {
  readonly form: string;
  readonly meaning: Meaning;
}

interface Forms {
  readonly exact: ReadonlyMap<string, Meaning>;
  /** What is looked for with a slip too, or without its vowels. */
  readonly erring: readonly Form[];
  readonly bySlip: SlipIndex;
  readonly byConsonants: ReadonlyMap<string, readonly Form[]>;
  /** Passive forms by themselves with two letters left out: ditendg, dipkosa. */
  readonly byHaste: ReadonlyMap<string, Meaning>;
}

const consonants = (word: string): string => word.replace(/[aiueo]/gu, '');

/** Forms shorter than these are too near to other words to guess: diajar, dihajar. */
const shortestSlip = 6;
const fewestConsonants = 4;

/** Forms of one root that are told in one way share their meaning. */
function* verbForms(): Generator<Form> {
  for (const deed of Object.keys(roots) as Deed[]) {
    for (const root of roots[deed].split(/\s+/u)) {
      const told = (voice: Voice): Meaning => ({ voice, deed, root, senses: noSenses });
      const meanings = { passive: told('passive'), active: told('active'), root: told('root') };
      for (const [form, voice] of formsOf(root)) yield { form, meaning: meanings[voice] };
    }
  }
}

function nounForms(): Form[] {
  const words = new Map<string, Set<Sense>>();
  for (const sense of Object.keys(senses) as Sense[]) {
    for (const word of senses[sense].split(/\s+/u)) {
      words.set(word, (words.get(word) ?? new Set()).add(sense));
    }
  }
  return Array.from(words, ([form, found]) => ({ form, meaning: { senses: found } }));
}

/** Nouns that are looked for with a slip too: whatever else is mistyped, these give the meaning. */
const tolerant = new Set<Sense>(['boss', 'papers', 'abroad']);

function mayErr({ form, meaning }: Form): boolean {
  if (form.length < shortestSlip) return false;
  if (meaning.deed === undefined) return [...meaning.senses].some((sense) => tolerant.has(sense));
  return meaning.voice === 'passive' && form.startsWith('di');
}

/** Deeds that are looked for although two letters are missing. */
const gravest = new Set<Deed>(['harm', 'confine', 'rape']);

/** The plain passive of a long root without any two of its letters. */
function hastyForms({ form, meaning: { deed, root = '' } }: Form): string[] {
  if (deed === undefined || !gravest.has(deed) || root.length < 6 || form !== `di${root}`)
    return [];
  return errorKeys(form).flatMap((key) => (key === form ? [] : errorKeys(key)));
}

/** Nouns before verbs: a verb that is written like a noun keeps the noun's senses. */
function* allForms(): Generator<Form> {
  yield* nounForms();
  yield* verbForms();
}

function readExact(): Pick<Forms, 'exact' | 'erring'> {
  const exact = new Map<string, Meaning>();
  const erring: Form[] = [];
  for (const one of allForms()) {
    const { form, meaning } = one;
    const known = exact.get(form);
    if (known?.deed !== undefined) continue;
    exact.set(form, known ? { ...meaning, senses: known.senses } : meaning);
    if (mayErr(one)) erring.push(one);
  }
  return { exact, erring };
}

function build(): Forms {
  const { exact, erring } = readExact();
  const byConsonants = new Map<string, Form[]>();
  const byHaste = new Map<string, Meaning>();
  for (const one of erring) {
    const bones = consonants(one.form);
    byConsonants.set(bones, byConsonants.get(bones) ?? []);
    byConsonants.get(bones)?.push(one);
    for (const hasty of hastyForms(one)) {
      if (!byHaste.has(hasty)) byHaste.set(hasty, one.meaning);
    }
  }
  const bySlip = new SlipIndex(erring.map(({ form }) => form));
  return { exact, erring, bySlip, byConsonants, byHaste };
}

let forms: Forms | undefined;

/** True when `typed` is `form` without some of its vowels: dpkul, dskap. */
function lacksVowels(typed: string, form: string): boolean {
  if (typed.length >= form.length || consonants(typed).length < fewestConsonants) return false;
  let at = 0;
  for (const letter of form) if (letter === typed[at]) at += 1;
  return at === typed.length;
}

function oneSlipAway(word: string, { bySlip, erring }: Forms): Meaning | undefined {
  const [first = -1] = bySlip.near(word);
  return erring[first]?.meaning;
}

function withoutVowels(word: string, { byConsonants }: Forms): Meaning | undefined {
  return byConsonants.get(consonants(word))?.find(({ form }) => lacksVowels(word, form))?.meaning;
}

/** True when a slip may be looked for: neither a word of its own nor too short or long for one. */
function mayBeSlip(word: string): boolean {
  const { length } = word;
  if (length < fewestConsonants || length > longest) return false;
  return !innocent.test(word) && !isKnownWord(word);
}

/** Letters left out, none wrong. */
function hurried(word: string, known: Forms): Meaning | undefined {
  return withoutVowels(word, known) ?? known.byHaste.get(word);
}

/** `di tendg`, `d pkul`: so few vowels that it is no whole word; `di jalan` is one. */
function abbreviated(word: string, known: Forms): Meaning | undefined {
  const isWhole = word.length - consonants(word).length > 2;
  return isWhole || !mayBeSlip(word) ? undefined : hurried(word, known);
}

function nearly(word: string, known: Forms): Meaning | undefined {
  if (!mayBeSlip(word)) return undefined;
  const found = hurried(word, known);
  return found || word.length < shortestSlip ? found : oneSlipAway(word, known);
}

const ending = /(?:ku|nya|ne|e|kah|q)$/u;

/** `juraganku`, `paspore`: the noun without its ending; -ku is also "my". */
function withoutEnding(word: string, known: Forms): Meaning | undefined {
  if (!ending.test(word)) return undefined;
  const noun = squeeze(word.replace(ending, ''));
  const found = noun.length < 2 ? undefined : known.exact.get(noun);
  if (!found) return undefined;
  return /(?:ku|q)$/u.test(word) ? { ...found, senses: new Set([...found.senses, 'me']) } : found;
}

/**
 * What a folded word means where danger is looked for, also without its vowels; `slips` false: not
 * with any other typing error, for two words read as one.
 */
export function meaningOf(word: string, slips = true): Meaning {
  forms ??= build();
  return forms.exact.get(word) ?? (slips ? disguisedOnce(word) : disguised(word, forms, false));
}

function disguised(word: string, known: Forms, slips: boolean): Meaning {
  const squeezed = squeeze(word);
  return (
    known.exact.get(squeezed) ??
    withoutEnding(word, known) ??
    (slips ? nearly(squeezed, known) : abbreviated(squeezed, known)) ??
    nothing
  );
}

const disguisedOnce = remembering((word) => disguised(word, (forms ??= build()), true));
