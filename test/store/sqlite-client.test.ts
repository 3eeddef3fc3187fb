import { expect } from 'chai';
import { onEachDatabase } from '../helpers/databases.ts';

onEachDatabase('LIMIT', (open, dialect) => {
  it('is written out on SQLite, in transactions too, and gives as many rows as before', async () => {
    const store = await open();
    const numbers = ['a', 'b', 'c'].map((name, value) => ({ name, value }));
    await store.sql('counters').whereIn('name', ['a', 'b', 'c']).delete();
    await store.sql('counters').insert(numbers);
    const few = (sql = store.sql) =>
      sql('counters').whereIn('name', ['a', 'b', 'c']).orderBy('name').limit(2).pluck('name');
    expect(await few()).to.deep.equal(['a', 'b']);
    expect(await store.transaction(({ sql }) => few(sql).then((rows) => rows))).to.have.length(2);
    expect(await store.sql('counters').where({ name: 'b' }).first()).to.include({ value: 1 });
    const { sql: text } = store.sql('counters').first().toSQL().toNative();
    expect(text.endsWith(dialect === 'sqlite' ? 'limit 1' : 'limit $1')).to.equal(true);
  });
});
