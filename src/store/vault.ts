import { databaseNow, type Db, type Store } from './store.ts';

/** One value of an account's vault; null removes it. */
export interface VaultEntry {
  readonly category: string;
  readonly id: string;
  readonly value: string | null;
}

/** What an account keeps between two starts, and nobody else reads. */
export interface AccountVault {
  read(category: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  write(entries: readonly VaultEntry[]): Promise<void>;
  clear(): Promise<void>;
}

interface Row {
  readonly account: string;
  readonly category: string;
  readonly id: string;
  readonly value_sealed: string;
}

/** Names of keys are phone numbers: a keyed hash stands in their place. */
const hidden = ({ keys }: Db, category: string, id: string): string =>
  keys.index('channel_vault', `${category}|${id}`);

/** A value copied to another name or account does not open. */
const place = (account: string, category: string, id: string): string =>
  `channel_vault.value|${account}|${category}|${id}`;

/** Rows of one statement: SQLite takes some thousand parameters, each row has five. */
const most = 500;

const pieces = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, n) =>
    all.slice(n * most, (n + 1) * most),
  );

async function readValues(
  db: Db,
  account: string,
  wanted: { readonly category: string; readonly ids: readonly string[] },
): Promise<Map<string, string>> {
  const { sql, keys } = db;
  const { category } = wanted;
  const names = new Map(wanted.ids.map((id) => [hidden(db, category, id), id]));
  const values = new Map<string, string>();
  for (const some of pieces([...names.keys()])) {
    const rows: Row[] = await sql('channel_vault')
      .select('id', 'value_sealed')
      .where({ account, category })
      .whereIn('id', some);
    for (const { id, value_sealed: sealed } of rows)
      values.set(names.get(id) ?? '', keys.open(sealed, place(account, category, id)));
  }
  return values;
}

async function removeValues(
  db: Db,
  account: string,
  removed: readonly VaultEntry[],
): Promise<void> {
  for (const some of pieces(removed)) {
    await db
      .sql('channel_vault')
      .where({ account })
      .whereIn(
        ['category', 'id'],
        some.map(({ category, id }) => [category, hidden(db, category, id)]),
      )
      .delete();
  }
}

async function keepValues(
  db: Db,
  account: string,
  kept: readonly (VaultEntry & { readonly value: string })[],
): Promise<void> {
  const { sql, keys } = db;
  for (const some of pieces(kept)) {
    const rows = some.map(({ category, id: name, value }) => {
      const id = hidden(db, category, name);
      const sealed = keys.seal(value, place(account, category, id));
      return { account, category, id, value_sealed: sealed, updated_at: databaseNow(db) };
    });
    await sql('channel_vault')
      .insert(rows)
      .onConflict(['account', 'category', 'id'])
      .merge(['value_sealed', 'updated_at']);
  }
}

const nameOf = ({ category, id }: VaultEntry): string => JSON.stringify([category, id]);

const hasValue = (entry: VaultEntry): entry is VaultEntry & { readonly value: string } =>
  entry.value !== null;

/**
 * The vault of one account: names hidden, values sealed and bound to account and name. A write is one transaction:
 * keys of a ratchet that belong together are all there, or none. Of a name given twice the last counts.
 */
export function openVault(store: Store, account: string): AccountVault {
  return {
    read: (category, ids) => readValues(store, account, { category, ids }),
    write: async (entries) => {
      const last = new Map(entries.map((entry) => [nameOf(entry), entry]));
      // Sorted, so that two writers wait for one another and do not lock up.
      const sorted = [...last].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
      await store.transaction(async (db) => {
        await removeValues(
          db,
          account,
          sorted.filter(({ value }) => value === null),
        );
        await keepValues(db, account, sorted.filter(hasValue));
      });
    },
    clear: async () => {
      await store.sql('channel_vault').where({ account }).delete();
    },
  };
}
