import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { workHard } from '../core/young-heap.ts';
import type { Db, Store } from './store.ts';

const directory = fileURLToPath(new URL('../../migrations/', import.meta.url));
const source = { directory, loadExtensions: ['.js'] };

/** Building an index over years of messages takes its time, and so may whoever is before us. */
const unhurried = ['set local lock_timeout = 0', 'set local statement_timeout = 0'];

/** Any number, the same in every process: who migrates PostgreSQL holds it. */
const migrationLock = 8_350_800;

/** Until the transaction ends no other process migrates: one that wants to waits. PostgreSQL only. */
export async function holdMigrations({ sql }: Db): Promise<void> {
  for (const statement of unhurried) await sql.raw(statement);
  await sql.raw('select pg_advisory_xact_lock(?)', [migrationLock]);
}

/** Names of the migrations that were applied; none in a new database. */
async function appliedMigrations({ sql }: Db): Promise<ReadonlySet<string>> {
  if (!(await sql.schema.hasTable('knex_migrations'))) return new Set();
  return new Set<string>(await sql('knex_migrations').pluck('name'));
}

/** Nothing is missing, and nothing is there that this program does not know. */
async function isNewest(db: Db): Promise<boolean> {
  const [known, applied] = [await knownMigrations(), await appliedMigrations(db)];
  return known.length === applied.size && known.every((name) => applied.has(name));
}

/**
 * Applies the migrations that are missing, all in one transaction: processes that start together
 * wait for each other, and a process that dies leaves neither half a migration nor a lock behind
 * (knex's own lock is a row, which would stay). Gives their names. At a usual start there are none,
 * and two statements say so; knex takes sixteen (measured: 25 ms of CPU).
 */
export async function migrate(store: Store): Promise<readonly string[]> {
  if (await isNewest(store)) return [];
  workHard(); // some seal anew what is there
  return store.transaction(async (db) => {
    const { sql, dialect } = db;
    if (dialect === 'postgres') await holdMigrations(db);
    const [, names] = (await sql.migrate.latest(source)) as [number, string[]];
    return names;
  });
}

/** Names of all migrations that this program knows, in their order. */
export async function knownMigrations(): Promise<readonly string[]> {
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith('.js')).toSorted();
}

/** Applies these migrations alone, in the caller's transaction: a database as an older program had it. */
export async function migrateTo({ sql }: Db, names: readonly string[]): Promise<void> {
  await sql.migrate.latest({
    migrationSource: {
      getMigrations: async () => [...names],
      getMigrationName: (name: string) => name,
      getMigration: async (name: string) => import(new URL(name, pathToFileURL(directory)).href),
    },
  });
}

/** Applies what is missing, in the caller's transaction. */
export async function migrateOn({ sql }: Db): Promise<void> {
  await sql.migrate.latest(source);
}

/** True when no migration is missing. */
export async function isMigrated(db: Db): Promise<boolean> {
  const applied = await appliedMigrations(db);
  return (await knownMigrations()).every((name) => applied.has(name));
}
