import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import type { Figures } from './figures.ts';
import { drawPage } from './page.ts';
import { root } from './sabotaged.ts';

/** A sabotage that was seen red, and the test that noticed it first. */
export interface SeenRed {
  readonly about: string;
  readonly test: string;
}

/** What the last runs of a promise have shown. */
export interface Evidence {
  readonly figures: Figures;
  /** With the full numbers. */
  readonly full: boolean;
  /** YYYY-MM-DD, of the figures; empty while the tests were not seen green. */
  readonly date: string;
  /** Of the sources that were tested; ends in `-dirty` when they were edited since. */
  readonly commit: string;
  readonly red: readonly SeenRed[];
}

/** By the id of the promise: docs/reliability.json. */
export type ReliabilityRecord = Readonly<Record<string, Evidence>>;

export const readDoc = (name: string): Promise<string> =>
  readFile(join(root, 'docs', name), 'utf8');

/** What docs/reliability.json holds; nothing when there is none. */
export const readRecord = async (): Promise<ReliabilityRecord> =>
  JSON.parse(await readDoc('reliability.json').catch(() => '{}')) as ReliabilityRecord;

const pretty = (text: string, parser: 'json' | 'markdown'): Promise<string> =>
  format(text, { parser, singleQuote: true, printWidth: 100 });

/** Every file that is made from a record, by its name in docs. */
export async function filesOf(record: ReliabilityRecord): Promise<ReadonlyMap<string, string>> {
  const template = join(root, 'test', 'reliability', 'template.md');
  const page = drawPage(await readFile(template, 'utf8'), record);
  return new Map([
    ['reliability.json', await pretty(JSON.stringify(record), 'json')],
    ['reliability.md', await pretty(page, 'markdown')],
  ]);
}

/** Writes everything that is made from a record into docs. */
export async function writeDocs(record: ReliabilityRecord): Promise<void> {
  for (const [name, content] of await filesOf(record))
    await writeFile(join(root, 'docs', name), content);
}
