import type { Db } from './store.ts';

/** Fewer changes than these make no other plan better. */
const few = 500;

/**
 * Has PostgreSQL look again at tables that have grown to thrice what it knows, and gives their
 * names; its own look comes a minute later. Until then a prepared statement keeps the plan of an
 * empty table: measured, a third of the rate. SQLite plans without knowing.
 */
export async function freshenStatistics({ sql, dialect }: Db): Promise<readonly string[]> {
  if (dialect === 'sqlite') return [];
  const names: string[] = await sql('pg_stat_user_tables as s')
    .join('pg_class as c', 'c.oid', 's.relid')
    .whereRaw('s.schemaname = current_schema()')
    .whereRaw('s.n_mod_since_analyze > greatest(?, 2 * c.reltuples)', [few])
    .pluck('s.relname');
  for (const name of names) await sql.raw('analyze ??', [name]);
  return names;
}
