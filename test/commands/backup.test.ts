import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupCommand } from '../../src/commands/backup.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { eraseAsked } from '../../src/gateway/erase.ts';
import { openFiles } from '../../src/services/attachment-files.ts';
import { openErasedLog } from '../../src/services/erased-log.ts';
import { fillDemo } from '../../src/services/demo.ts';
import { dumpedTables } from '../../src/store/dump-tables.ts';
import { storedContent } from '../../src/store/fill.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Db, Dialect, Store } from '../../src/store/store.ts';
import { testKeys } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { runHere, type Ended } from '../helpers/run-command.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';

const siti = '+6281234567801';
const budi = '+6281234567802';
const niks = { siti: '3508105201990001', budi: '3508104101700003' };
const minute = 60_000;

/** What a restore leaves out or adds, and what is made from others. */
const ofItsOwn = new Set([
  'audit',
  'backups',
  'erasure_marks',
  'key_holders',
  'leases',
  'officer_sessions',
  'presence',
]);

async function contents(db: Db): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of await dumpedTables(db)) {
    if (ofItsOwn.has(table.name)) continue;
    const { rows, sum } = await storedContent(db, table);
    found[table.name] = `${rows} ${sum}`;
  }
  return found;
}

/** Says a text as a message of its own: test gateways count their keys from one. */
const sayTo = (office: TestGateway, from: string, text: string): Promise<string | undefined> =>
  office.say(from, text, { key: randomUUID() });

async function withPlace<T>(place: Place, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openPlace(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`sapakerja backup and restore on ${dialect}`, function () {
    this.timeout(120_000);
    let from: Place;
    let dir: string;
    let office: TestGateway;
    const places: Place[] = [];

    async function emptyPlace(kind: Dialect = dialect): Promise<Place> {
      const place = await makePlace(kind);
      places.push(place);
      return place;
    }

    const backUp = (): Promise<Ended> => runHere(from, backupCommand, [], { BACKUP_DIR: dir });

    async function lastBackup(): Promise<string> {
      const names = (await readdir(dir)).filter((name) => name.endsWith('.backup'));
      return join(dir, names.toSorted().at(-1) ?? '');
    }

    /** A file beside the backups' list, as an operator would carry it. */
    async function restoreTo(to: Place, file?: string, env = {}): Promise<Ended> {
      return runHere(to, restoreCommand, [file ?? (await lastBackup())], env);
    }

    async function register(phone: string, nik: string, name: string): Promise<void> {
      await sayTo(office, phone, `DAFTAR#${nik}#${name}#SMK#JAHIT`);
      await sayTo(office, phone, 'YA');
    }

    /** Somebody registers, an officer's files lie there, and the office is backed up. */
    before(async () => {
      from = await emptyPlace();
      dir = await mkdtemp(join(tmpdir(), 'sapakerja-backups-'));
      await withPlace(from, async (store) => {
        await migrate(store);
        await fillDemo(store, { vacancies: 30, seekers: 40, seed: 1, now: new Date() });
        office = await openTestGateway(store);
        await register(siti, niks.siti, 'SITI AMINAH');
        await register(budi, niks.budi, 'BUDI SANTOSO');
        await sayTo(office, siti, 'TANYA suami saya dipecat, saya harus bagaimana');
      });
      await mkdir(join(from.folder, 'spool'));
      await writeFile(join(from.folder, 'spool', '1-1.spool'), 'waits');
      const made = await backUp();
      expect(made, made.err).to.include({ code: 0 });
      expect(made.out).to.match(/Sudah dibaca ulang seluruhnya dan cocok: \d+ tabel/);
    });
    after(async () => {
      for (const place of places) await place.clear();
      await rm(dir, { recursive: true });
    });

    it('writes for its owner only, and nothing that can be read', async () => {
      const file = await lastBackup();
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      const bytes = (await readFile(file)).toString('latin1');
      for (const trace of ['SITI', niks.siti, '81234567801']) expect(bytes).not.to.include(trace);
      expect((await readdir(dir)).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
    });

    for (const kind of ['sqlite', 'postgres'] as const) {
      it(`puts every row and file back as it was, on ${kind}`, async () => {
        const to = await emptyPlace(kind);
        const { code, err, out } = await restoreTo(to);
        expect({ code, err }).to.deep.equal({ code: 0, err: '' });
        expect(out).to.include('  seekers: 42 baris, cocok').and.to.include('Selanjutnya:');
        const was = await withPlace(from, contents);
        const is = await withPlace(to, contents);
        expect(is).to.deep.equal(was);
        expect(await readFile(join(to.folder, 'spool', '1-1.spool'), 'utf8')).to.equal('waits');
        if (kind === dialect)
          reached('backup-restores', {
            tables: Object.keys(is).length,
            'tables that differ': Object.keys(was).filter((name) => was[name] !== is[name]).length,
          });
      });
    }

    it('goes on counting behind what was given', async () => {
      const to = await emptyPlace();
      await restoreTo(to);
      await withPlace(to, async (store) => {
        const other = await openTestGateway(store);
        await sayTo(other, '+6281234567803', 'DAFTAR#3508105201990002#RINA WATI#SMK#JAHIT');
        expect(await sayTo(other, '+6281234567803', 'YA')).to.include('D1043');
      });
    });

    it('refuses a place that is not empty', async () => {
      const { code, err } = await restoreTo(from);
      expect(code).to.equal(1);
      expect(err).to.match(/tidak kosong|sudah berisi/);
    });

    const refused: readonly {
      readonly label: string;
      readonly change?: (file: string) => Promise<unknown>;
      readonly env?: Readonly<Record<string, string>>;
      readonly says: RegExp;
    }[] = [
      {
        label: 'another key',
        env: { SECRET_KEYS: `test:${Buffer.alloc(32, 5).toString('base64')}` },
        says: /^Kunci tidak cocok/,
      },
      {
        label: 'a file that was cut',
        change: async (file) => writeFile(file, (await readFile(file)).subarray(0, -40)),
        says: /rusak atau terpotong/,
      },
      {
        label: 'a file with more behind it',
        change: (file) => appendFile(file, 'x'),
        says: /rusak atau terpotong/,
      },
      {
        label: 'another kind of file',
        change: (file) => writeFile(file, 'SQLite format 3'),
        says: /bukan cadangan SapaKerja/,
      },
      {
        label: 'a changed list of what was erased',
        change: (file) =>
          writeFile(join(file, '..', 'erased.log'), `${'a'.repeat(22)} {"key":"x"}\n`),
        says: /Daftar penghapusan/,
      },
      {
        label: 'no list of what was erased',
        change: (file) => rm(join(file, '..', 'erased.log')),
        says: /Daftar penghapusan tidak ditemukan/,
      },
    ];
    for (const { label, change, env = {}, says } of refused) {
      it(`refuses ${label}, and leaves nothing behind`, async () => {
        const to = await emptyPlace();
        const copies = await mkdtemp(join(tmpdir(), 'sapakerja-copies-'));
        await cp(dir, copies, { recursive: true });
        const file = join(copies, (await lastBackup()).slice(dir.length));
        await change?.(file);
        const { code, err } = await restoreTo(to, file, env);
        await rm(copies, { recursive: true });
        expect({ code, err }).to.have.property('code', 1);
        expect(err).to.match(says).and.not.include('    at ');
        expect(await readdir(to.folder)).to.deep.equal([]);
        if (dialect === 'postgres')
          expect(await withPlace(to, ({ sql }) => sql('persons').select('id'))).to.deep.equal([]);
      });
    }

    it('erases again what was erased since, and nothing of anybody else', async () => {
      const file = await lastBackup();
      await withPlace(from, async (store) => {
        const erasedLog = openErasedLog([from.folder, dir], office.tools.log);
        const again = await openTestGateway(store);
        const files = openFiles(join(from.folder, 'files'), testKeys);
        expect(await files.olderThan(0)).to.deep.equal([]);
        await store.sql('matters').update({ status: 'closed', closed_at: again.now().getTime() });
        await sayTo(again, siti, 'HAPUS DATA');
        await sayTo(again, siti, 'HAPUS');
        await sayTo(again, siti, '1999');
        again.pass(3 * minute);
        await eraseAsked({ ...again.tools, erasedLog });
        await again.gateway.drain();
        await eraseAsked({ ...again.tools, erasedLog });
      });
      const to = await emptyPlace();
      const { code, out, err } = await restoreTo(to, file);
      expect({ code, err }).to.deep.equal({ code: 0, err: '' });
      expect(out).to.include('dijalankan lagi: 1 permintaan (1 orang, 1 perkara, 1 HP)');
      await withPlace(to, async ({ sql }) => {
        const names: string[] = await sql('persons').pluck('name');
        expect(names).to.include('BUDI SANTOSO').and.not.include('SITI AMINAH');
        expect(await sql('addresses').pluck('user_id')).not.to.include(siti);
        expect(await sql('matter_messages').select('id')).to.deep.equal([]);
      });
    });
  });
}
