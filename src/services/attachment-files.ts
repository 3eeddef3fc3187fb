import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../core/keys.ts';

/** Where the bytes of attachments lie, encrypted, under names that say nothing. */
export interface AttachmentFiles {
  /** Keeps bytes durably; gives the file's name. @throws Error when the disk will not */
  write(bytes: Buffer): Promise<string>;
  /** The bytes; undefined when there is no such file here. @throws Error when they were changed */
  read(name: string): Promise<Buffer | undefined>;
  /** Removes the file; one that is not there is no error. */
  remove(name: string): Promise<void>;
  /** Names of all files written before a moment, epoch milliseconds. */
  olderThan(before: number): Promise<readonly string[]>;
}

/** What the bytes of a file are bound to. */
export const placeOfFile = (name: string): string => `file|${name}`;

/** Writes, and waits until the disk has it. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A renamed file is there after a power cut only when its folder was written too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Nothing, where there is no such file. @throws whatever else went wrong */
export const missing = (error: unknown): undefined => {
  if (isMissing(error)) return undefined;
  throw error;
};

/** Opens the folder of attachments, which is made for its owner only at the first write. */
export function openFiles(folder: string, keys: Keyring): AttachmentFiles {
  const pathOf = (name: string): string => {
    if (!/^[\w-]+(?:\.part)?$/.test(name)) throw new Error('not a name of ours');
    return join(folder, name);
  };
  return {
    write: async (bytes) => {
      const name = randomBytes(18).toString('base64url');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(pathOf(`${name}.part`), keys.sealBytes(bytes, placeOfFile(name)));
      await rename(pathOf(`${name}.part`), pathOf(name));
      await syncFolder(folder);
      return name;
    },
    read: async (name) => {
      const sealed = await readFile(pathOf(name)).catch(missing);
      return sealed && keys.openBytes(sealed, placeOfFile(name));
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    olderThan: async (before) => {
      const names = (await readdir(folder).catch(missing)) ?? [];
      const old: string[] = [];
      for (const name of names.filter((one) => /^[\w-]+(?:\.part)?$/.test(one))) {
        const known = await stat(pathOf(name)).catch(missing);
        if (known && known.mtimeMs < before) old.push(name);
      }
      return old;
    },
  };
}
