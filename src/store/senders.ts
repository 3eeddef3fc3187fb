import type { Medium } from '../core/message.ts';
import { localChannels } from './accounts.ts';
import type { Db } from './store.ts';

/** A sender at a provider, as its page and the metrics show it. */
export interface SenderRow {
  readonly id: number;
  readonly channel: string;
  readonly name: string;
  readonly medium: Medium;
  readonly officeCode: string;
  /** What officers call it; null: the environment's. */
  readonly label: string | null;
  readonly enabled: boolean;
  /** Added in the admin page. */
  readonly added: boolean;
  /** Messages that wait to leave. */
  readonly queued: number;
}

interface Row {
  readonly id: number;
  readonly channel: string;
  readonly name: string;
  readonly medium: Medium;
  readonly office_code: string;
  readonly label: string | null;
  readonly enabled: number;
  readonly added: number | boolean;
}

/** Written out as in the partial index `outbound_head`, which makes the count cheap. */
const waiting = `status in ('queued', 'sending', 'unknown')`;

async function countQueued({ sql }: Db): Promise<Map<number, number>> {
  const rows: { account_id: number; n: number }[] = await sql('outbound_messages')
    .select('account_id')
    .count({ n: '*' })
    .whereRaw(waiting)
    .groupBy('account_id');
  return new Map(rows.map(({ account_id: id, n }) => [id, n]));
}

/** All senders but those of this machine, by office; of one office where one is given. */
export async function listSenders(db: Db, office?: string): Promise<SenderRow[]> {
  const { sql } = db;
  const rows: Row[] = await sql('accounts')
    .select('id', 'channel', 'name', 'medium', 'office_code', 'label', 'enabled')
    .select(sql.raw('settings_sealed is not null as added'))
    .whereNotIn('channel', [...localChannels])
    .where(office === undefined ? {} : { office_code: office })
    .orderBy(['office_code', 'channel', 'id']);
  const queued = await countQueued(db);
  return rows.map(({ office_code: officeCode, enabled, added, ...row }) => ({
    ...row,
    officeCode,
    enabled: enabled === 1,
    added: Boolean(added),
    queued: queued.get(row.id) ?? 0,
  }));
}
