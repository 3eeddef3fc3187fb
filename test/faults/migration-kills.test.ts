import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { isMigrated } from '../../src/store/migrate.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { reached } from '../helpers/reached.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';
import { isFull } from '../helpers/full.ts';

const script = fileURLToPath(new URL('../helpers/migrate-worker.js', import.meta.url));
const directory = fileURLToPath(new URL('../../migrations/', import.meta.url));
const kills = isFull ? 25 : 4;

/** The database as it was so many migrations ago, with people in it. */
const older = 20;
const people = 1_000;

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly printed: string;
}

/** Migrates in a process of its own, which dies at the statement of that number. */
async function migrateApart({ address }: Place, killAt?: number): Promise<Ended> {
  const database = address.url ? { DATABASE_URL: address.url } : { DATABASE_FILE: address.file };
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], ...database, KILL_AT: String(killAt ?? 0) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { signal, printed };
}

/** Tables, columns, indexes as the database tells of them. */
async function schemaOf({ sql, dialect }: Store): Promise<string[]> {
  const text =
    dialect === 'sqlite'
      ? `select coalesce(sql, name) as said from sqlite_master order by type, name`
      : `select table_name || ' ' || column_name || ' ' || data_type as said
         from information_schema.columns where table_schema = 'public'
         union all select indexdef from pg_indexes where schemaname = 'public' order by said`;
  const found: unknown = await sql.raw(text);
  const rows = (Array.isArray(found) ? found : (found as { rows: unknown[] }).rows) as {
    said: string;
  }[];
  return rows.map(({ said }) => said);
}

async function empty({ sql, dialect }: Store): Promise<void> {
  if (dialect === 'sqlite') return; // its file is new
  await sql.raw('drop schema public cascade');
  await sql.raw('create schema public');
}

/** As of many versions ago. */
async function fillOlder(store: Store): Promise<void> {
  await empty(store);
  for (let n = 0; n < older; n += 1)
    await store.sql.migrate.up({ directory, loadExtensions: ['.js'] });
  const rows = Array.from({ length: people }, (_, n) => ({ public_id: `c_${n}`, created_at: n }));
  for (let n = 0; n < people; n += 500) await store.sql('contacts').insert(rows.slice(n, n + 500));
}

const countPeople = async ({ sql }: Store): Promise<number> =>
  (await sql('contacts').select('id')).length;

/** Runs `work` on an older database of its own. */
async function onOlder(
  dialect: Dialect,
  work: (place: Place, store: Store) => Promise<void>,
): Promise<void> {
  const place = await makePlace(dialect);
  const store = await openPlace(place);
  try {
    await fillOlder(store);
    await work(place, store);
  } finally {
    await store.close();
    await place.clear();
  }
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`migrations that are killed on ${dialect}`, function () {
    this.timeout(600_000);

    it(`leave nothing half at ${kills} points, and are done by the next start`, async () => {
      let statements = 0;
      let whole: string[] = [];
      await onOlder(dialect, async (place, store) => {
        statements = Number((await migrateApart(place)).printed);
        whole = await schemaOf(store);
      });
      expect(statements).to.be.above(kills);
      await onOlder(dialect, async (place, store) => {
        const before = await schemaOf(store);
        for (let kill = 1; kill <= kills; kill += 1) {
          const at = Math.floor((kill * statements) / (kills + 1));
          expect((await migrateApart(place, at)).signal, `at statement ${at}`).to.equal('SIGKILL');
          expect(await schemaOf(store), `half of it at statement ${at}`).to.deep.equal(before);
          expect(await isMigrated(store)).to.equal(false);
          expect(await countPeople(store)).to.equal(people);
        }
        expect((await migrateApart(place)).signal).to.equal(null);
        expect(await schemaOf(store)).to.deep.equal(whole);
        expect(await isMigrated(store)).to.equal(true);
        expect(await countPeople(store)).to.equal(people);
      });
      const on = dialect === 'sqlite' ? 'on SQLite' : 'on PostgreSQL';
      reached('killed-in-a-migration', { [`kills ${on}`]: kills, 'left half done': 0 });
    });
  });
}
