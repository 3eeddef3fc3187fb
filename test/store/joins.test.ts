import { expect } from 'chai';
import fc from 'fast-check';
import { joinContacts, mergedTables, movedTables } from '../../src/store/joins.ts';
import type { Json } from '../../src/core/json.ts';
import { readConversations, writeConversations } from '../../src/store/conversations.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { fillVacancies } from '../helpers/vacancies.ts';

/** Columns that name a contact: by a foreign key, or by their name. */
async function contactColumns({ sql }: Store): Promise<string[]> {
  const tables: { name: string }[] = await sql('sqlite_schema')
    .select('name')
    .where('type', 'table');
  const found = new Set<string>();
  for (const { name } of tables) {
    const keys: { table: string; from: string }[] = await sql.raw(
      `pragma foreign_key_list('${name}')`,
    );
    for (const { table, from } of keys) if (table === 'contacts') found.add(`${name}.${from}`);
    const columns: { name: string }[] = await sql.raw(`pragma table_info('${name}')`);
    for (const column of columns) {
      if (column.name === 'contact_id') found.add(`${name}.contact_id`);
    }
  }
  return [...found].toSorted();
}

async function addContact({ sql }: Store, name: string, more: object): Promise<number> {
  const [row] = await sql('contacts')
    .insert({ public_id: name, created_at: 1, ...more })
    .returning('id');
  return (row as { id: number }).id;
}

const newest = (states: readonly Json[]): Json => states[0] ?? null;

/** The earlier of two moments; null: there is none. */
const least = (...moments: readonly (number | null)[]): number | null => {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.min(...known);
};

onEachDatabase('joinContacts', (open, dialect) => {
  // Both have the same tables: SQLite tells of its foreign keys.
  const title = 'moves or merges every table that names a contact';
  if (dialect === 'sqlite')
    it(title, async () => {
      const known = [
        ...Object.entries(movedTables).map(([table, column]) => `${table}.${column}`),
        ...mergedTables.map((table) => `${table}.contact_id`),
      ];
      expect(await contactColumns(await open())).to.deep.equal(known.toSorted());
    });

  const moment = fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: null });
  const people = fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { maxLength: 5 });
  const side = fc.record({ stopped: moment, guarded: moment, people, helper: fc.nat(1) });
  type Side = typeof side extends fc.Arbitrary<infer T> ? T : never;

  it('keeps the stricter marks, all persons, and loses nothing of either', async function () {
    this.timeout(120_000);
    const store = await open();
    let run = 0;
    const person = async (name: string): Promise<number> => {
      const [row] = await store
        .sql('persons')
        .insert({ name, created_at: 1, updated_at: 1 })
        .returning('id');
      return (row as { id: number }).id;
    };
    const persons = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(person));
    const make = async (name: string, { stopped, guarded, helper, people: who }: Side) => {
      const marks = { stopped_at: stopped, guarded_at: guarded, helper };
      const id = await addContact(store, name, marks);
      for (const one of who) {
        const link = { contact_id: id, person_id: persons[one], role: 'self' };
        await store.sql('contact_persons').insert(link);
      }
      return id;
    };
    await fc.assert(
      fc.asyncProperty(side, side, async (left, right) => {
        run += 1;
        const winner = await make(`w${run}`, left);
        const loser = await make(`l${run}`, right);
        await writeConversations(store, new Map([[loser, { flow: `of ${loser}` }]]), run);
        await store.transaction((db) => joinContacts(db, { winner, loser }, newest, run));
        const row = await store.sql('contacts').where({ id: winner }).first('*');
        expect(row).to.include({
          stopped_at: least(left.stopped, right.stopped),
          guarded_at: least(left.guarded, right.guarded),
          helper: Math.max(left.helper, right.helper),
        });
        expect(await store.sql('contacts').where({ id: loser }).first('id')).to.equal(undefined);
        const linked: number[] = await store
          .sql('contact_persons')
          .where({ contact_id: winner })
          .pluck('person_id');
        const both = new Set([...left.people, ...right.people].map((one) => persons[one] ?? 0));
        expect(new Set(linked)).to.deep.equal(both);
        const states = await readConversations(store, [winner, loser]);
        expect([...states]).to.deep.equal([[winner, { flow: `of ${loser}` }]]);
      }),
      { numRuns: 40 },
    );
  });

  it('makes the same application from both phones one', async () => {
    const store = await open();
    const { sql } = store;
    const [winner, loser] = [await addContact(store, 'w', {}), await addContact(store, 'l', {})];
    await openTestGateway(store);
    await fillVacancies(store, [{ title: 'Penjahit' }, { title: 'Kasir' }]);
    const vacancies: number[] = await sql('vacancies').orderBy('id').pluck('id');
    const apply = (contact: number, vacancy: number, name: string) =>
      sql('applicants').insert({
        contact_id: contact,
        vacancy_id: vacancies[vacancy],
        name,
        state: 'interested',
        created_at: 1,
        updated_at: 1,
      });
    await apply(winner, 0, 'SITI');
    await apply(loser, 0, 'SITI');
    await apply(loser, 0, 'BUDI');
    await apply(loser, 1, 'SITI');
    await store.transaction((db) => joinContacts(db, { winner, loser }, newest, 1));
    const names: string[] = await sql('applicants').where({ contact_id: winner }).pluck('name');
    expect(names.toSorted()).to.deep.equal(['BUDI', 'SITI', 'SITI']);
    expect(await sql('applicants').pluck('id')).to.have.length(3);
  });

  it('keeps the newer wish to be told of vacancies', async () => {
    const store = await open();
    const { sql } = store;
    await openTestGateway(store);
    const [winner, loser] = [await addContact(store, 'w', {}), await addContact(store, 'l', {})];
    const due = { next_at: 1, ends_at: 1 };
    const wish = { office_code: '35.08', wish_sealed: '', ...due };
    await sql('job_alerts').insert([
      { ...wish, contact_id: winner, key: 'old', created_at: 1 },
      { ...wish, contact_id: loser, key: 'new', created_at: 2 },
    ]);
    await store.transaction((db) => joinContacts(db, { winner, loser }, newest, 1));
    const alerts = await sql('job_alerts').select('key', 'contact_id');
    expect(alerts).to.deep.equal([{ key: 'new', contact_id: winner }]);
  });
});
