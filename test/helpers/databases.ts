import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Pool } from 'pg';
import { openKeyring } from '../../src/core/keys.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore, type Dialect, type Store } from '../../src/store/store.ts';
import { openMigrated } from './migrated.ts';
import { startPostgres, type Durability, type PostgresServer } from './postgres.ts';

export type { Dialect, Store } from '../../src/store/store.ts';

/** The keys of every store that tests open. */
export const testKeys = openKeyring([{ id: 'test', key: Buffer.alloc(32, 1) }]);

/** The secret behind `testKeys`, as SECRET_KEY takes it. */
export const testSecret = Buffer.alloc(32, 1).toString('base64');

/** Names of this run, so that several runs can share the server that DATABASE_URL names. */
const run = `sapakerja_test_${process.pid}_${randomBytes(3).toString('hex')}`;
const template = `${run}_template`;

let server: Promise<PostgresServer> | undefined;
let admin: Pool | undefined;
let made = 0;

function givenServer(url: string): PostgresServer {
  const named = (database: string): string => {
    const address = new URL(url);
    address.pathname = `/${database}`;
    return address.href;
  };
  return { url: named, stop: async () => {} };
}

async function administer(sql: string): Promise<void> {
  if (!admin) throw new Error('the PostgreSQL server was not started');
  await admin.query(sql);
}

async function prepareServer(durability: Durability): Promise<PostgresServer> {
  const given = process.env['DATABASE_URL'];
  const started = given ? givenServer(given) : await startPostgres(durability);
  admin = new Pool({ connectionString: given ?? started.url('postgres'), max: 1 });
  // `end` does not wait for the socket to close, so the stopping server may have a last word.
  admin.on('error', () => {});
  await administer(`create database ${template}`);
  const store = await openStore({ url: started.url(template) }, testKeys);
  await migrate(store);
  await store.close();
  return started;
}

/** Starts the PostgreSQL server unless it runs. Takes one or two seconds. */
export async function postgresServer(
  durability: Durability = { durable: false },
): Promise<PostgresServer> {
  server ??= prepareServer(durability);
  return server;
}

/** A pool says that it has ended before its connection has: the server's last word is then an error that nobody hears. */
async function closeAdmin(pool: Pool): Promise<void> {
  const removed = once(pool, 'remove');
  await pool.end();
  await removed;
}

/** Stops the PostgreSQL server, when one was started; for the root hook. */
export async function stopPostgresServer(): Promise<void> {
  const started = await server?.catch(() => undefined);
  server = undefined;
  if (started) await administer(`drop database if exists ${template}`);
  if (admin) await closeAdmin(admin);
  admin = undefined;
  await started?.stop();
}

export interface FreshDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** A fresh, migrated, empty PostgreSQL database: its address, and how to drop it. */
export async function freshPostgres(): Promise<FreshDatabase> {
  const started = await postgresServer();
  made += 1;
  const name = `${run}_${made}`;
  const copying = process.env['DATABASE_URL'] ? '' : 'strategy file_copy'; // faster without fsync
  await administer(`create database ${name} template ${template} ${copying}`);
  return { url: started.url(name), drop: () => administer(`drop database ${name} with (force)`) };
}

async function openFreshPostgres(undo: (() => Promise<void>)[]): Promise<Store> {
  const { url, drop } = await freshPostgres();
  undo.unshift(drop);
  return openStore({ url }, testKeys);
}

async function openFresh(dialect: Dialect, undo: (() => Promise<void>)[]): Promise<Store> {
  const store = await (dialect === 'postgres' ? openFreshPostgres(undo) : openMigrated(testKeys));
  undo.unshift(() => closeIdle(store));
  return store;
}

interface UsedConnections {
  numUsed(): number;
}

/** Closes a store. @throws Error when a transaction or query of the test still runs on it. */
async function closeIdle(store: Store): Promise<void> {
  const pool = (store.sql.client as { pool?: UsedConnections }).pool; // gone when the test closed the store itself
  const busy = pool?.numUsed() ?? 0;
  if (busy === 0) return store.close();
  throw new Error(`the test left ${busy} connection(s) of its store in use: a missing await?`);
}

/** Every undo runs; the first error is thrown. */
async function undoAll(undo: (() => Promise<void>)[]): Promise<void> {
  const [first, ...rest] = undo.splice(0);
  if (!first) return;
  try {
    await first();
  } finally {
    undo.push(...rest);
    await undoAll(undo);
  }
}

/**
 * Describes the suite once on SQLite and once on PostgreSQL. `open()` gives a fresh, migrated,
 * empty store, closed after the test (or after the suite, when a `before` opened it). A store still
 * in use then fails the test.
 */
export function onEachDatabase(
  title: string,
  suite: (open: () => Promise<Store>, dialect: Dialect) => void,
): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${title} on ${dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`, () => {
      const ofSuite: (() => Promise<void>)[] = [];
      const ofTest: (() => Promise<void>)[] = [];
      let undo = ofSuite;
      before('start the database server', async function () {
        this.timeout(120_000);
        if (dialect === 'postgres') await postgresServer();
      });
      beforeEach(() => {
        undo = ofTest;
      });
      afterEach('close the stores of the test', () => {
        undo = ofSuite;
        return undoAll(ofTest);
      });
      after('close the stores of the suite', () => undoAll(ofSuite));
      suite(() => openFresh(dialect, undo), dialect);
    });
  }
}
