import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/*
 * Parsing the YAML of all flows takes a third of a start, and reading the package for it 72 files. A
 * build does it once, for the words under templates/ too, and keeps what came out beside its files, by
 * the hash of each text: a file that an officer has changed since is parsed as before.
 */
const place = new URL('../../sources.json', import.meta.url);

/** One document of a file without mistakes. */
export interface KeptSource {
  readonly data: unknown;
  readonly version: string;
}

type Kept = Readonly<Record<string, readonly KeptSource[]>>;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const isKept = (value: unknown): value is Kept => typeof value === 'object' && value !== null;

function readKept(): Kept {
  if (!existsSync(place)) return {};
  const kept: unknown = JSON.parse(readFileSync(place, 'utf8'));
  return isKept(kept) ? kept : {};
}

let kept: Kept | undefined;

/** What the build made of this text; undefined when it has not seen it. */
export function keptSources(text: string): readonly KeptSource[] | undefined {
  if (!kept) {
    kept = readKept();
    setImmediate(() => (kept = undefined)); // flows are read in one go; words one by one, 1 ms each
  }
  return kept[hashOf(text)];
}

/** Keeps the documents of these texts with this build. */
export function keepSources(files: readonly (readonly [string, readonly KeptSource[]])[]): void {
  const all = files.map(([text, sources]) => [
    hashOf(text),
    sources.map(({ data, version }) => ({ data, version })),
  ]);
  writeFileSync(place, JSON.stringify(Object.fromEntries(all)));
}
