import { endAllLeases } from './leases.ts';
import type { Db } from './store.ts';

/** What was not put back as it was, counted. */
export interface Dropped {
  /** Linked phones that have to be linked again. */
  readonly linked: number;
  /** Messages that had not left when the backup was made: nobody knows whether they did since. */
  readonly unsent: number;
  /** Broadcasts that were under way. */
  readonly broadcasts: number;
}

/**
 * Keys of a linked phone move on with every message. Older ones would be taken for another phone's
 * by whom we write to, and cannot open what comes: it is to be linked again.
 */
async function unlinkPhones({ sql }: Db): Promise<number> {
  const accounts: string[] = await sql('channel_vault')
    .distinct('account')
    .where('category', 'credentials')
    .pluck('account');
  if (accounts.length > 0) await sql('channel_vault').whereIn('account', accounts).delete();
  return accounts.length;
}

/** Sent since or not: after hours or days a second one would only confuse. */
async function giveUpUnsent({ sql }: Db, now: number): Promise<number> {
  return sql('outbound_messages')
    .whereIn('status', ['queued', 'sending', 'unknown'])
    .update({ status: 'expired', error_code: 'restored', lease_until: null, updated_at: now });
}

const underWay = ['released', 'paused'];

async function endBroadcasts({ sql }: Db, now: number): Promise<number> {
  await sql('broadcast_outbox').delete();
  return sql('broadcasts').whereIn('state', underWay).update({ state: 'cancelled', ended_at: now });
}

/** Takes out of a database that was put back what must not go on where it stood. */
export async function settleRestored(db: Db, now: number): Promise<Dropped> {
  const { sql } = db;
  const dropped = {
    linked: await unlinkPhones(db),
    unsent: await giveUpUnsent(db, now),
    broadcasts: await endBroadcasts(db, now),
  };
  await endAllLeases(db);
  for (const table of ['officer_sessions', 'presence', 'key_holders']) await sql(table).delete();
  return dropped;
}
