import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../../src/channels/channel.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { drainSpool } from '../../src/gateway/drain.ts';
import type { Receive } from '../../src/gateway/recover.ts';
import type { Route } from '../../src/gateway/send.ts';
import { Spool, type SpoolLimits } from '../../src/gateway/spool.ts';
import { openSpooling } from '../../src/gateway/spooling.ts';
import { openSpoolFiles, type SpoolFiles } from '../../src/services/spool-files.ts';
import { testKeys, type Store } from './databases.ts';

/** A message of the nth person. */
export const said = (n: number, text: string): ChannelEvent => ({
  kind: 'message',
  key: `${n} ${text}`,
  from: `+62812${30_000_000 + n}`,
  text,
});

/** What SQLite says while another process writes. */
export class Busy extends Error {
  readonly code = 'SQLITE_BUSY';
}

/** A database that refuses while it is down, and remembers what it took, each once. */
class FakeDatabase {
  why: Error | undefined;
  readonly taken: string[] = [];
  readonly #keys = new Set<string>();
  /** Texts that a working database does not take either. */
  readonly poison = new Set<string>();
  readonly receive: Receive = async (_, events) => {
    await Promise.resolve();
    if (this.why) throw this.why;
    for (const event of events) {
      if (event.kind !== 'message') continue;
      if (this.poison.has(event.text)) throw new Error('bad');
      if (!this.#keys.has(event.key)) this.taken.push(event.key);
      this.#keys.add(event.key);
    }
  };
}

export const routeTo = (name: string, more: Partial<Channel> = {}): Route =>
  ({ channel: { name, ...more }, account: { id: 1, channel: name } }) as unknown as Route;

/** A folder for a spool, a database beside it, and processes that are opened over both. */
export async function openSpoolPlace(store: Store) {
  const place = await mkdtemp(join(tmpdir(), 'sapakerja-spool-'));
  const folder = join(place, 'spool');
  const database = new FakeDatabase();
  const logged: string[] = [];
  const note = (fields: object, message: string) =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: note, warn: note, error: note };
  let now = 1_795_000_000_000;
  const openFiles = (): SpoolFiles => openSpoolFiles(folder, testKeys, () => new Date((now += 1)));
  return {
    folder,
    database,
    log,
    logged,
    openFiles,
    pass: (ms: number) => {
      now += ms;
    },
    /** A process over the folder. */
    open: async (limits?: SpoolLimits, files = openFiles()) => {
      const spool = new Spool(files, log, limits);
      await spool.look();
      const routes = [routeTo('twilio'), routeTo('telegram', { offersAgain: true })];
      const parts = { spool, routes: () => routes, log, isShared: true };
      const receive = openSpooling(database.receive, parts);
      const tools = { spool, receive: database.receive, store, log, pauses: [0, 0] };
      return { spool, receive, drain: (more = {}) => drainSpool({ ...tools, ...more }) };
    },
    /** Names of the files that wait. */
    waiting: async (): Promise<string[]> =>
      (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.spool')),
    clear: () => rm(place, { recursive: true }),
  };
}

/** What `openSpoolPlace` gives. */
export type SpoolPlace = Awaited<ReturnType<typeof openSpoolPlace>>;
