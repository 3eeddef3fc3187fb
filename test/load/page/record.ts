import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Figure } from '../report.ts';
import { drawCurves } from './curves.ts';
import { drawPage } from './page.ts';

/** What a run of a benchmark told, and of what. */
export interface Run {
  readonly command: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Of the sources that were measured; ends in `-dirty` when they were edited since. */
  readonly commit: string;
  readonly machine: Figure;
  readonly figures: readonly Figure[];
}

/** The last run of each benchmark, by its name: docs/performance.json. */
export type PerformanceRecord = Readonly<Record<string, Run>>;

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const file = join(root, 'docs', 'performance.json');

export async function readRecord(): Promise<PerformanceRecord> {
  return JSON.parse(await readFile(file, 'utf8')) as PerformanceRecord;
}

function git(...args: readonly string[]): string {
  return (spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout ?? '').trim();
}

/** The commit that is measured; empty outside a repository. What the page is made of does not count. */
export function commitOf(): string {
  const edited = git('status', '--porcelain', '--', '.', ':!docs');
  return git('rev-parse', '--short', 'HEAD') + (edited === '' ? '' : '-dirty');
}

const pretty = (text: string, parser: 'json' | 'markdown'): Promise<string> =>
  format(text, { parser, singleQuote: true, printWidth: 100 });

/** Every file that is made from a record, by its name in docs. */
export async function filesOf(record: PerformanceRecord): Promise<ReadonlyMap<string, string>> {
  const template = await readFile(join(root, 'test', 'load', 'page', 'template.md'), 'utf8');
  return new Map([
    ['performance.json', await pretty(JSON.stringify(record), 'json')],
    ['performance.md', await pretty(drawPage(template, record), 'markdown')],
    ...drawCurves(record),
  ]);
}

/** What lies in docs under the name. */
export const readDoc = (name: string): Promise<string> =>
  readFile(join(root, 'docs', name), 'utf8');

/** Writes everything that is made from a record into docs. */
export async function writeDocs(record: PerformanceRecord): Promise<void> {
  for (const [name, content] of await filesOf(record)) {
    await writeFile(join(root, 'docs', name), content);
  }
}

/** Puts a run into docs/performance.json and draws the page and its curves anew. */
export const writeRun = async (name: string, run: Run): Promise<void> =>
  writeDocs({ ...(await readRecord()), [name]: run });
