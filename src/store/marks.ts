import { applyEarlyReports, holdProviderId } from './delivery-reports.ts';
import { never } from './due.ts';
import type { ClaimedOutbound } from './outbox.ts';
import { refund } from './spending.ts';
import { databaseNow, type Db, type Store } from './store.ts';

/** How an attempt ended. */
export type Attempt =
  | { readonly status: 'sent'; readonly providerId: string | null }
  | {
      readonly status: 'queued' | 'unknown';
      /** Milliseconds until the next attempt; null: never again. */
      readonly pause: number | null;
      readonly code: string;
      /** It was not the message's fault: it counts as no attempt. */
      readonly free?: boolean;
    }
  | { readonly status: 'failed'; readonly code: string };

const columns = (db: Db, attempt: Attempt): Record<string, unknown> => {
  if (attempt.status === 'sent') return { provider_id: attempt.providerId, error_code: null };
  if (attempt.status === 'failed') return { error_code: attempt.code };
  if (attempt.pause === null) return { error_code: attempt.code, next_at: never };
  const nextAt = db.sql.raw('? + ?', [databaseNow(db), Math.ceil(attempt.pause) + 1]);
  const attempts = attempt.free === true ? { attempts: db.sql.raw('attempts - 1') } : {};
  return { error_code: attempt.code, next_at: nextAt, ...attempts };
};

async function record(db: Db, message: ClaimedOutbound, attempt: Attempt): Promise<boolean> {
  const changed: number = await db
    .sql('outbound_messages')
    .where({ id: message.id, status: 'sending', attempts: message.attempts })
    .update({
      ...columns(db, attempt),
      status: attempt.status,
      lease_until: null,
      updated_at: databaseNow(db),
    });
  return changed > 0;
}

/** What surely did not leave is given back to the day's budget. */
async function recordUnsent(
  store: Store,
  message: ClaimedOutbound,
  attempt: Attempt,
): Promise<boolean> {
  if (message.chargedOn === null || attempt.status === 'unknown' || message.maybeDouble) {
    return record(store, message, attempt);
  }
  return store.transaction(async (db) => {
    const recorded = await record(db, message, attempt);
    if (recorded) await refund(db, message);
    return recorded;
  });
}

/**
 * Records within a transaction that a message was sent, with the reports that came before the
 * provider's answer; false when the lease was lost: then nothing is written.
 */
export async function markSent(
  db: Db,
  message: ClaimedOutbound,
  providerId: string | null,
): Promise<boolean> {
  if (providerId === null) return record(db, message, { status: 'sent', providerId });
  await holdProviderId(db, message.accountId, providerId);
  const recorded = await record(db, message, { status: 'sent', providerId });
  if (recorded) await applyEarlyReports(db, message.accountId, providerId);
  return recorded;
}

/**
 * Records an attempt, with the reports that came before the provider's answer; false when the lease
 * was lost meanwhile and another process has the row: then nothing is written (fencing).
 */
export async function markOutbound(
  store: Store,
  message: ClaimedOutbound,
  attempt: Attempt,
): Promise<boolean> {
  if (attempt.status !== 'sent') return recordUnsent(store, message, attempt);
  const { providerId } = attempt;
  if (providerId === null) return record(store, message, attempt);
  return store.transaction((db) => markSent(db, message, providerId));
}

/** Whether a message of the account is already known to the provider by this id. */
export async function isProviderId(
  { sql }: Db,
  accountId: number,
  providerId: string,
): Promise<boolean> {
  const row: unknown = await sql('outbound_messages')
    .where({ account_id: accountId, provider_id: providerId })
    .first('id');
  return row !== undefined;
}
