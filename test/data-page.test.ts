import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import type { Store } from '../src/store/store.ts';
import { onEachDatabase } from './helpers/databases.ts';

const page = readFileSync(new URL('../../docs/data.md', import.meta.url), 'utf8');

/** Rows of the page's tables: the names in the first cell, and the whole row. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .flatMap((line) => (line.split('|')[1] ?? '').split(',').map((name) => [name.trim(), line]));

const described = new Map(rows.map(([name = '', line = '']) => [name, line]));

const columnsOf = {
  sqlite: `select m.name as "table", c.name as "column" from sqlite_master m
             join pragma_table_info(m.name) c where m.type = 'table'
             and m.name not like 'sqlite_%' and m.name not like '%\\_fts\\_%' escape '\\'`,
  postgres: `select table_name as "table", column_name as "column"
               from information_schema.columns where table_schema = 'public'`,
};

onEachDatabase('docs/data.md', (open, dialect) => {
  let columns: { table: string; column: string }[];

  before(async () => {
    const store: Store = await open();
    const found = await store.sql.raw(columnsOf[dialect]);
    columns = dialect === 'postgres' ? found.rows : found;
  });

  it('names every table', () => {
    const tables = new Set(columns.map(({ table }) => table));
    expect([...tables].filter((name) => !described.has(name))).to.deep.equal([]);
  });

  it('names every sealed and every indexed column with its table', () => {
    const hidden = columns.filter(({ column }) => /_(?:sealed|index)$/.test(column));
    const missing = hidden.filter(
      ({ table, column }) => !described.get(table)?.includes(`\`${column}\``),
    );
    expect(missing).to.deep.equal([]);
    expect(hidden).to.have.length.above(5);
  });
});
