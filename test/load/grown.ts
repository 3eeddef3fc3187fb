import type { Store } from '../../src/store/store.ts';

/** The pieces in which the two databases differ. */
const dialects = {
  sqlite: {
    series: 'with recursive s(i) as (select ? union all select i + 1 from s where i < ?)',
    random: `lower(hex(randomblob(16)))`,
  },
  postgres: {
    series: 'with s(i) as (select generate_series(?::int, ?::int))',
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
const state = 'v1.test.'.padEnd(360, 'c');

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
     select ${grown.accountId}, '+62812' || (30000000 + i - 1), ${base} + i, 1 from s`,
    span,
  );
  await sql.raw(
    `insert into conversations (contact_id, state_sealed, updated_at) ${series}
     select ${base} + i, '${state}', 1 from s`,
    span,
  );
}

/** Which contact a message is of: neighbours in time lie far from each other. */
const contactOf = (contacts: number): string => `1 + (i * 7919) % ${contacts}`;

/** One statement's part: what is known as i = from ... to, a minute older for each to come. */
async function addMessages(store: Store, grown: Grown, from: number, to: number): Promise<void> {
  const { sql, dialect } = store;
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
  if (store.dialect === 'sqlite') await store.sql.raw('pragma synchronous = off');
  for (let from = before.messages + 1; from <= messages; from += step) {
    await addMessages(store, grown, from, Math.min(messages, from + step - 1));
  }
  if (store.dialect === 'sqlite') {
    await store.sql.raw('pragma synchronous = full');
    await store.sql.raw('pragma wal_checkpoint(truncate)');
  } else await store.sql.raw('vacuum analyze');
  return grown;
}

/** Bytes of the whole database. */
export async function sizeOf({ sql, dialect }: Store): Promise<number> {
  if (dialect === 'postgres') {
    const { rows } = (await sql.raw('select pg_database_size(current_database()) as size')) as {
      rows: { size: number }[];
    };
    return rows[0]?.size ?? 0;
  }
  const pragma = async (name: string): Promise<number> => {
    const [row] = (await sql.raw(`pragma ${name}`)) as Readonly<Record<string, number>>[];
    return row?.[name] ?? 0;
  };
  return (await pragma('page_count')) * (await pragma('page_size'));
}
