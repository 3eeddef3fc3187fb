import type { Values } from '../core/json.ts';
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
export async function recordAudit({ sql }: Db, entry: AuditEntry): Promise<void> {
  const { detail = {}, ...rest } = entry;
  await sql('audit').insert({ ...rest, detail: JSON.stringify(detail) });
}
