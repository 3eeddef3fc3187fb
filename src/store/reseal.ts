import { activeKey } from '../core/keys.ts';
import { killPoint } from '../core/kill-points.ts';
import { boundTo, placeIn, sealedColumns, type SealedColumn } from './sealed-columns.ts';
import type { Db, Store } from './store.ts';

type Row = Readonly<Record<string, string | number>>;

/** A cipher text as it was and as it is to be. */
interface Change {
  readonly key: Row;
  readonly from: string;
  readonly to: string;
}

/** What became of the next rows of a column. */
export interface Resealed {
  readonly resealed: number;
  /** Rows that do not open: their key is gone, or they were changed. */
  readonly broken: number;
  /** Where to go on; undefined: that was the end. */
  readonly after: Row | undefined;
}

const marks = (names: readonly string[], mark: string): string => names.map(() => mark).join(', ');

/** What begins so needs no other key. */
const current = ({ keys }: Db): string => `v1.${activeKey(keys)}.`;

/** The next rows behind that one which the active key has not sealed. */
async function readRows(
  db: Db,
  { table, column, key, ...rest }: SealedColumn,
  { after, limit }: { readonly after: Row | undefined; readonly limit: number },
): Promise<Row[]> {
  const wanted = new Set([...key, ...boundTo({ table, column, key, ...rest }), column]);
  const prefix = current(db);
  const query = db
    .sql(table)
    .select(...wanted)
    .whereNotNull(column)
    .whereNot(column, '')
    .whereRaw('substr(??, 1, ?) <> ?', [column, prefix.length, prefix])
    .limit(limit);
  for (const name of key) void query.orderBy(name);
  if (after) {
    const values = key.map((name) => after[name] ?? '');
    void query.whereRaw(`(${marks(key, '??')}) > (${marks(key, '?')})`, [...key, ...values]);
  }
  return query;
}

const keyOf = ({ key }: SealedColumn, row: Row): Row =>
  Object.fromEntries(key.map((name) => [name, row[name] ?? '']));

/** The same text under the active key; undefined when it does not open. */
function changeOf({ keys }: Db, column: SealedColumn, row: Row): Change | undefined {
  const from = String(row[column.column]);
  const place = placeIn(column, row);
  try {
    return { key: keyOf(column, row), from, to: keys.seal(keys.open(from, place), place) };
  } catch {
    return undefined;
  }
}

/** Those whose rows nobody writes just now: waiting for one another could lock up. */
async function free(
  { sql, dialect }: Db,
  column: SealedColumn,
  changes: readonly Change[],
): Promise<readonly Change[]> {
  if (dialect === 'sqlite') return changes; // its one writer holds the whole database
  const values = changes.map(({ key }) => column.key.map((name) => key[name] ?? ''));
  const rows: Row[] = await sql(column.table)
    .select(...column.key)
    .whereIn([...column.key], values)
    .forUpdate()
    .skipLocked();
  const locked = new Set(rows.map((row) => JSON.stringify(keyOf(column, row))));
  return changes.filter(({ key }) => locked.has(JSON.stringify(key)));
}

/** Compares and sets: what was written meanwhile is left as it is. Gives how many were set. */
async function setAll(
  store: Store,
  column: SealedColumn,
  changes: readonly Change[],
): Promise<number> {
  return store.transaction(async (db) => {
    let set = 0;
    for (const { key, from, to } of await free(db, column, changes)) {
      set += await db
        .sql(column.table)
        .where({ ...key, [column.column]: from })
        .update({ [column.column]: to });
    }
    killPoint('rotate.resealing');
    return set;
  });
}

/**
 * Seals the next rows of a column with the active key that another key has sealed. A row that is
 * being written is left for the next time round.
 */
export async function resealSome(
  store: Store,
  column: SealedColumn,
  from: { readonly after: Row | undefined; readonly limit: number },
): Promise<Resealed> {
  const rows = await readRows(store, column, from);
  const changes = rows.flatMap((row) => changeOf(store, column, row) ?? []);
  const resealed = changes.length > 0 ? await setAll(store, column, changes) : 0;
  killPoint('rotate.resealed');
  const last = rows.length < from.limit ? undefined : rows.at(-1);
  return { resealed, broken: rows.length - changes.length, after: last && keyOf(column, last) };
}

/** How many cipher texts of a column each key has made, by its id. */
async function countColumn(
  { sql, dialect }: Db,
  { table, column }: SealedColumn,
): Promise<{ id: string; n: number }[]> {
  const id =
    dialect === 'sqlite'
      ? `substr(??, 4, instr(substr(??, 4), '.') - 1)`
      : `split_part(??, '.', 2)`;
  const names = dialect === 'sqlite' ? [column, column] : [column];
  return sql(table)
    .select(sql.raw(`${id} as id`, names))
    .count({ n: '*' })
    .whereNotNull(column)
    .whereNot(column, '')
    .groupByRaw('1');
}

/** How many cipher texts of the whole database each key has made, by its id. Reads everything. */
export async function countByKey(db: Db): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const column of sealedColumns) {
    for (const { id, n } of await countColumn(db, column))
      counts.set(id, (counts.get(id) ?? 0) + n);
  }
  return counts;
}

/** The table of a cipher text that does not open with these keys, one of each column looked at; undefined: all open. */
export async function unopened(db: Db): Promise<string | undefined> {
  for (const column of sealedColumns) {
    const names = new Set([...boundTo(column), column.column]);
    const row: Row | undefined = await db
      .sql(column.table)
      .first(...names)
      .whereNotNull(column.column)
      .whereNot(column.column, '');
    if (row && !changeOf(db, { ...column, key: [] }, row)) return column.table;
  }
  return undefined;
}
