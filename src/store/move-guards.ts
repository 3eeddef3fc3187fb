import { holdMigrations } from './migrate.ts';
import type { MovedTable } from './move-tables.ts';
import type { Db, Store } from './store.ts';

/** Whoever has the file open now goes on for so long at most, milliseconds. */
const patience = 2_000;

/**
 * Has the SQLite file for this process alone until the store is closed; false when another process
 * has it open. In WAL mode every open connection holds a lock that only a change of the mode asks for.
 */
export async function holdAlone({ sql }: Store): Promise<boolean> {
  await sql.raw(`pragma busy_timeout = ${patience}`);
  await sql.raw('pragma locking_mode = exclusive');
  try {
    const [row]: { journal_mode: string }[] = await sql.raw('pragma journal_mode = delete');
    return row?.journal_mode === 'delete';
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return false;
    throw error;
  }
}

/** Nobody migrates, starts a server or writes there until this transaction ends. */
export async function holdTarget(db: Db, tables: readonly MovedTable[]): Promise<void> {
  await holdMigrations(db);
  const names = tables.map(() => '??').join(', ');
  await db.sql.raw(
    `lock table ${names} in exclusive mode`,
    tables.map(({ name }) => name),
  );
}

/** Every new database has its offices. */
const seeded = 'offices';

/** The tables of PostgreSQL that hold something already, the offices that are always there left out. */
export async function filledTables(
  { sql }: Db,
  tables: readonly MovedTable[],
): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const { name } of tables) {
    if (name !== seeded && (await sql(name).first(sql.raw('1 as one')))) filled.push(name);
  }
  return filled;
}

/** Removes the offices that a new database was given. */
export async function clearSeeded({ sql }: Db): Promise<void> {
  await sql(seeded).delete();
}
