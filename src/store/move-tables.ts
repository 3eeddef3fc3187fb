import type { Db } from './store.ts';

/** A table as both databases have it. */
export interface MovedTable {
  readonly name: string;
  /** Columns that are copied, in the order of their names. */
  readonly columns: readonly string[];
  /** Columns that SQLite keeps its rows in the order of: `rowid`, or the key where there is none. */
  readonly order: readonly string[];
  /** The column that counts by itself, if there is one. */
  readonly counted: string | undefined;
}

/** What one database has: each table with its columns. */
type Shape = ReadonlyMap<string, readonly string[]>;

/** The database keeps these by itself; `counters` are sequences on PostgreSQL. */
const own = /^(sqlite_|knex_migrations)/;
const replaced = new Set(['counters']);

/** Indexes for searching: made anew from what they are of, each database has its own form. */
const searches = new Set(['vacancy_search', 'vacancy_words', 'seeker_search', 'seeker_words']);
const fullText = /_fts(_|$)/;

interface ColumnRow {
  readonly table: string;
  readonly column: string;
}

function toShape(rows: readonly ColumnRow[]): Shape {
  const shape = new Map<string, string[]>();
  for (const { table, column } of rows) shape.set(table, [...(shape.get(table) ?? []), column]);
  return shape;
}

async function shapeOfSqlite({ sql }: Db): Promise<Shape> {
  const rows: ColumnRow[] = await sql.raw(
    `select m.name as "table", c.name as "column"
       from sqlite_master m join pragma_table_info(m.name) c
      where m.type = 'table' order by 1, 2`,
  );
  return toShape(rows);
}

async function shapeOfPostgres({ sql }: Db): Promise<Shape> {
  const { rows } = await sql.raw<{ rows: ColumnRow[] }>(
    `select c.relname as "table", a.attname as "column"
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by 1, 2`,
  );
  return toShape(rows);
}

/** Whether a table is copied row by row: neither the database's own nor made from others. */
export const isCopied = (name: string): boolean =>
  !own.test(name) && !fullText.test(name) && !replaced.has(name) && !searches.has(name);

/** @throws Error when a table of one is not the same in the other: a copy would lose something */
function checkSame(from: Shape, to: Shape): void {
  const names = new Set([...from.keys(), ...to.keys()]);
  const differing = [...names]
    .filter(isCopied)
    .filter((name) => from.get(name)?.join() !== to.get(name)?.join());
  if (differing.length > 0)
    throw new Error(`tables differ between the two databases: ${differing.join(', ')}`);
}

/** What this database has. */
export const readColumns = (db: Db): Promise<Shape> =>
  db.dialect === 'sqlite' ? shapeOfSqlite(db) : shapeOfPostgres(db);

async function referencesOfSqlite({ sql }: Db): Promise<Shape> {
  const rows: ColumnRow[] = await sql.raw(
    `select distinct m.name as "table", f."table" as "column"
       from sqlite_master m join pragma_foreign_key_list(m.name) f
      where m.type = 'table' and f."table" <> m.name`,
  );
  return toShape(rows);
}

/** Which tables refer to which, themselves left out. */
export async function readReferences(db: Db): Promise<Shape> {
  if (db.dialect === 'sqlite') return referencesOfSqlite(db);
  const { sql } = db;
  const { rows } = await sql.raw<{ rows: ColumnRow[] }>(
    `select f.relname as "table", t.relname as "column"
       from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      where k.contype = 'f' and k.connamespace = current_schema()::regnamespace and f.oid <> t.oid`,
  );
  return toShape(rows);
}

/** Names so that each stands behind those it refers to. @throws Error when they refer in a circle */
export function inOrder(
  names: readonly string[],
  references: ReadonlyMap<string, readonly string[]>,
): string[] {
  const placed = new Set<string>();
  const waiting = new Set(names);
  while (waiting.size > 0) {
    const free = [...waiting].filter((name) =>
      (references.get(name) ?? []).every((other) => placed.has(other) || !waiting.has(other)),
    );
    if (free.length === 0) throw new Error(`tables refer in a circle: ${[...waiting].join(', ')}`);
    for (const name of free) {
      placed.add(name);
      waiting.delete(name);
    }
  }
  return [...placed];
}

/** The keys of the tables of SQLite that have no rowid. */
export async function readKeys({ sql }: Db): Promise<Shape> {
  const rows: ColumnRow[] = await sql.raw(
    `select t.name as "table", c.name as "column"
       from pragma_table_list t join pragma_table_info(t.name) c
      where t.schema = 'main' and t.type = 'table' and t.wr = 1 and c.pk > 0 order by t.name, c.pk`,
  );
  return toShape(rows);
}

/** The columns that a sequence of PostgreSQL counts, by their tables. */
export async function readCounted({ sql }: Db): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.raw<{ rows: ColumnRow[] }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
      where table_schema = current_schema()
        and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null`,
  );
  return new Map(rows.map(({ table, column }) => [table, column]));
}

/**
 * The tables that are copied from SQLite to PostgreSQL, those that others refer to first.
 * @throws Error when they are not the same in both
 */
export async function movedTables(from: Db, to: Db): Promise<readonly MovedTable[]> {
  const shape = await shapeOfPostgres(to);
  checkSame(await shapeOfSqlite(from), shape);
  const counted = await readCounted(to);
  const keys = await readKeys(from);
  const names = inOrder([...shape.keys()].filter(isCopied), await readReferences(to));
  return names.map((name) => ({
    name,
    columns: shape.get(name) ?? [],
    order: keys.get(name) ?? ['rowid'],
    counted: counted.get(name),
  }));
}
