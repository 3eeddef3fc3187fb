import type { Db, Store } from '../../src/store/store.ts';

/** The pieces in which the two databases differ. */
const dialects = {
  sqlite: {
    // SQLite is given numbers as real ones: '30000000.0' would be no phone.
    series:
      'with recursive s(i) as (select cast(? as integer) union all select i + 1 from s where i < ?)',
    random: `lower(hex(randomblob(16)))`,
  },
  postgres: {
    series: 'with s(i) as (select generate_series(?::bigint, ?::bigint))',
    random: `md5(random()::text || i::text)`,
  },
} as const;

/** What a database holds that has grown. */
export interface Grown {
  readonly accountId: number;
  /** Messages that came in so far, each with its answer. */
  readonly messages: number;
  readonly contacts: number;
}

/** Messages of one contact. */
const each = 20;

const step = 50_000;

/** Sealed texts as long as real ones: what is written in a registration, and an answer with its trace. */
const bodies = { in: 'v1.test.'.padEnd(76, 'a'), out: 'v1.test.'.padEnd(420, 'b') } as const;

async function addContacts({ sql, dialect }: Store, grown: Grown, to: number): Promise<void> {
  const { series, random } = dialects[dialect];
  const span = [grown.contacts + 1, to];
  const [row]: { id: number | null }[] = await sql('contacts').max({ id: 'id' });
  const base = (row?.id ?? 0) - grown.contacts;
  await sql.raw(
    `insert into contacts (public_id, created_at) ${series} select 'c_' || ${random}, 1 from s`,
    span,
  );
  await sql.raw(
    `insert into addresses (account_id, user_id, contact_id, created_at) ${series}
     select ${grown.accountId}, '+62812' || (30000000 + i - 1), ${base} + i, 1 from s where true
     on conflict do nothing`, // who has written to the server meanwhile is there already
    span,
  );
}

/** Which contact a message is of: neighbours in time lie far from each other. */
const contactOf = (contacts: number): string => `1 + (i * 7919) % ${contacts}`;

/** One statement's part: what is known as i = from ... to, a minute older for each to come. */
async function addMessages(
  { sql, dialect }: Db,
  grown: Grown,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const { series, random } = dialects[dialect];
  const { accountId, contacts } = grown;
  const at = `${Date.now() - 86_400_000 * 89} + i`;
  const who = `(select a.id from addresses as a where a.account_id = ${accountId}
    and a.user_id = '+62812' || (30000000 + ${contactOf(contacts)} - 1))`;
  const contact = `(select a.contact_id from addresses as a where a.account_id = ${accountId}
    and a.user_id = '+62812' || (30000000 + ${contactOf(contacts)} - 1))`;
  const insert = (into: string, select: string): Promise<unknown> =>
    sql.raw(`insert into ${into} ${series} select ${select} from s`, [from, to]);
  await insert(
    'inbound_keys (account_id, key, received_at)',
    `${accountId}, 'SM' || ${random}, ${at}`,
  );
  await insert(
    `inbound_messages (account_id, contact_id, address_id, key, body_sealed, status, attempts, received_at)`,
    `${accountId}, ${contact}, ${who}, 'SM' || ${random}, '${bodies.in}', 'done', 1, ${at}`,
  );
  await insert(
    `outbound_messages (public_id, account_id, contact_id, address_id, inbound_id, class, body_sealed,
     segments, status, attempts, next_at, provider_id, created_at, updated_at, expires_at, overtakes)`,
    `${random} || 'abcd', ${accountId}, ${contact}, ${who}, i, 0, '${bodies.out}',
     1, case when i % 50 = 0 then 'failed' else 'delivered' end, 1, 0, 'SM' || ${random}, ${at}, ${at}, ${at}, 1`,
  );
  await insert(
    'delivery_reports (account_id, provider_id, status, received_at)',
    `${accountId}, 'SM' || ${random}, 'delivered', ${at}`,
  );
}

/** Lets a database grow to so many messages, as months of traffic would leave them, oldest first. */
export async function grow(store: Store, before: Grown, messages: number): Promise<Grown> {
  const contacts = Math.ceil(messages / each);
  await addContacts(store, before, contacts);
  const grown = { ...before, contacts, messages };
  // Every row refers to rows that are there: asking so for each takes longer than writing it.
  if (store.dialect === 'sqlite') {
    await store.sql.raw('pragma synchronous = off');
    await store.sql.raw('pragma foreign_keys = off');
  }
  for (let from = before.messages + 1; from <= messages; from += step) {
    const part = { from, to: Math.min(messages, from + step - 1) };
    await store.transaction(async (db) => {
      if (db.dialect === 'postgres')
        await db.sql.raw('set local session_replication_role = replica');
      await addMessages(db, grown, part);
    });
  }
  if (store.dialect === 'sqlite') {
    await store.sql.raw('pragma synchronous = full');
    await store.sql.raw('pragma foreign_keys = on');
    await store.sql.raw('pragma wal_checkpoint(truncate)');
  } else await store.sql.raw('vacuum analyze');
  return grown;
}

/** Bytes of the whole database. */
export async function sizeOf({ sql, dialect }: Store): Promise<number> {
  if (dialect === 'postgres') {
    const row: { size: number } = await sql.first(
      sql.raw('pg_database_size(current_database()) as size'),
    );
    return row.size;
  }
  const pragma = async (name: string): Promise<number> => {
    const rows: Readonly<Record<string, number>>[] = await sql.raw(`pragma ${name}`);
    return rows[0]?.[name] ?? 0;
  };
  return (await pragma('page_count')) * (await pragma('page_size'));
}

const unfinished = `status in ('queued', 'sending', 'unknown')`;

/** Everything has been sent: nothing waits in the outbox. */
export async function sendAll({ sql }: Store): Promise<void> {
  await sql('outbound_messages').whereRaw(unfinished).update({ status: 'delivered' });
}

/** A tenth of all messages waits to be sent, as in the middle of a broadcast; gives how many. */
export async function queueTenth({ sql }: Store): Promise<number> {
  return sql('outbound_messages')
    .whereRaw('id % 10 = 0')
    .update({ status: 'queued', class: 1, next_at: 0, body_sealed: '' });
}
