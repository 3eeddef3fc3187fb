import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  examineBackups,
  judgeBackups,
  type BackupPlace,
} from '../../src/commands/doctor-backup.ts';
import { printed } from '../../src/commands/doctor-finding.ts';
import { readConfig } from '../../src/config.ts';
import { recordRun, type BackupRun } from '../../src/store/backups.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { openWeb } from '../web/open-web.ts';

const zone = 'Asia/Jakarta';
const hour = 3_600_000;
const now = new Date('2026-11-24T08:00:00+07:00');
const ago = (hours: number): number => now.getTime() - hours * hour;

const good = (begunAt: number): BackupRun => ({
  begunAt,
  endedAt: begunAt + 60_000,
  status: 'good',
  name: 'sapakerja-2026-11-24-020000.backup',
  bytes: 12_400_000,
  rows: 10,
  files: 0,
  code: null,
});

const failed = (begunAt: number): BackupRun => ({
  ...good(begunAt),
  status: 'failed',
  name: null,
  bytes: null,
  code: 'ENOSPC',
});

const fine: BackupPlace = { isThere: true, isSameDisk: false, isKeyBeside: false, free: 5e9 };

const cases: readonly {
  readonly label: string;
  readonly good?: BackupRun;
  readonly last?: BackupRun;
  readonly place?: Partial<BackupPlace>;
  readonly says: RegExp;
  readonly ill: boolean;
}[] = [
  { label: 'never', says: /Belum pernah/, ill: true },
  { label: 'only tries that failed', last: failed(1), says: /GAGAL \(ENOSPC\)/, ill: true },
  {
    label: 'tonight',
    good: good(ago(6)),
    says: /^Terakhir baik 24-11-2026 02.00 \(12,4 MB\)/,
    ill: false,
  },
  { label: '35 hours ago', good: good(ago(35)), says: /Terakhir baik/, ill: false },
  { label: '37 hours ago', good: good(ago(37)), says: /sudah lama: 22-11-2026 19.00/, ill: true },
  {
    label: 'tonight, after which one failed',
    good: good(ago(6)),
    last: failed(ago(1)),
    says: /GAGAL \(ENOSPC\)\. Yang baik terakhir: 24-11-2026 02.00/,
    ill: true,
  },
  {
    label: 'a file that is gone',
    good: good(ago(6)),
    place: { isThere: false },
    says: /tidak ada lagi/,
    ill: true,
  },
  {
    label: 'the key beside it',
    good: good(ago(6)),
    place: { isKeyBeside: true },
    says: /secret.key ada di folder cadangan/,
    ill: true,
  },
  {
    label: 'no room for the next one',
    good: good(ago(6)),
    place: { free: 20_000_000 },
    says: /Sisa ruang 20,0 MB tidak cukup/,
    ill: true,
  },
  {
    label: 'the disk of the data',
    good: good(ago(6)),
    place: { isSameDisk: true },
    says: /PERHATIAN: di disk yang sama/,
    ill: false,
  },
];

describe('what the doctor says of the last backup', () => {
  for (const { label, says, ill, place = {}, ...runs } of cases) {
    it(`${ill ? 'SALAH' : 'baik'}: ${label}`, () => {
      const state = { good: runs.good, last: runs.last ?? runs.good };
      const finding = judgeBackups(state, { place: { ...fine, ...place }, now, zone });
      expect(finding.says).to.match(says);
      expect(finding.mend !== undefined).to.equal(ill);
      expect(printed(finding)).not.to.match(/undefined|\{/);
    });
  }
  after(() => reached('backup-told', { states: cases.length }));
});

onEachDatabase('the last backup, as it is told', (open) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sapakerja-told-'));
    await mkdir(join(folder, 'data'));
    await mkdir(join(folder, 'copies'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('by the doctor: of an empty office nothing, of people without a folder a warning, then what is there', async () => {
    const store = await open();
    const data = { DATA_DIR: join(folder, 'data') };
    const without = readConfig(data);
    const config = readConfig({ ...data, BACKUP_DIR: join(folder, 'copies') });
    expect((await examineBackups(store, without, now)).says).to.include('Belum ada data warga');
    const people = await openTestGateway(store);
    await people.say('+6281234567890', 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    await people.say('+6281234567890', 'YA');
    expect((await examineBackups(store, without, now)).mend).to.include('BACKUP_DIR');
    expect((await examineBackups(store, config, now)).says).to.include('Belum pernah');
    await recordRun(store, good(ago(6)));
    expect((await examineBackups(store, config, now)).says).to.include('tidak ada lagi');
    const name = good(0).name ?? '';
    await writeFile(join(folder, 'copies', name), 'x');
    expect((await examineBackups(store, config, now)).mend).to.equal(undefined);
    await writeFile(join(folder, 'copies', 'secret.key'), 'x');
    expect((await examineBackups(store, config, now)).says).to.include('secret.key');
  });

  it('by /metrics: when, how large, and whether the last one failed', async () => {
    const store = await open();
    const web = await openWeb({ store, clock: () => now });
    const measured = async (): Promise<readonly string[]> =>
      (await (await fetch(`${web.url}/metrics`)).text())
        .split('\n')
        .filter((line) => line.startsWith('sapakerja_backup_'));
    const none = await measured();
    await recordRun(store, good(ago(6)));
    const one = await measured();
    await recordRun(store, failed(ago(1)));
    const broken = await measured();
    await web.close();
    const stamp = `sapakerja_backup_last_good_timestamp_seconds ${ago(6) / 1_000}`;
    const bytes = 'sapakerja_backup_last_good_bytes 12400000';
    expect(none).to.deep.equal([
      'sapakerja_backup_last_good_timestamp_seconds 0',
      'sapakerja_backup_last_good_bytes 0',
      'sapakerja_backup_failed 0',
    ]);
    expect(one).to.deep.equal([stamp, bytes, 'sapakerja_backup_failed 0']);
    expect(broken).to.deep.equal([stamp, bytes, 'sapakerja_backup_failed 1']);
  });
});
