import type { Channel, RunSql } from '../channels/channel.ts';
import type { OutboundMessage, Receipt } from '../core/message.ts';
import { markSent } from '../store/marks.ts';
import type { ClaimedOutbound } from '../store/outbox.ts';
import type { Db, Store } from '../store/store.ts';
import { killPoint } from '../core/kill-points.ts';

/** A receipt whose message is marked as sent already. */
export type MarkedReceipt = Receipt & { readonly marked: true };

const statementsOf =
  ({ sql }: Db): RunSql =>
  async (text, values) => {
    const { rows }: { rows: Awaited<ReturnType<RunSql>> } = await sql.raw(text, [...values]);
    return rows;
  };

/**
 * Hands a message over and marks it in one transaction, where the provider's tables lie in our
 * PostgreSQL: both are kept or neither, so that it leaves exactly once. Undefined where they do not.
 * @throws Error when the lease was lost meanwhile: then nothing is kept
 */
export async function handOver(
  store: Store,
  { within }: Pick<Channel, 'within'>,
  claimed: ClaimedOutbound,
  message: OutboundMessage,
): Promise<MarkedReceipt | undefined> {
  if (store.dialect !== 'postgres' || !within) return undefined;
  return store.transaction(async (db) => {
    const hand = await within(statementsOf(db));
    const receipt = await hand?.(message);
    if (!receipt) return undefined;
    if (!(await markSent(db, claimed, receipt.providerId ?? null))) throw new Error('lease lost');
    killPoint('send.called');
    return { ...receipt, marked: true };
  });
}
