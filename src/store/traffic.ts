import { allRows } from './statement.ts';
import type { Db } from './store.ts';

/** How much a contact has written lately. */
export interface Traffic {
  readonly minute: number;
  readonly fiveMinutes: number;
  readonly day: number;
}

interface TrafficRow {
  readonly contact_id: number;
  readonly minute: number;
  readonly five: number;
  readonly day: number;
}

/** Counts each contact's messages of the last minute, five minutes and day before `now`. */
export async function readTraffic(
  db: Db,
  contactIds: readonly number[],
  now: number,
): Promise<Map<number, Traffic>> {
  const rows = await allRows<TrafficRow>(
    db,
    `select contact_id, count(*) as day,
       sum(case when received_at > ? then 1 else 0 end) as minute,
       sum(case when received_at > ? then 1 else 0 end) as five
     from inbound_messages
     where contact_id in (?) and received_at > ?
     group by contact_id`,
    [now - 60_000, now - 300_000, contactIds, now - 86_400_000],
  );
  return new Map(
    rows.map((row) => [
      row.contact_id,
      { minute: row.minute, fiveMinutes: row.five, day: row.day },
    ]),
  );
}
