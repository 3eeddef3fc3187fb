import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openClassifier, type Classifier, type KeptClassifier } from './classifier.ts';
import { languageHash } from './language-files.ts';

/*
 * Learning the examples takes half a second and 40 MB: a build does it once and keeps the outcome
 * beside its files, so that a server need not at every start. Code belongs to its build; whether the
 * examples and words are still the same is asked when it is read.
 */
const place = new URL('../../understanding.json', import.meta.url);

interface Kept extends KeptClassifier {
  /** `languageHash` when it was learnt. */
  readonly of: string;
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'of' in value && 'weights' in value;

/** Keeps it with this build. */
export function keepModel(model: Classifier): void {
  const kept: Kept = { of: languageHash(), ...model.keep() };
  writeFileSync(place, JSON.stringify(kept));
}

/** What this build has learnt; undefined when it has not, or templates/language changed since. */
export function readKeptModel(): Classifier | undefined {
  if (!existsSync(place)) return undefined;
  const kept: unknown = JSON.parse(readFileSync(place, 'utf8'));
  return isKept(kept) && kept.of === languageHash() ? openClassifier(kept) : undefined;
}
