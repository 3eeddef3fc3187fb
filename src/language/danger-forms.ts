import { innocent, roots, senses, type Deed, type Sense } from './danger-words.ts';
import { formsOf, squeeze, type Voice } from './danger-verbs.ts';
import { isKnownWord } from './known-words.ts';
import { errorKeys, isOneErrorAway } from './typing-errors.ts';

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

const nothing: Meaning = { senses: new Set() };

interface Form extends Meaning {
  readonly form: string;
}

interface Forms {
  /** Passive forms by themselves with two letters left out: ditendg, dipkosa. */
  readonly byHaste: ReadonlyMap<string, Form>;
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

/** Deeds that are looked for although two letters are missing. */
const gravest = new Set<Deed>(['harm', 'confine', 'rape']);

/** The plain passive of a long root without any two of its letters. */
function hastyForms({ form, deed, root = '' }: Form): string[] {
  if (deed === undefined || !gravest.has(deed) || root.length < 6 || form !== `di${root}`)
    return [];
  return errorKeys(form).flatMap((key) => (key === form ? [] : errorKeys(key)));
}

interface Drafts extends Forms {
  readonly exact: Map<string, Form>;
  readonly bySlip: Map<string, Form[]>;
  readonly byConsonants: Map<string, Form[]>;
  readonly byHaste: Map<string, Form>;
}

function addMistyped({ bySlip, byConsonants, byHaste }: Drafts, form: Form): void {
  for (const key of errorKeys(form.form)) addTo(bySlip, key, form);
  addTo(byConsonants, consonants(form.form), form);
  for (const hasty of hastyForms(form)) byHaste.set(hasty, byHaste.get(hasty) ?? form);
}

function build(): Forms {
  const drafts: Drafts = {
    exact: new Map(),
    bySlip: new Map(),
    byConsonants: new Map(),
    byHaste: new Map(),
  };
  for (const form of [...nounForms(), ...verbForms()]) {
    const known = drafts.exact.get(form.form);
    if (known?.deed !== undefined) continue;
    drafts.exact.set(form.form, known ? { ...form, senses: known.senses } : form);
    if (mayErr(form)) addMistyped(drafts, form);
  }
  return drafts;
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

function withoutVowels(word: string, { byConsonants }: Forms): Form | undefined {
  return byConsonants.get(consonants(word))?.find(({ form }) => lacksVowels(word, form));
}

/** True when a slip may be looked for: neither a word of its own nor too short or long for one. */
function mayBeSlip(word: string): boolean {
  const { length } = word;
  if (length < fewestConsonants || length > longest) return false;
  return !innocent.test(word) && !isKnownWord(word);
}

/** Letters left out, none wrong. */
function hurried(word: string, known: Forms): Form | undefined {
  return withoutVowels(word, known) ?? known.byHaste.get(word);
}

/** `di tendg`, `d pkul`: so few vowels that it is no whole word; `di jalan` is one. */
function abbreviated(word: string, known: Forms): Form | undefined {
  const isWhole = word.length - consonants(word).length > 2;
  return isWhole || !mayBeSlip(word) ? undefined : hurried(word, known);
}

function nearly(word: string, known: Forms): Form | undefined {
  if (!mayBeSlip(word)) return undefined;
  const found = hurried(word, known);
  return found || word.length < shortestSlip ? found : oneSlipAway(word, known);
}

const ending = /(?:ku|nya|ne|e|kah|q)$/u;

/** `juraganku`, `paspore`: the noun without its ending; -ku is also "my". */
function withoutEnding(word: string, known: Forms): Meaning | undefined {
  if (!ending.test(word)) return undefined;
  const found = known.exact.get(squeeze(word.replace(ending, '')));
  if (!found || found.form.length < 2) return undefined;
  return /(?:ku|q)$/u.test(word) ? { ...found, senses: new Set([...found.senses, 'me']) } : found;
}

/**
 * What a folded word means where danger is looked for, also without its vowels; `slips` false: not
 * with any other typing error, for two words read as one.
 */
export function meaningOf(word: string, slips = true): Meaning {
  forms ??= build();
  return forms.exact.get(word) ?? disguised(word, forms, slips);
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
