import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { fillDemo } from '../../src/services/demo.ts';
import { moveOffice } from '../../src/services/move-office.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { nextNumber } from '../../src/store/counters.ts';
import { migrate } from '../../src/store/migrate.ts';
import { inOrder, movedTables } from '../../src/store/move-tables.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { freshPostgres, testKeys, type FreshDatabase } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';

const quiet = (): void => undefined;

const byRow = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** All rows of a table, its columns and rows in one order on both databases. */
async function rowsOf(store: Store, name: string, columns: readonly string[]): Promise<object[]> {
  const rows: object[] = await store.sql(name).select(...columns);
  return rows.toSorted(byRow);
}

const addContact = async (store: Store, publicId: string): Promise<number> => {
  const [row]: { id: number }[] = await store
    .sql('contacts')
    .insert({ public_id: publicId, created_at: 1 })
    .returning('id');
  return row?.id ?? 0;
};

const officer = (username: string) => ({
  username,
  name: username,
  role: 'admin',
  office_code: '35.08',
  password_hash: 'x',
  created_at: 1,
});

describe('an office that moves from SQLite to PostgreSQL', function () {
  this.timeout(120_000);
  let folder: string;
  let database: FreshDatabase;
  let from: Store;
  let to: Store;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sapakerja-move-'));
    from = await openStore({ file: join(folder, 'sapakerja.db') }, testKeys);
    await migrate(from);
    database = await freshPostgres();
    to = await openStore({ url: database.url }, testKeys);
  });
  afterEach(async () => {
    await from.close();
    await to.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function expectSame(): Promise<void> {
    const tables = await movedTables(from, to);
    expect(tables).to.have.length.above(40);
    for (const { name, columns: all } of tables) {
      const columns = all.filter((column) => column !== 'indexed'); // who is in the search by now
      expect(await rowsOf(to, name, columns), name).to.deep.equal(
        await rowsOf(from, name, columns),
      );
    }
  }

  it('has everything that it had', async () => {
    await fillDemo(from, { vacancies: 60, seekers: 40, seed: 3, now: testStart });
    const { say } = await openTestGateway(from);
    for (const n of [1, 2, 3]) {
      const phone = `+62812345678${n}0`;
      await say(phone, `DAFTAR#350810520199000${n}#SITI AMINAH#SMK#JAHIT`);
      await say(phone, 'YA');
      await say(phone, 'TANYA apakah loket buka hari Sabtu');
      await say(phone, 'LOWONGAN JAHIT');
    }
    const told = new Map<string, number>();
    const tell = (table: string, rows: number): void => void told.set(table, rows);
    const moved = await moveOffice({ from, to, tell });
    await expectSame();
    expect(told.get('seekers')).to.equal(43);
    expect(moved).to.include({ tables: told.size });
    expect(moved.rows).to.equal([...told.values()].reduce((sum, n) => sum + n, 0));
    expect(moved.vacancies).to.be.above(0);
  });

  it('goes on in the middle of a dialogue, with the next numbers', async () => {
    await fillDemo(from, { vacancies: 30, seekers: 5, seed: 1, now: testStart });
    const before = await openTestGateway(from);
    await before.say('+6281234567890', 'DAFTAR');
    await before.say('+6281234567890', '3508105201990001');
    const found = await before.say('+6281234567899', 'LOWONGAN SEMUA');
    const last = await nextNumber(from, 'D');
    await moveOffice({ from, to, tell: quiet });
    const after = await openTestGateway(to);
    after.pass(60_000);
    const key = 'another';
    await after.arrive('+6281234567890', 'SITI AMINAH', key);
    await after.gateway.drain();
    expect(after.sent.at(-1)?.text).to.match(/^Hampir selesai|pendidikan/i);
    await after.arrive('+6281234567898', 'LOWONGAN SEMUA', `${key}-2`);
    await after.gateway.drain();
    expect(after.sent.at(-1)?.text).to.equal(found);
    expect(await nextNumber(to, 'D')).to.equal(last + 1);
  });

  it('copies tables of any key in several batches', async () => {
    await seedOffices(from);
    const rows = Array.from({ length: 2_500 }, (_, n) => ({
      broadcast_id: 1 + (n % 3),
      account_id: 7,
      not_before: 1_700_000_000_000 + (n % 11),
      address_id: n,
    }));
    for (let at = 0; at < rows.length; at += 500)
      await from.sql('broadcast_outbox').insert(rows.slice(at, at + 500));
    await moveOffice({ from, to, tell: quiet });
    await expectSame();
  });

  it('finds the seekers and tells nobody of vacancies that were published before', async () => {
    await fillDemo(from, { vacancies: 30, seekers: 12, seed: 1, now: testStart });
    await from.sql('job_alert_news').delete();
    await moveOffice({ from, to, tell: quiet });
    expect(await to.sql('job_alert_news')).to.deep.equal([]);
    expect(await to.sql('seeker_search')).to.have.length(12);
    expect(await to.sql('seekers').where({ indexed: 0 })).to.deep.equal([]);
  });

  it('gives no id again, not even one whose row is gone', async () => {
    await seedOffices(from);
    await addContact(from, 'first');
    const gone = await addContact(from, 'gone');
    await from.sql('contacts').where({ id: gone }).delete();
    await moveOffice({ from, to, tell: quiet });
    expect(await addContact(to, 'next')).to.equal(gone + 1);
    expect(await to.sql('officers').insert(officer('dewi')).returning('id')).to.deep.equal([
      { id: 1 },
    ]);
  });

  it('keeps every text as it is, a NUL excepted', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('', '-', '+', '\\N', '\u001F', "'; --", '"', '\\', '\n', 'NULL', 'é😀'),
    );
    const texts = fc.sample(fc.record({ name: text, gender: fc.option(text) }), {
      numRuns: 500,
      seed: 7,
    });
    const rows = texts.map((row) => ({ ...row, created_at: 1, updated_at: 2 }));
    for (let at = 0; at < rows.length; at += 100)
      await from.sql('persons').insert(rows.slice(at, at + 100));
    await from.sql('persons').insert({ name: 'a\0b', created_at: 1, updated_at: 2 });
    await moveOffice({ from, to, tell: quiet });
    const kept = await rowsOf(from, 'persons', ['name', 'gender']);
    const expected = JSON.parse(JSON.stringify(kept).replaceAll('\\u0000', '\uFFFD')) as object[];
    const moved = await rowsOf(to, 'persons', ['name', 'gender']);
    expect(moved).to.deep.equal(expected.toSorted(byRow));
  });

  it('replaces the offices that a new database was given', async () => {
    await seedOffices(from);
    await from.sql('offices').where({ code: '35.08' }).update({ settings: '{"facts":{}}' });
    await seedOffices(to);
    await moveOffice({ from, to, tell: quiet });
    await expectSame();
  });

  it('refuses a PostgreSQL that holds something, and leaves that alone', async () => {
    await seedOffices(from);
    await seedOffices(to);
    await to.sql('officers').insert(officer('dewi'));
    const error: unknown = await moveOffice({ from, to, tell: quiet }).catch((e: unknown) => e);
    expect(error).to.be.an('error').with.property('message').that.includes('officers');
    expect(await to.sql('officers').pluck('username')).to.deep.equal(['dewi']);
    expect(await to.sql('offices').pluck('code')).to.have.length(39);
  });

  it('refuses a second time', async () => {
    await fillDemo(from, { vacancies: 2, seekers: 2, seed: 1, now: testStart });
    await moveOffice({ from, to, tell: quiet });
    const error: unknown = await moveOffice({ from, to, tell: quiet }).catch((e: unknown) => e);
    expect(error).to.have.property('name', 'InputError');
    await expectSame();
  });

  it('keeps nothing when a copy is not the same', async () => {
    await fillDemo(from, { vacancies: 2, seekers: 2, seed: 1, now: testStart });
    await to.sql.raw(`create function spoil() returns trigger language plpgsql
      as $$ begin new.name = new.name || ' '; return new; end $$`);
    await to.sql.raw(
      'create trigger spoil before insert on persons for each row execute function spoil()',
    );
    const error: unknown = await moveOffice({ from, to, tell: quiet }).catch((e: unknown) => e);
    expect(error).to.have.property('message').that.includes('persons');
    expect(await to.sql('offices')).to.deep.equal([]);
  });

  it('refuses while another process has the file open', async () => {
    const other = await openStore({ file: join(folder, 'sapakerja.db') }, testKeys);
    const error: unknown = await moveOffice({ from, to, tell: quiet }).catch((e: unknown) => e);
    await other.close();
    expect(error).to.have.property('message').that.includes('masih dipakai');
  });
});

describe('tables in the order of their references', () => {
  it('puts those that others refer to first', () => {
    const references = new Map([
      ['a', ['b', 'c']],
      ['b', ['c']],
    ]);
    expect(inOrder(['a', 'b', 'c'], references)).to.deep.equal(['c', 'b', 'a']);
  });
  it('refuses a circle', () => {
    const circle = new Map([
      ['a', ['b']],
      ['b', ['a']],
    ]);
    expect(() => inOrder(['a', 'b'], circle)).to.throw('circle: a, b');
  });
});
