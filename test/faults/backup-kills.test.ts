import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { backupCommand } from '../../src/commands/backup.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { readConfig } from '../../src/config.ts';
import { backupPoints, erasePoints, restorePoints } from '../../src/core/kill-points.ts';
import { openDatabase } from '../../src/open.ts';
import { verifyBackup } from '../../src/services/backup-read.ts';
import { openSpoolFiles } from '../../src/services/spool-files.ts';
import { fillDemo } from '../../src/services/demo.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Store } from '../../src/store/store.ts';
import { testKeys, testSecret } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { runHere } from '../helpers/run-command.ts';
import { makePlace, openPlace, spawnCommand, type Place } from '../helpers/server.ts';
import { openOffice, speakAll } from './office.ts';
import { villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

const secrets = [Buffer.from(testSecret, 'base64')];
const worker = fileURLToPath(new URL('../helpers/erase-worker.js', import.meta.url));

async function withPlace<T>(place: Place, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openPlace(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Runs a command in a process of its own that is killed at a point; gives the signal. */
async function killedAt(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<unknown> {
  const child = spawnCommand(args, { ...place.env, ...env }, place.folder);
  child.stdout?.resume();
  child.stderr?.resume();
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return signal;
}

const backupsIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.backup')).toSorted();

const isOpened = async (place: Place): Promise<boolean> => {
  try {
    await (await openDatabase(readConfig({ ...place.env }))).close();
    return true;
  } catch {
    return false;
  }
};

/** Keys of messages that were acknowledged while the database could not take them. */
async function spooledKeys({ folder }: Place): Promise<string[]> {
  const spool = openSpoolFiles(join(folder, 'spool'), testKeys, () => new Date());
  const { waiting } = await spool.list();
  const read = await Promise.all(waiting.map((name) => spool.read(name)));
  const events = read.flatMap((entries) => entries ?? []).flatMap((entry) => entry.events);
  return events.flatMap((event) => ('key' in event ? [event.key] : []));
}

const count = (place: Place, table: string): Promise<number> =>
  withPlace(place, async ({ sql }) => (await sql(table).select('id')).length);

/** Every point with `--full`, and on SQLite, where a process starts sooner. */

function someOf<Point>(points: readonly Point[], dialect: string, few: readonly Point[]) {
  return isFull || dialect === 'sqlite' ? points : few;
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a backup that is killed on ${dialect}`, function () {
    this.timeout(600_000);
    let from: Place;
    let dir: string;
    const made: Place[] = [];
    const killed = { backup: 0, restore: 0 };

    async function emptyPlace(): Promise<Place> {
      const place = await makePlace(dialect);
      made.push(place);
      return place;
    }

    before(async () => {
      from = await emptyPlace();
      dir = await mkdtemp(join(tmpdir(), 'sapakerja-kills-'));
      await withPlace(from, async (store) => {
        await migrate(store);
        await fillDemo(store, { vacancies: 20, seekers: 30, seed: 1, now: new Date() });
      });
      const first = await runHere(from, backupCommand, [], { BACKUP_DIR: dir });
      expect(first, first.err).to.include({ code: 0 });
    });
    after(async () => {
      for (const place of made) await place.clear();
      await rm(dir, { recursive: true });
    });

    for (const point of someOf(backupPoints, dialect, ['backup.table'])) {
      it(`leaves no half file with a name at ${point}, and the next one works`, async () => {
        const env = { BACKUP_DIR: dir, KILL_AT: point };
        expect(await killedAt(from, ['backup'], env)).to.equal('SIGKILL');
        killed.backup += 1;
        for (const name of await backupsIn(dir)) await verifyBackup(join(dir, name), secrets);
        const next = await runHere(from, backupCommand, [], { BACKUP_DIR: dir });
        expect(next, next.err).to.include({ code: 0 });
      });
    }

    for (const point of someOf(restorePoints, dialect, ['restore.files', 'restore.committed'])) {
      it(`is not taken for ready when its restore is killed at ${point}`, async () => {
        const to = await emptyPlace();
        const file = join(dir, (await backupsIn(dir)).at(-1) ?? '');
        expect(await killedAt(to, ['restore', file], { KILL_AT: point })).to.equal('SIGKILL');
        killed.restore += 1;
        const begun = point !== 'restore.verified' && point !== 'restore.done';
        expect(await isOpened(to), 'opened').to.equal(!begun);
        if (point === 'restore.done') return;
        if (point === 'restore.verified')
          await rm(join(to.folder, 'sapakerja.db'), { force: true });
        const again = await runHere(to, restoreCommand, [file]);
        expect(again, again.err).to.include({ code: 0 });
        expect(await isOpened(to)).to.equal(true);
        expect(await count(to, 'seekers')).to.equal(30);
      });
    }

    after('tell', () => reached('backup-killed', { [`kill points on ${dialect}`]: killed.backup }));
    after('tell', () =>
      reached('restore-killed', { [`kill points on ${dialect}`]: killed.restore }),
    );
  });

  describe(`a backup under load on ${dialect}`, function () {
    this.timeout(600_000);

    it('holds every message that was acknowledged before it began', async () => {
      const office = await openOffice(dialect);
      const dir = await mkdtemp(join(tmpdir(), 'sapakerja-load-'));
      const to = await makePlace(dialect);
      try {
        const server = await office.start();
        const people = Array.from({ length: 12 }, (_, n) => villager(n));
        const speaking = speakAll(server.url, people);
        while (people.flatMap(({ acknowledged }) => acknowledged).length < 30)
          await new Promise((resolve) => setTimeout(resolve, 5));
        const before = people.flatMap(({ acknowledged }) => [...acknowledged]);
        const done = await runHere(office.place, backupCommand, ['--to', dir]);
        expect(done, done.err).to.include({ code: 0 });
        await speaking;
        await server.stop();
        const file = join(dir, (await backupsIn(dir)).at(-1) ?? '');
        const restored = await runHere(to, restoreCommand, [file]);
        expect(restored, restored.err).to.include({ code: 0 });
        const keys: string[] = await withPlace(to, ({ sql }) => sql('inbound_keys').pluck('key'));
        const known = new Set([...keys, ...(await spooledKeys(to))]);
        const lost = before.filter((key) => !known.has(key));
        expect(lost).to.deep.equal([]);
        reached('backup-under-load', { acknowledged: before.length, lost: lost.length });
      } finally {
        await office.close();
        await to.clear();
        await rm(dir, { recursive: true });
      }
    });
  });

  describe(`HAPUS DATA that is killed on ${dialect}`, function () {
    this.timeout(600_000);

    for (const killAt of isFull ? erasePoints : (['erase.listed'] as const)) {
      it(`is done again at ${killAt}, and again after an old backup`, async () => {
        const from = await makePlace(dialect);
        const to = await makePlace(dialect);
        const dir = await mkdtemp(join(tmpdir(), 'sapakerja-erase-'));
        const work = async (point?: string): Promise<unknown> => {
          const order = { address: from.address, folder: from.folder, killAt: point };
          const child = spawn(process.execPath, [worker, JSON.stringify(order)], {
            stdio: 'ignore',
          });
          const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
          return signal ?? code;
        };
        try {
          await withPlace(from, async (store) => {
            await migrate(store);
            const office = await openTestGateway(store);
            const say = (text: string) => office.say('+6281234567801', text, { key: randomUUID() });
            await say('DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
            await say('YA');
          });
          const old = await runHere(from, backupCommand, ['--to', dir]);
          expect(old, old.err).to.include({ code: 0 });
          await withPlace(from, async (store) => {
            const office = await openTestGateway(store);
            for (const text of ['HAPUS DATA', 'HAPUS', '1999'])
              await office.say('+6281234567801', text, { key: randomUUID() });
          });
          expect(await work(killAt)).to.equal('SIGKILL');
          expect(await work()).to.equal(0);
          expect(await count(from, 'persons')).to.equal(0);
          await cp(join(from.folder, 'erased.log'), join(dir, 'erased.log'));
          const file = join(dir, (await backupsIn(dir)).at(-1) ?? '');
          const restored = await runHere(to, restoreCommand, [file]);
          expect(restored, restored.err).to.include({ code: 0 });
          expect(await count(to, 'persons')).to.equal(0);
          expect(await count(to, 'addresses')).to.equal(0);
          reached('erased-stays-erased', {
            [`kills at ${killAt} on ${dialect}`]: 1,
            'came back': 0,
          });
        } finally {
          await from.clear();
          await to.clear();
          await rm(dir, { recursive: true });
        }
      });
    }
  });
}
