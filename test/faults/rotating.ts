import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { Secrets } from '../../src/core/key-file.ts';
import { openKeyring, ringOf } from '../../src/core/keys.ts';
import { leftBehind } from '../../src/services/key-rotation.ts';
import { adoptIndexKey } from '../../src/store/index-key.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { testKeys, testSecret } from '../helpers/databases.ts';
import { openAll } from '../helpers/sealed-office.ts';
import { spawnCommand } from '../helpers/server.ts';
import type { Office } from './office.ts';

/** The key that an office begins with, as SECRET_KEYS takes it. */
export const firstKey = `test:${testSecret}`;
/** What tests open with, before anything is changed. */
export const firstRing = ringOf(testKeys);

/** Where an office's sealed files lie. */
export const foldersOf = ({ place }: Office) => ({
  files: join(place.folder, 'files'),
  spool: join(place.folder, 'spool'),
});

/** Servers and commands have these keys from now on; none: those of the office's file. */
export function giveKeys({ place }: Office, keys: string): void {
  (place.env as Record<string, string>)['SECRET_KEYS'] = keys;
}

export const keyFile = ({ place }: Office): string => join(place.folder, 'secret.key');

/** How a command ended, and what it said. */
export interface Ended {
  readonly out: string;
  readonly err: string;
  readonly ended: number | string | null;
}

/** Runs a command beside whoever serves. */
export async function command(
  { place }: Office,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawnCommand(args, { ...place.env, LOG_LEVEL: 'silent', ...env }, place.folder);
  child.stdin?.end();
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit') as Promise<[number | null, string | null]>,
  ]);
  return { out, err, ended: signal ?? code };
}

/** Runs a command that must do its work; gives what it says. */
export async function done(office: Office, ...args: readonly string[]): Promise<string> {
  const { out, err, ended } = await command(office, args);
  expect(ended, out + err).to.equal(0);
  return out;
}

/** @throws AssertionError unless everything opens with this key alone; gives how many cipher texts there are */
export async function expectAllUnder(office: Office, [secret]: Secrets): Promise<number> {
  const store: Store = await openStore(office.place.address, openKeyring([secret]));
  try {
    await adoptIndexKey(store);
    expect([...(await leftBehind({ store, folders: foldersOf(office) }))]).to.deep.equal([]);
    const opened = await openAll(store);
    return [...opened.values()].reduce((sum, texts) => sum + texts.length, 0);
  } finally {
    await store.close();
  }
}
