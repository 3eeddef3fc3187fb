import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from './errors.ts';
import { killPoint } from './kill-points.ts';
import type { Ring, Secret } from './keys.ts';

/*
 * The secrets of an office, as they are written down: SECRET_KEY, SECRET_KEYS, or a file that was
 * made at the first start. Nothing of a wrong one is ever repeated: it may be most of a key.
 */

export type Secrets = Ring['secrets'];

/** Bits that would let others than the owner read or write. */
const ofOthers = 0o077;

/** 32 bytes: 43 letters, with or without the `=` that fills up. */
const base64Of32 = /^[\w+/-]{43}=?$/;

/** The id of a key that stands alone. */
export const loneId = 'k1';

/** @throws ConfigError when it is not 32 bytes in base64 */
export function readSecret(id: string, base64: string, name: string): Secret {
  if (!base64Of32.test(base64)) {
    throw new ConfigError(
      `${name} must be 32 bytes in base64 (44 letters, digits, + / and =). Make one with: openssl rand -base64 32`,
    );
  }
  return { id, key: Buffer.from(base64, 'base64') };
}

/** Reads `id:base64,...`; the first encrypts. @throws ConfigError */
export function readNamedSecrets(text: string, name: string): Secrets {
  const [first, ...rest] = text.split(/[,\n]/).map((entry) => {
    const [, id, base64] = /^([\w-]{1,40}):(.*)$/.exec(entry.trim()) ?? [];
    if (id === undefined || base64 === undefined) {
      throw new ConfigError(`${name} must be id:base64,id:base64; an id has letters and digits`);
    }
    return readSecret(id, base64, `${name} (${id})`);
  });
  const secrets = [first as Secret, ...rest] as const;
  if (new Set(secrets.map(({ id }) => id)).size < secrets.length)
    throw new ConfigError(`${name} has an id twice`);
  if (new Set(secrets.map(({ key }) => key.toString('hex'))).size < secrets.length)
    throw new ConfigError(`${name} has one key under two ids`);
  return secrets;
}

/** Where the key of an embedded database lies. */
export const keyFileOf = (dataDir: string): string => join(dataDir, 'secret.key');

function checkMode(file: string): void {
  const mode = statSync(file).mode & 0o777;
  if (process.platform === 'win32' || (mode & ofOthers) === 0) return;
  throw new ConfigError(
    `${file} can be read by others than its owner (mode ${mode.toString(8)}). Whoever has read it can open everything: chmod 600 ${file}, and change the key (sapakerja keys rotate)`,
  );
}

/**
 * Reads a key file: one key, or `id:base64` a line.
 * @throws ConfigError when others may read it, or it holds no key
 */
export function readKeyFile(file: string): Secrets {
  checkMode(file);
  const text = readFileSync(file, 'utf8').trim();
  return text.includes(':') ? readNamedSecrets(text, file) : [readSecret(loneId, text, file)];
}

/** An embedded database with something in it. */
function hasDatabase(dataDir: string): boolean {
  const file = join(dataDir, 'sapakerja.db');
  return existsSync(file) && statSync(file).size > 0;
}

/** It is written aside and linked, so that two commands that start together agree on one key. */
function makeKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * The secrets of an embedded database; made when there is neither key nor database.
 * @throws ConfigError when there is a database and its key is gone: a new one could open nothing
 */
export function secretsOfFolder(dataDir: string): Secrets {
  const file = keyFileOf(dataDir);
  const isUsed = hasDatabase(dataDir); // before the key: whoever makes both makes the key first
  if (!existsSync(file)) {
    if (isUsed) {
      throw new ConfigError(
        `${file} is missing, and there is a database that only this key opens. Put your copy of it back (mode 600); no new one is made`,
      );
    }
    makeKeyFile(file);
  }
  return readKeyFile(file);
}

/** Writes what lies in a folder down for good: its new names are there after a power cut. */
function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** A new secret with an id that none of these has: the number behind the highest. */
export function newSecret(secrets: readonly Secret[]): Secret {
  const numbers = secrets.map(({ id }) => Number(/\d{1,6}$/.exec(id)?.[0] ?? 0));
  return { id: `k${Math.max(...numbers) + 1}`, key: randomBytes(32) };
}

/** `id:base64`, as the file and SECRET_KEYS take it. */
export const writtenSecret = ({ id, key }: Secret): string => `${id}:${key.toString('base64')}`;

/** How secrets stand in a key file. */
const written = (secrets: Secrets): string => secrets.map(writtenSecret).join('\n');

/**
 * Puts secrets in place of those that a key file holds: all of them or, after a crash, the former.
 * @throws ConfigError when the file holds others by now
 */
export function replaceKeyFile(file: string, former: Secrets, secrets: Secrets): void {
  if (written(readKeyFile(file)) !== written(former))
    throw new ConfigError(`${file} was changed by somebody else meanwhile`);
  const draft = `${file}.new`;
  rmSync(draft, { force: true }); // of one that was killed
  writeFileSync(draft, `${written(secrets)}\n`, { mode: 0o600, flag: 'wx' });
  syncPath(draft);
  killPoint('rotate.writing');
  renameSync(draft, file);
  syncPath(dirname(file));
}
