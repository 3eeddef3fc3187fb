import type { Store } from './store.ts';

/** SQLite's result codes of a disk or a lock (https://www.sqlite.org/rescode.html), not of what was written. */
const sqlite = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL|NOMEM|CORRUPT|NOTADB)/;

/**
 * PostgreSQL's classes of a lost connection (08), a conflict (40), no room (53), a stop (57), a broken
 * system (58, XX), and a database that is read only or locked (its manual, appendix A).
 */
const postgres = /^(?:08|40|53|57|58|XX)...$|^(?:25006|55P03)$/;

const network = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/;

/** True when the database is why something was not stored, not what was to be stored. */
export function isOutage(error: unknown): boolean {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === 'KnexTimeoutError') return true; // no connection was free
  if (typeof code !== 'string') return false;
  return sqlite.test(code) || postgres.test(code) || network.test(code);
}

/** Whether something can be written now: an error without a code says nothing. Never throws. */
export async function isWritable(store: Store): Promise<boolean> {
  try {
    await store.transaction(async ({ sql }) => {
      const row = { name: 'writable', holder: '', fence: 1, until: 0 };
      const fence = sql.raw('leases.fence % 1000000 + 1');
      await sql('leases').insert(row).onConflict('name').merge({ fence });
    });
    return true;
  } catch {
    return false;
  }
}
