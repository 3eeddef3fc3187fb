import type { Values } from '../core/json.ts';
import { insertRows } from './insert.ts';
import type { Db } from './store.ts';

/** A deed that must be traceable. No names, numbers of phones or NIKs in any field. */
export interface AuditEntry {
  /** `officer:7`, `contact:12` or `command`. */
  readonly actor: string;
  /** `seeker.verify` */
  readonly action: string;
  /** `D1001` */
  readonly subject: string;
  readonly detail?: Values;
  readonly at: number;
}

/** Writes one line of the audit trail, in the transaction of the deed itself. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  const { at, actor, action, subject, detail = {} } = entry;
  await insertRows(db, 'audit', [{ at, actor, action, subject, detail: JSON.stringify(detail) }]);
}

/** Which part of the trail is asked for; `office` leaves only what its officers did. */
export interface AuditPart {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly office?: string | undefined;
  readonly subject?: string | undefined;
  /** `officer:7` */
  readonly actor?: string | undefined;
}

export interface StoredAudit extends Required<AuditEntry> {
  readonly id: number;
}

type Row = Omit<StoredAudit, 'detail'> & { readonly detail: string };

/** Lines of the trail, the latest first. */
export async function selectAudit(
  { sql }: Db,
  { before, limit, office, subject, actor }: AuditPart,
): Promise<readonly StoredAudit[]> {
  const rows: Row[] = await sql('audit')
    .select('id', 'at', 'actor', 'action', 'subject', 'detail')
    .modify((query) => {
      if (before !== undefined) void query.where('id', '<', before);
      if (subject !== undefined) void query.where({ subject });
      if (actor !== undefined) void query.where({ actor });
      if (office === undefined) return;
      const own = sql('officers')
        .select(sql.raw("'officer:' || id"))
        .where({ office_code: office });
      void query.whereIn('actor', own);
    })
    .orderBy('id', 'desc')
    .limit(limit);
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Values }));
}

/** How often something was noted about a subject since a moment (epoch milliseconds). */
export async function countAudit(
  { sql }: Db,
  { subject, action }: Pick<AuditEntry, 'subject' | 'action'>,
  since: number,
): Promise<number> {
  const [row] = await sql('audit')
    .where({ subject, action })
    .where('at', '>=', since)
    .count({ count: '*' });
  return Number(row?.['count'] ?? 0);
}

/** How often one actor did something to a subject since a moment (epoch milliseconds). */
export async function countOwnAudit(
  { sql }: Db,
  { actor, subject, action }: Pick<AuditEntry, 'actor' | 'subject' | 'action'>,
  since: number,
): Promise<number> {
  const [row] = await sql('audit')
    .where({ subject, actor, action })
    .where('at', '>=', since)
    .count({ count: '*' });
  return Number(row?.['count'] ?? 0);
}
