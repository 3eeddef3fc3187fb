import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { onEachDatabase } from './helpers/databases.ts';
import { roles, rolesTable } from './load/scaling-roles.ts';
import { scalingTables } from './load/scaling.ts';

const file = new URL('../../docs/scaling.md', import.meta.url);
const tables = { ...scalingTables, roles: rolesTable };

const columnsOf = {
  sqlite: `select m.name as "table", c.name as "column" from sqlite_master m
             join pragma_table_info(m.name) c where m.type = 'table'
             and m.name not like 'sqlite_%' and m.name not like '%\\_fts%' escape '\\'`,
  postgres: `select table_name as "table", column_name as "column"
               from information_schema.columns where table_schema = 'public'`,
};

describe('docs/scaling.md', () => {
  it('holds the tables as they follow from their numbers', async () => {
    const page = readFileSync(file, 'utf8');
    const names: string[] = [];
    const made = page.replaceAll(
      /(<!-- table: (\w+) -->\n)[^]*?(<!-- end -->)/g,
      (_, begin: string, name: string, end: string) => {
        names.push(name);
        return `${begin}\n${tables[name as keyof typeof tables]?.() ?? ''}\n\n${end}`;
      },
    );
    expect(names.toSorted()).to.deep.equal(Object.keys(tables).toSorted());
    const shown = await format(made, { parser: 'markdown', printWidth: 100 });
    if (process.env['UPDATE']) writeFileSync(file, shown);
    else expect(page).to.equal(shown);
  });

  it('names metrics that there are', () => {
    const page = readFileSync(file, 'utf8');
    const source = ['metrics', 'metrics-sms', 'metrics-loop']
      .map((name) => readFileSync(new URL(`../../src/web/${name}.ts`, import.meta.url), 'utf8'))
      .join('\n');
    const named = [...page.matchAll(/`sapakerja_([a-z_]+)/g)].map(([, name = '']) => name);
    expect(named).to.have.length.above(3);
    for (const name of named) {
      const own = name.replace(/^(?:sms|channel)_/, '');
      expect(source, name).to.match(new RegExp(`['_]${own}['\`]`));
    }
  });
});

onEachDatabase('the roles of docs/scaling.md', (open, dialect) => {
  it('are given to each table, and by office where there is a column for it', async () => {
    const store = await open();
    const found = await store.sql.raw(columnsOf[dialect]);
    const rows: { table: string; column: string }[] = dialect === 'postgres' ? found.rows : found;
    const all = new Set(rows.map(({ table }) => table));
    expect([...all].filter((name) => !Object.hasOwn(roles, name))).to.deep.equal([]);
    expect(Object.keys(roles).filter((name) => !all.has(name))).to.deep.equal([]);
    const withOffice = new Set(
      rows.filter(({ column }) => column === 'office_code').map(({ table }) => table),
    );
    const wrong = Object.entries(roles).filter(
      ([name, { role }]) =>
        (role === 'office' && !withOffice.has(name)) ||
        (role === 'office, from' && withOffice.has(name)),
    );
    expect(wrong).to.deep.equal([]);
  });
});
