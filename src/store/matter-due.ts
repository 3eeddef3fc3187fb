import type { Knex } from 'knex';
import { toMatter, type MatterRow } from './matter-rows.ts';
import type { Matter } from './matters.ts';
import type { Db } from './store.ts';

/** As many as one transaction takes, so that turns go on between them. */
const atOnce = 100;

/** Holds the rows until the transaction ends; those that another process holds are its business. */
async function held({ dialect }: Db, query: Knex.QueryBuilder): Promise<readonly Matter[]> {
  const wanted = query.limit(atOnce);
  const rows: MatterRow[] = await (dialect === 'postgres'
    ? wanted.forUpdate().skipLocked()
    : wanted);
  return rows.map(toMatter);
}

// The conditions are written out as in the partial indexes: SQLite takes one for the very same words.

/** Claims that lapse and answers that count as accepted, at most 100. */
export const holdDue = (db: Db, now: number): Promise<readonly Matter[]> =>
  held(
    db,
    db
      .sql('matters')
      .select()
      .whereRaw('due_at is not null')
      .where('due_at', '<=', now)
      .orderBy('due_at'),
  );

/** What should have been answered by now and nobody was pointed to yet, at most 100. */
export const holdOverdue = (db: Db, now: number): Promise<readonly Matter[]> =>
  held(
    db,
    db
      .sql('matters')
      .select()
      .whereRaw(`status in ('open', 'claimed') and escalated_at is null`)
      .where('reply_by', '<', now)
      .orderBy('reply_by'),
  );
