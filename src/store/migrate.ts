import { readdir } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

/**
 * Applies the migrations that are missing, all in one transaction: processes that start together
 * wait for each other, and a process that dies leaves neither half a migration nor a lock behind
 * (knex's own lock is a row, which would stay). Gives their names.
 */
export async function migrate(store: Store): Promise<readonly string[]> {
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
export async function isMigrated({ sql }: Db): Promise<boolean> {
  const [, missing] = (await sql.migrate.list(source)) as [unknown[], unknown[]];
  return missing.length === 0;
}
