import type { Knex } from 'knex';
import { purposesWith } from '../core/purpose.ts';
import { never } from './due.ts';
import { outboundClass } from './outbound.ts';
import type { Db } from './store.ts';

/**
 * Gives up what these rows are: what has not left is `expired`, what may have left stays unknown and
 * is tried no more. Gives how many will not be sent.
 */
async function giveUp(rows: () => Knex.QueryBuilder, now: number): Promise<number> {
  // Not bound: it would be planned anew each time, see sqlite-client.ts.
  const isTried = `next_at < ${never}`;
  await rows().where({ status: 'unknown' }).whereRaw(isTried).update({ next_at: never });
  return rows().where({ status: 'queued' }).update({ status: 'expired', updated_at: now });
}

/** Gives up what a contact was to be sent and has not asked for. */
export async function expireBulk({ sql }: Db, contactId: number, now: number): Promise<number> {
  const unasked = [outboundClass.bulk, outboundClass.broadcast];
  const own = () => sql('outbound_messages').where({ contact_id: contactId });
  return giveUp(() => own().whereIn('class', unasked), now);
}

/** Of a broadcast that was on its way to two contacts who turn out to be one, only the first leaves. */
export async function expireTwins({ sql }: Db, contactId: number, now: number): Promise<void> {
  const first = sql('outbound_messages as f')
    .select('f.id')
    .whereRaw('f.contact_id = outbound_messages.contact_id')
    .whereRaw('f.broadcast_id = outbound_messages.broadcast_id and f.id < outbound_messages.id');
  const own = { contact_id: contactId, class: outboundClass.broadcast };
  await giveUp(() => sql('outbound_messages').where(own).whereExists(first.clone()), now);
}

/** Gives up a message that has not left; false when it has, or is on its way. */
export async function expireQueued({ sql }: Db, publicId: string, now: number): Promise<boolean> {
  const changed: number = await sql('outbound_messages')
    .where({ public_id: publicId, status: 'queued' })
    .update({ status: 'expired', updated_at: now });
  return changed > 0;
}

/** Written out as in the partial index `outbound_expiry`. */
const isUnfinished = "status in ('queued', 'sending', 'unknown')";

/** Gives up an account's messages whose time is over; `now` is the clock that dated them. */
export async function expireStale({ sql }: Db, accountId: number, now: number): Promise<number> {
  return giveUp(
    () =>
      sql('outbound_messages')
        .where({ account_id: accountId })
        .whereRaw(isUnfinished)
        .where('expires_at', '<=', now),
    now,
  );
}

/** After so long a reply is worth nothing beside a newer one. */
const outwaited = 10 * 60_000;

/**
 * Gives up an account's replies of the machine that have waited for ten minutes, when a newer reply
 * to the same person exists: of several only the newest is worth reading.
 */
export async function expireReplaced({ sql }: Db, accountId: number, now: number): Promise<number> {
  const newer = () =>
    sql('outbound_messages as n')
      .select('n.id')
      .where('n.class', outboundClass.reply)
      .whereNotIn('n.status', ['failed', 'expired'])
      .whereRaw('n.contact_id = outbound_messages.contact_id and n.id > outbound_messages.id');
  return giveUp(
    () =>
      sql('outbound_messages')
        .where({ account_id: accountId, class: outboundClass.reply })
        .whereRaw(isUnfinished)
        .whereIn('purpose', [...purposesWith(({ replaceable }) => replaceable)])
        .where('created_at', '<', now - outwaited)
        .whereExists(newer()),
    now,
  );
}
