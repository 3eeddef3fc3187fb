import { statusRank, type OutboundStatus } from '../core/message.ts';
import { databaseNow, type Db } from './store.ts';

const lowerThan = (status: OutboundStatus): OutboundStatus[] =>
  (Object.keys(statusRank) as OutboundStatus[]).filter(
    (other) => statusRank[other] < statusRank[status],
  );

/** Moves a message's status forward, never back; true when it moved. */
export async function raiseStatus(
  db: Db,
  report: {
    readonly accountId: number;
    readonly providerId: string;
    readonly status: OutboundStatus;
    readonly code?: string | null;
  },
): Promise<boolean> {
  const changed: number = await db
    .sql('outbound_messages')
    .where({ account_id: report.accountId, provider_id: report.providerId })
    .whereIn('status', lowerThan(report.status))
    .update({
      status: report.status,
      error_code: report.code ?? null,
      updated_at: databaseNow(db),
    });
  return changed > 0;
}

/** Stores a delivery report; false when it is a repeat. */
export async function addReport(
  { sql }: Db,
  report: {
    readonly accountId: number;
    readonly providerId: string;
    readonly status: string;
    readonly code: string | null;
  },
  now: number,
): Promise<boolean> {
  const added: unknown[] = await sql('delivery_reports')
    .insert({
      account_id: report.accountId,
      provider_id: report.providerId,
      status: report.status,
      code: report.code,
      received_at: now,
    })
    .onConflict(['account_id', 'provider_id', 'status'])
    .ignore()
    .returning('status');
  return added.length > 0;
}

/**
 * Lets the record of a sending and the reports about it wait for each other until the transaction
 * ends: side by side each would miss what the other has not yet committed. Hold it before any row.
 */
export async function holdProviderId(
  { sql, dialect }: Db,
  accountId: number,
  providerId: string,
): Promise<void> {
  if (dialect === 'sqlite') return; // its one writer already holds the whole database
  await sql.raw('select pg_advisory_xact_lock(?, hashtext(?))', [accountId, providerId]);
}

/** Applies reports that came before the provider's answer to the send call. */
export async function applyEarlyReports(
  db: Db,
  accountId: number,
  providerId: string,
): Promise<void> {
  const reports: { status: OutboundStatus; code: string | null }[] = await db
    .sql('delivery_reports')
    .select('status', 'code')
    .where({ account_id: accountId, provider_id: providerId })
    .orderBy('received_at');
  for (const report of reports) await raiseStatus(db, { accountId, providerId, ...report });
}
