import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { openCheckpoints } from '../../src/store/checkpoints.ts';
import { flushDeleted } from '../../src/store/erase.ts';
import { databaseFileOf } from '../../src/store/log-copier.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { testKeys } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Bytes, instead of millions of them. */
const rules = { every: 5, least: 50_000, most: 400_000 };

const row = 'x'.repeat(1_000);

async function write(store: Store, rows: number): Promise<void> {
  await store.transaction(async ({ sql }) => {
    for (let n = 0; n < rows; n += 1) await sql('notes').insert({ body: row });
  });
  await nextTurn(); // better-sqlite3 gives the event loop none by itself
}

/** Somebody else writes every millisecond during `work`: how often that went, and how often not. */
async function writeBeside(file: string, work: () => Promise<unknown>) {
  const other = new Database(file, { timeout: 0 });
  const insert = other.prepare("insert into notes (body) values ('beside')");
  const counts = { written: 0, refused: 0 };
  const timer = setInterval(() => {
    try {
      insert.run();
      counts.written += 1;
    } catch {
      counts.refused += 1;
    }
  }, 1);
  await work();
  clearInterval(timer);
  other.close();
  return counts;
}

describe('checkpoints', () => {
  let folder: string;
  let store: Store;
  const logSize = async (): Promise<number> => (await stat(join(folder, 'a.db-wal'))).size;
  /** What lies in the database itself, whatever the log says. */
  const copied = async (): Promise<number> => (await stat(join(folder, 'a.db'))).size;

  /** The statements of the main thread while the log is emptied, and whether it was. */
  async function flush(): Promise<{ emptied: boolean; asked: string[] }> {
    const asked: string[] = [];
    const note = ({ sql }: { readonly sql: string }): void => void asked.push(sql);
    store.sql.on('query', note);
    const emptied = await flushDeleted(store);
    store.sql.off('query', note);
    return { emptied, asked: asked.filter((text) => text.includes('wal_checkpoint')) };
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sapakerja-'));
    store = await openStore({ file: join(folder, 'a.db') }, testKeys);
    await store.sql.raw('create table notes (id integer primary key, body text)');
  });

  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('are no work of a commit', async () => {
    for (let n = 0; n < 60; n += 1) await write(store, 100); // 1,500 pages: more than SQLite's own limit
    expect(await logSize()).to.be.above(6_000_000);
    expect(await copied()).to.be.below(100_000);
  });

  it('copy the log beside the writing', async () => {
    const checkpoints = await openCheckpoints({ store, log: silent }, rules);
    checkpoints?.start();
    await write(store, 500);
    await until(async () => (await copied()) > 500_000);
    await checkpoints?.stop();
  });

  it('let the log begin anew under constant writing', async () => {
    const checkpoints = await openCheckpoints({ store, log: silent }, rules);
    checkpoints?.start();
    for (let n = 0; n < 400; n += 1) await write(store, 20);
    await checkpoints?.stop();
    expect(await copied()).to.be.above(5_000_000);
    expect(await logSize()).to.be.below(6_000_000);
  });

  it('leave everything readable and whole', async () => {
    const checkpoints = await openCheckpoints({ store, log: silent }, rules);
    checkpoints?.start();
    for (let n = 0; n < 50; n += 1) await write(store, 20);
    await checkpoints?.stop();
    const other = new Database(join(folder, 'a.db'), { readonly: true });
    expect(other.prepare('select count(*) as n from notes').get()).to.deep.equal({ n: 1_000 });
    expect(other.pragma('quick_check', { simple: true })).to.equal('ok');
    other.close();
  });

  it('leave a small log alone', async () => {
    const checkpoints = await openCheckpoints({ store, log: silent });
    checkpoints?.start();
    await write(store, 10);
    await checkpoints?.stop();
    expect(await copied()).to.be.below(20_000);
  });

  describe('after deleting', () => {
    it('a short log is emptied at once', async () => {
      await write(store, 10);
      expect(await flush()).to.deep.equal({
        emptied: true,
        asked: ['pragma wal_checkpoint(TRUNCATE)'],
      });
      expect(await logSize()).to.equal(0);
    });

    it('a long log is emptied beside the main thread', async () => {
      await write(store, 2_000);
      expect(await flush()).to.deep.equal({ emptied: true, asked: [] });
      expect(await logSize()).to.equal(0);
    });

    it('somebody who reads is not waited for', async () => {
      const reader = new Database(join(folder, 'a.db'), { readonly: true });
      reader.exec('begin');
      reader.prepare('select count(*) from notes').get();
      await write(store, 2_000);
      const beside = await writeBeside(join(folder, 'a.db'), async () => {
        expect(await flush()).to.include({ emptied: false });
      });
      expect(beside.refused).to.be.below(beside.written);
      reader.exec('commit');
      expect(await flush()).to.include({ emptied: true });
      reader.close();
    });
  });

  it('are nothing to do in memory', async () => {
    const memory = await openStore({}, testKeys);
    expect(await databaseFileOf(memory)).to.equal(undefined);
    expect(await openCheckpoints({ store: memory, log: silent })).to.equal(undefined);
    await memory.close();
  });
});
