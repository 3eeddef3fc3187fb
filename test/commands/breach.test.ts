import { expect } from 'chai';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { breachReport } from '../../src/commands/breach-report.ts';
import { breachTell } from '../../src/commands/breach-tell.ts';
import { measureSms } from '../../src/core/sms.ts';
import { guardContact } from '../../src/store/guarded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { saveProfile } from '../../src/services/seeker-profile.ts';
import { noteView, revealNik } from '../../src/services/seeker-desk.ts';
import { auditExport } from '../../src/services/exports.ts';
import { findSeeker } from '../../src/store/registered-seekers.ts';
import type { Store } from '../../src/store/store.ts';
import { addClerk } from '../helpers/counter.ts';
import type { Dialect } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { runHere, type Ended } from '../helpers/run-command.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';

const siti = '+6281234567801';
const budi = '+6281234567802';
const ani = '+6281234567803';
const nik = '3508105201990001';
const nikBudi = '3508104101700003';
const later = '2026-11-30';

for (const dialect of ['sqlite', 'postgres'] satisfies Dialect[]) {
  describe(`breach on ${dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`, () => {
    let place: Place;
    let store: Store;
    let office: TestGateway;
    let officer: number;
    let reports = 0;

    before(async () => {
      place = await makePlace(dialect);
      store = await openPlace(place);
      await migrate(store);
      office = await openTestGateway(store);
      await office.say(siti, `DAFTAR#${nik}#SITI AMINAH#SMK#JAHIT`);
      await office.say(siti, 'YA');
      await office.say(budi, `DAFTAR#${nikBudi}#BUDI SANTOSO#SMA#SOPIR`);
      await office.say(budi, 'YA');
      await office.say(ani, 'TANYA kapan kantor buka');
      officer = await addClerk(store);
      await store.transaction(async (db) => {
        const form = { disability: 'netra', religion: 'islam' };
        await saveProfile(db, 1001, form, { officerId: officer, now: office.now() });
      });
    });

    after(async () => {
      await store.close();
      await place.clear();
    });

    const folderOf = (): string => join(place.folder, `bocor-${reports}`);

    async function report(...args: readonly string[]): Promise<Ended> {
      reports += 1;
      return runHere(place, breachReport, [...args, '--out', folderOf()]);
    }

    const read = (name: string): Promise<string> => readFile(join(folderOf(), name), 'utf8');

    const lines = async (): Promise<string[]> => (await read('terdampak.csv')).trim().split('\r\n');

    it('names everybody of a copied database in a file, and nobody on the screen', async () => {
      const { out, err } = await report('database', '--until', later);
      expect(err).to.equal('');
      expect(out).to.contain('Terdampak: 3 orang, 3 di antaranya pasti.');
      expect(out).to.contain('NIK: 2 orang').and.to.contain('difabel: 1 orang');
      expect(out).to.contain('Pertanyaan: 1 orang');
      const rows = await lines();
      expect(rows).to.have.length(6);
      expect(rows.join('\n')).to.contain('SITI AMINAH').and.to.contain(siti).and.to.contain(ani);
      const personal = ['SITI', 'BUDI', nik, nikBudi, siti, '81234567801', 'netra', 'kapan'];
      for (const one of personal) expect(out, one).not.to.contain(one);
      for (const one of [nik, nikBudi, 'netra', 'kapan'])
        expect(rows.join('\n'), one).not.to.contain(one);
    });

    it('keeps the folder to its owner', async () => {
      await report('database');
      expect((await stat(folderOf())).mode & 0o777).to.equal(0o700);
      for (const name of await readdir(folderOf()))
        expect((await stat(join(folderOf(), name))).mode & 0o777, name).to.equal(0o600);
    });

    it('writes what article 46 asks, with marked blanks', async () => {
      await report('database', '--until', later, '--known', '2026-11-24T09:00');
      const letter = await read('2-surat-lembaga.txt');
      expect(letter).to.contain('pasal 46 Undang-Undang Nomor 27 Tahun 2022');
      expect(letter).to.contain('1. Data pribadi yang terungkap');
      expect(letter).to.contain('- NIK: 2 orang, hanya dalam bentuk tersandi');
      expect(letter).to.contain('- Nama: 2 orang\n');
      expect(letter).to.contain('2. Kapan dan bagaimana data terungkap');
      expect(letter).to.contain('3. Upaya penanganan dan pemulihan');
      expect(letter).to.contain('Dinas Tenaga Kerja Kab. Lumajang').and.to.contain('[ISI: ');
      expect(await read('1-baca-dulu.txt')).to.contain('PALING LAMBAT 27-11-2026 09.00');
      const people = await read('3-surat-warga.txt');
      expect(people).to.contain('[ISI: nama warga]').and.to.contain('Nomor 27 Tahun 2022 pasal 46');
      for (const text of [letter, people]) expect(text).not.to.match(/\{\w+\}/);
    });

    it('says that a stolen key opens what is sealed', async () => {
      await report('database', '--until', later, '--with-key');
      const letter = await read('2-surat-lembaga.txt');
      expect(letter).to.contain('- NIK: 2 orang\n').and.to.contain('Kunci data ikut bocor');
    });

    it('counts those of a backup who were there when it was made', async () => {
      const early = await report('backup', 'sapakerja-2026-11-22-020000.backup');
      expect(early.out).to.contain('Terdampak: 0 orang');
      const { out } = await report('backup', '/mnt/x/sapakerja-2026-11-29-020000.backup');
      expect(out).to.contain('Terdampak: 3 orang');
      expect(await read('2-surat-lembaga.txt')).to.contain('- Nama: 2 orang, hanya dalam bentuk');
    });

    it('tells of an account what it opened, and who was in its lists', async () => {
      const found = await findSeeker(store, 1001);
      if (!found) throw new Error('nobody');
      const viewer = { officerId: officer, now: office.now() };
      await noteView(store, viewer, 1001, 'file');
      await revealNik(store, viewer, found);
      const opened = await report('officer', 'dewi', '--until', later);
      expect(opened.out).to.contain('Terdampak: 1 orang, 1 di antaranya pasti.');
      expect(opened.out).to.contain('NIK: 1 orang').and.to.contain('difabel: 1 orang');
      await auditExport(store, { action: 'seeker.list', subject: 'seekers' }, {
        officer: { id: officer },
        now: office.now(),
      } as Parameters<typeof auditExport>[2]);
      const { out } = await report('officer', 'dewi', '--until', later);
      expect(out).to.contain('Terdampak: 2 orang, 1 di antaranya pasti.').and.contain('NIK: 1 ');
      const none = await report('officer', 'dewi', '--from', '2026-11-25', '--until', later);
      expect(none.out).to.contain('Terdampak: 0 orang');
    });

    it('tells of a phone who was written with there', async () => {
      const { out } = await report('phone', 'test', '--until', later);
      expect(out).to.contain('Terdampak: 3 orang').and.to.contain('Isi pesan');
      expect(out).not.to.contain('difabel');
    });

    for (const [file, people] of [
      ['pencari-kerja-ak2-2026-11-01-2026-11-30.xlsx', 2],
      ['pencari-kerja-siapkerja-2026-10-01-2026-10-31.csv', 0],
    ] as const) {
      it(`tells whose rows stand in ${file}`, async () => {
        const { out } = await report('file', file);
        expect(out).to.contain(`Terdampak: ${people} orang`);
      });
    }

    for (const [args, says] of [
      [['officer', 'hantu'], 'Tidak ada petugas bernama hantu'],
      [['phone', 'pager'], 'Tidak ada pengirim pager'],
      [['file', 'x.jpg'], 'Berkas x.jpg tidak dikenal'],
      [['backup', 'x.tar'], 'x.tar bukan nama cadangan'],
      [['laptop', 'x'], 'what leaked is missing'],
      [['officer'], 'which officer is missing'],
      [['database', '--from', 'kemarin'], '--from is 2026-11-20'],
    ] as const) {
      it(`refuses: ${args.join(' ')}`, async () => {
        const { code, err } = await report(...args);
        expect([code, err.slice(0, says.length)]).to.deep.equal([1, says]);
      });
    }

    it('sends nothing by itself, then to each once, never where somebody is in danger', async () => {
      await report('database', '--until', later);
      const bulk = (): Promise<{ contact_id: number; purpose: string }[]> =>
        store.sql('outbound_messages').where({ class: 1 }).select('contact_id', 'purpose');
      const looked = await runHere(place, breachTell, [folderOf()]);
      expect(looked.out).to.contain('ke 3 nomor').and.to.contain('Belum dikirim');
      expect(await bulk()).to.have.length(0);
      const sms = (await read('sms.txt')).trim();
      expect(sms).to.match(
        /^Disnaker Lumajang: data Anda \(nama, nomor HP\) terbuka ke orang lain/,
      );
      expect(measureSms(sms)).to.include({ segments: 1 });
      const [row] = await store.sql('addresses').where({ user_id: budi });
      await guardContact(store, row.contact_id, 1);
      await report('database', '--until', later);
      const guarded = (await lines()).filter((line) => line.includes('JANGAN DIKIRIMI PESAN'));
      expect(guarded).to.have.length(2);
      const sent = await runHere(place, breachTell, [folderOf(), '--send']);
      expect(sent.out).to.contain('Masuk antrean kirim: 2 SMS');
      const again = await runHere(place, breachTell, [folderOf(), '--send']);
      expect(again.out).to.contain('Masuk antrean kirim: 0 SMS');
      const out = await bulk();
      expect(out.map(({ purpose }) => purpose)).to.deep.equal(['officer', 'officer']);
      expect(out.map((one) => one.contact_id)).not.to.include(row.contact_id);
      reached('breach-told', { people: 3, told: out.length, 'told in danger': 0 });
    });

    it('takes no text that cannot be sent', async () => {
      await report('database');
      await writeFile(join(folderOf(), 'sms.txt'), 'a'.repeat(400));
      const { err } = await runHere(place, breachTell, [folderOf()]);
      expect(err).to.match(/^sms\.txt kosong, lebih dari dua SMS \(3\)/);
    });

    it('writes over no report', async () => {
      await report('database');
      reports -= 1;
      expect((await report('database')).err).to.contain('sudah ada');
    });

    it('leaves a line in the trail without a person', async () => {
      const [line] = await store.sql('audit').where({ action: 'breach.report' });
      expect(line.subject).to.match(/^breach:2\d{3}-\d\d-\d\d-[\da-f]{6}$/);
      expect(Object.keys(JSON.parse(line.detail))).to.deep.equal(['kind', 'people', 'phones']);
    });
  });
}
