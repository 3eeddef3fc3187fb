import { appliedMigrations } from './dump.ts';
import { tablesWithRows } from './fill.ts';
import type { Db } from './store.ts';

/** How a database that is to take a backup stands; for PostgreSQL, which somebody else has made. */
export interface Standing {
  /** Tables that hold something. */
  readonly filled: readonly string[];
  /** The migrations it has already. */
  readonly migrations: readonly string[];
}

export async function standingOf(db: Db): Promise<Standing> {
  if (!(await db.sql.schema.hasTable('knex_migrations'))) return { filled: [], migrations: [] };
  return { filled: await tablesWithRows(db), migrations: await appliedMigrations(db) };
}

/** Whether this backup, by its file's name, was put back here. */
export async function hasRestored({ sql }: Db, name: string): Promise<boolean> {
  if (!(await sql.schema.hasTable('audit'))) return false;
  const row: unknown = await sql('audit')
    .first('id')
    .where({ action: 'backup.restore', subject: name });
  return row !== undefined;
}
