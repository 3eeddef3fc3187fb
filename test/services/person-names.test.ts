import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { foldAllNames, foldNewNames, searchNames } from '../../src/services/person-names.ts';
import { seekersById } from '../../src/store/registered-seekers.ts';
import type { Store } from '../../src/store/store.ts';
import { register } from '../helpers/counter.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const names = [
  'SITI AMINAH',
  'Djoko Soesilo',
  'Moh. Fathurrohman',
  'MUHTAR EFENDI',
  "Nur 'Aini",
  'Bambang',
  'SITI FATIMAH AZ-ZAHRA',
  'Ahmad Syaiful Anwar',
];

onEachDatabase('searchNames', (open, dialect) => {
  let store: Store;

  before(async () => {
    store = await open();
    await seedOffices(store);
    for (const nama of names) await register(store, { nama });
    await register(store, { nama: 'SITI AMINAH JEMBER', office: '35.09' });
    await foldAllNames(store);
  });

  async function found(text: string, office: string | undefined = '35.08') {
    const ids = await searchNames(store, text, office);
    if (ids === undefined) return undefined;
    return (await seekersById(store, ids)).map(({ name }) => name).toSorted();
  }

  const cases = [
    { label: 'a whole name', text: 'siti aminah', expected: ['SITI AMINAH'] },
    { label: 'words in any order', text: 'AMINAH siti', expected: ['SITI AMINAH'] },
    { label: 'the second word', text: 'susilo', expected: ['Djoko Soesilo'] },
    { label: 'the new spelling of an old name', text: 'joko', expected: ['Djoko Soesilo'] },
    { label: 'beginnings', text: 'sit fat', expected: ['SITI FATIMAH AZ-ZAHRA'] },
    { label: 'a shortened name', text: 'muhammad', expected: ['Moh. Fathurrohman'] },
    {
      label: 'a beginning that is also a shortened name',
      text: 'muh',
      expected: ['MUHTAR EFENDI', 'Moh. Fathurrohman'],
    },
    { label: 'a name with an apostrophe', text: 'aini', expected: ["Nur 'Aini"] },
    { label: 'a title before it', text: 'Bpk. Bambang', expected: ['Bambang'] },
    { label: 'a letter too many', text: 'bammbanng', expected: ['Bambang'] },
    { label: 'two letters swapped', text: 'siti amniah', expected: ['SITI AMINAH'] },
    { label: 'another letter', text: 'efondi', expected: ['MUHTAR EFENDI'] },
    { label: 'nobody', text: 'sukarno', expected: [] },
    {
      label: 'a wildcard',
      text: '%a%',
      expected: ['Ahmad Syaiful Anwar', "Nur 'Aini", 'SITI AMINAH', 'SITI FATIMAH AZ-ZAHRA'],
    },
    { label: 'digits', text: '12345', expected: undefined },
    { label: 'a statement', text: "'; drop table persons; --", expected: [] },
  ];
  for (const { label, text, expected } of cases) {
    it(`finds by ${label}`, async () => {
      expect(await found(text)).to.deep.equal(expected?.toSorted());
    });
  }

  it('finds in one office or in all', async () => {
    expect(await found('aminah', '35.09')).to.deep.equal(['SITI AMINAH JEMBER']);
    const all = await seekersById(store, (await searchNames(store, 'aminah', undefined)) ?? []);
    expect(all).to.have.length(2);
  });

  it('finds who registered since, once it was looked at', async () => {
    await register(store, { nama: 'ZULAIKHA' });
    expect(await found('zulaikha')).to.deep.equal([]);
    await foldNewNames(store);
    expect(await found('zulaikha')).to.deep.equal(['ZULAIKHA']);
  });

  it('reads ranges of the index, never every name', async () => {
    const asked: { sql: string; bindings: string[] }[] = [];
    const note = (query: { sql: string; bindings: string[] }): void => {
      asked.push(query);
    };
    store.sql.on('query', note);
    await searchNames(store, 'siti amniah', '35.08');
    store.sql.removeListener('query', note);
    const queries = asked.filter(({ sql }) => sql.includes('person_words'));
    expect(queries).to.have.length.above(2);
    for (const { sql, bindings } of queries) {
      const plan = await planOf(sql, bindings);
      expect(plan).to.match(/person_words.*word ?>/);
      expect(plan).not.to.match(/(?:SCAN|Seq Scan on) (?:w|o|person_words|persons|p)\b/);
    }
  });

  /** A handful of rows is sooner read whole: PostgreSQL is told not to. */
  async function planOf(sql: string, bindings: string[]): Promise<string> {
    if (dialect === 'sqlite') {
      const rows: { detail: string }[] = await store.sql.raw(`explain query plan ${sql}`, bindings);
      return rows.map(({ detail }) => detail).join(' ');
    }
    return store.transaction(async (db) => {
      await db.sql.raw('set local enable_seqscan = off; set local enable_bitmapscan = off');
      const given = sql.replaceAll(/\$\d+/g, '?');
      const { rows } = await db.sql.raw<{ rows: { 'QUERY PLAN': string }[] }>(
        `explain ${given}`,
        bindings,
      );
      return rows.map((row) => row['QUERY PLAN']).join(' ');
    });
  }
});
