import { SendError } from '../core/errors.ts';
import type { Blocking } from '../core/message.ts';
import { blockAddress, unblockAddress } from '../store/blocked.ts';
import type { ClaimedOutbound } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

/** A person's shutting out or letting in, and the account it is about. */
export type AccountBlocking = Blocking & { readonly accountId: number };

/** Keeps who shut us out and who let us in again, in the order it happened. Durable when it resolves. */
export async function block(store: Store, blockings: readonly AccountBlocking[]): Promise<void> {
  for (const { accountId, from: userId, blocked } of blockings) {
    await store.transaction(async (db) => {
      if (blocked) await blockAddress(db, { accountId, userId });
      else await unblockAddress(db, { accountId, userId });
    });
  }
}

/** The error of a message to somebody who shut us out: it does not leave. */
export const shutOut = (): SendError => new SendError('opted-out', { retryable: false });

/** When a provider refused a message because its recipient shut us out, nothing more goes there. */
export async function blockRefused(
  store: Store,
  { accountId, userId }: ClaimedOutbound,
  error: unknown,
): Promise<void> {
  if (!(error instanceof SendError) || error.code !== 'opted-out') return;
  await store.transaction((db) => blockAddress(db, { accountId, userId }));
}
