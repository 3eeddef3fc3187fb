import { RejectedRequest } from '../core/errors.ts';
import type { Values } from '../core/json.ts';
import { recordAudit } from '../store/audit.ts';
import { spendPoint } from '../store/sign-in-limits.ts';
import type { Db } from '../store/store.ts';
import type { Deed } from './vacancy-records.ts';

/** So that a stolen session or a curious officer does not carry away everything (ASVS 2.4.1). */
const exportsAnHour = 20;

/**
 * Counts an export of an officer and notes it in the audit trail as `what`, e.g. `vacancies.export`.
 * @throws RejectedRequest 409 when the officer has exported 20 times within an hour
 */
export async function auditExport(
  db: Db,
  what: { readonly action: string; readonly subject: string; readonly detail?: Values },
  { officer, now }: Deed,
): Promise<void> {
  const at = now.getTime();
  const key = db.keys.index('limit-export', String(officer.id));
  const { points } = await spendPoint(db, key, { at, life: 60 * 60_000 });
  if (points > exportsAnHour) throw new RejectedRequest(409, 'too-many-exports');
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at, actor, ...what });
}
