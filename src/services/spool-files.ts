import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Keyring } from '../core/keys.ts';
import { killPoint } from '../core/kill-points.ts';
import type { ChannelEvent } from '../core/message.ts';
import { spoolName, writtenAt } from './spool-names.ts';

/** What a channel told at once, and the database could not take. */
export interface SpoolEntry {
  readonly channel: string;
  readonly events: readonly ChannelEvent[];
}

/** What lies in the spool. */
export interface SpoolSight {
  /** Names of files that wait, oldest first. */
  readonly waiting: readonly string[];
  /** Names of files that were put aside. */
  readonly failed: readonly string[];
}

/** The folder that stands in for the database while that cannot be written. Each file is whole or not there. */
export interface SpoolFiles {
  /** The name of a file of so many entries: behind all names before it. */
  nextName(entries: number): string;
  /** Keeps entries durably in one sealed file. @throws Error when the disk will not */
  write(name: string, entries: readonly SpoolEntry[]): Promise<void>;
  /** Entries of a file; undefined when another process has taken it. @throws Error when it does not open */
  read(name: string): Promise<readonly SpoolEntry[] | undefined>;
  /** Removes what was taken in; a file that is not there is no error. */
  remove(name: string): Promise<void>;
  /** Puts a file aside as it is. */
  putAside(name: string): Promise<void>;
  /** Keeps some entries aside, durably. @throws Error when the disk will not */
  writeAside(entries: readonly SpoolEntry[]): Promise<void>;
  /** Removes what is put aside for longer than `days`, and what a dead process left half written. */
  sweep(days: number): Promise<void>;
  list(): Promise<SpoolSight>;
  /** Names of files that wait, in no order, read at once: it is asked before each message. */
  glance(): readonly string[];
}

/** A file that takes longer to write than this, in milliseconds, is a dead process's. */
const halfWritten = 60_000;
const day = 86_400_000;

/** The cipher text belongs to its file: under another name it does not open. */
const place = (name: string): string => `spool|${name}`;

const missing = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
};

const namesIn = async (folder: string): Promise<readonly string[]> =>
  ((await readdir(folder).catch(missing)) ?? []).filter((name) => spoolName.test(name)).toSorted();

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder so that a power cut does not take it away, with what lies in it. */
async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  await syncFolder(dirname(folder));
  if (made !== folder) await syncFolder(dirname(made));
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a file that is whole or not there, also after a power cut. */
async function writeWhole(folder: string, name: string, bytes: Buffer): Promise<void> {
  await makeFolder(folder);
  const draft = join(folder, `${name}.part`);
  try {
    killPoint('spool.writing');
    await writeSynced(draft, bytes);
    killPoint('spool.written');
    await rename(draft, join(folder, name));
    killPoint('spool.named');
    await syncFolder(folder); // before anybody is told
    killPoint('spool.kept');
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The folder `failed` is inside `folder`: a file moved back from it is tried again. */
export const asideOf = (folder: string): string => join(folder, 'failed');

/** What lies in a spool, without opening it. */
export const seeSpool = async (folder: string): Promise<SpoolSight> => ({
  waiting: await namesIn(folder),
  failed: await namesIn(asideOf(folder)),
});

class Folder implements SpoolFiles {
  readonly #folder: string;
  readonly #keys: Keyring;
  readonly #clock: Clock;
  /** Moment and number of the latest name: a clock that is set back must not put new before old. */
  #latest = 0;
  #number = 0;

  constructor(folder: string, keys: Keyring, clock: Clock) {
    this.#folder = folder;
    this.#keys = keys;
    this.#clock = clock;
  }

  nextName(entries: number): string {
    this.#latest = Math.max(this.#latest, this.#clock().getTime());
    this.#number = (this.#number + 1) % 1_000_000;
    if (this.#number === 0) this.#latest += 1;
    const moment = String(this.#latest).padStart(13, '0');
    const number = String(this.#number).padStart(6, '0');
    return `${moment}-${number}-${entries}-${randomBytes(4).toString('hex')}.spool`;
  }

  async #writeInto(folder: string, name: string, entries: readonly SpoolEntry[]): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(entries));
    await writeWhole(folder, name, this.#keys.sealBytes(bytes, place(name)));
  }

  write(name: string, entries: readonly SpoolEntry[]): Promise<void> {
    return this.#writeInto(this.#folder, name, entries);
  }

  writeAside(entries: readonly SpoolEntry[]): Promise<void> {
    return this.#writeInto(asideOf(this.#folder), this.nextName(entries.length), entries);
  }

  async read(name: string): Promise<readonly SpoolEntry[] | undefined> {
    const sealed = await readFile(join(this.#folder, name)).catch(missing);
    if (!sealed) return undefined;
    const bytes = this.#keys.openBytes(sealed, place(name)); // ours: the seal proves it
    return JSON.parse(bytes.toString('utf8')) as readonly SpoolEntry[];
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }

  async putAside(name: string): Promise<void> {
    const aside = asideOf(this.#folder);
    await makeFolder(aside);
    await rename(join(this.#folder, name), join(aside, name)).catch(missing);
    await syncFolder(aside);
    await syncFolder(this.#folder);
  }

  async sweep(days: number): Promise<void> {
    const now = this.#clock().getTime();
    const aside = asideOf(this.#folder);
    for (const name of await namesIn(aside))
      if (writtenAt(name) < now - days * day) await rm(join(aside, name), { force: true });
    for (const folder of [this.#folder, aside])
      for (const name of (await readdir(folder).catch(missing)) ?? [])
        if (name.endsWith('.part') && writtenAt(name.slice(0, -5)) < now - halfWritten)
          await rm(join(folder, name), { force: true }); // never acknowledged
  }

  async list(): Promise<SpoolSight> {
    const sight = await seeSpool(this.#folder);
    this.#latest = Math.max(this.#latest, writtenAt(sight.waiting.at(-1) ?? '') + 1);
    return sight;
  }

  glance(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => spoolName.test(name));
    } catch {
      return []; // not there; or not to be read, which writing and looking will tell
    }
  }
}

/** Opens the spool's folder, which is made for its owner only at the first write. */
export const openSpoolFiles = (folder: string, keys: Keyring, clock: Clock): SpoolFiles =>
  new Folder(folder, keys, clock);
