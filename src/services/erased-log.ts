import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Log } from '../core/log.ts';
import { syncFolder } from './backup-folder.ts';

/** The name of the list, in DATA_DIR and in BACKUP_DIR. */
export const erasedLogName = 'erased.log';

const newline = '\n'.charCodeAt(0);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Lines of a list; undefined where there is none. */
export async function readLines(file: string): Promise<readonly string[] | undefined> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Adds lines behind what is there, and waits until the disk has them. A line that a power cut left half stays alone. */
export async function appendLines(file: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const begin = size > 0 && last[0] !== newline ? '\n' : '';
    await handle.writeFile(begin + lines.map((line) => `${line}\n`).join(''));
    await handle.sync();
    if (size === 0) await syncFolder(dirname(file));
  } finally {
    await handle.close();
  }
}

/** The list of what was erased, outside of the database and of its backups. */
export interface ErasedLog {
  /** Adds a line durably, before the erasure is committed. @throws Error when the first place will not take it */
  append(line: string): Promise<void>;
  /** Gives every place the lines that another has, and these: after a disk was away, and once a day. */
  sync(lines: readonly string[]): Promise<void>;
}

async function addMissing(file: string, all: ReadonlySet<string>): Promise<void> {
  const known = new Set(await readLines(file));
  const missing = [...all].filter((line) => !known.has(line));
  if (missing.length > 0 || known.size === 0) await appendLines(file, missing);
}

/**
 * Opens the lists in these folders: DATA_DIR first, which must take each line; then BACKUP_DIR,
 * which may be away for a while.
 */
export function openErasedLog(folders: readonly string[], log: Pick<Log, 'warn'>): ErasedLog {
  const [first = '', ...others] = folders.map((folder) => join(folder, erasedLogName));
  const warned = (error: unknown): void => {
    log.warn({ err: error }, 'the copy of the list of what was erased was not written');
  };
  return {
    append: async (line) => {
      await appendLines(first, [line]);
      for (const file of others) await appendLines(file, [line]).catch(warned);
    },
    sync: async (lines) => {
      const read = await Promise.all(
        [first, ...others].map((file) => readLines(file).catch(() => [])),
      );
      const all = new Set([...read.flatMap((some) => some ?? []), ...lines]);
      for (const file of [first, ...others]) await addMissing(file, all);
    },
  };
}
