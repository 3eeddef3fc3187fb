import { readFileSync } from 'node:fs';

/** A sentence of the test set: what its writer wants, and how it is written. */
export interface Sentence {
  readonly service: string;
  /** plain, slang, typo, jv, mad, mix, other */
  readonly kind: string;
  readonly text: string;
}

/** The test sets: by who wrote the examples as well, and by somebody who had not seen them. */
export const testSets: ReadonlyMap<string, string> = new Map([
  ['written by who wrote the examples', 'first.txt'],
  ['written by others', 'second.txt'],
  ['written a day later by others again', 'third.txt'],
]);

/** Lines `service | kind | text`; `#` begins a remark. The path is beside the sources. */
export function readSentences(path: string): readonly Sentence[] {
  const file = new URL(`../../../test/eval/${path}`, import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [service = '', kind = '', ...text] = line.split('|');
      return { service: service.trim(), kind: kind.trim(), text: text.join('|').trim() };
    });
}
