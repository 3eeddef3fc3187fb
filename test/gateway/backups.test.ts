import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDue, lastPlanned, openBackups } from '../../src/gateway/backups.ts';
import { openErasedLog } from '../../src/services/erased-log.ts';
import type { BackupDone } from '../../src/services/backup.ts';
import { backupState, recordRun, type BackupRun } from '../../src/store/backups.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

const plan = { hour: 2, zone: 'Asia/Jakarta' };
const at = (text: string): number => Date.parse(`${text}+07:00`);

const run = (begun: string, status: BackupRun['status'], name = 'x.backup'): BackupRun => ({
  begunAt: at(begun),
  endedAt: at(begun) + 60_000,
  status,
  name: status === 'good' ? name : null,
  bytes: status === 'good' ? 1_000 : null,
  rows: null,
  files: null,
  code: status === 'good' ? null : 'ENOSPC',
});

const due: readonly {
  readonly label: string;
  readonly now: string;
  readonly good?: string;
  readonly failed?: string;
  readonly is: boolean;
}[] = [
  { label: 'there was none, ever', now: '2026-11-24T13:00:00', is: true },
  {
    label: 'the hour has come',
    now: '2026-11-24T02:00:00',
    good: '2026-11-23T02:00:10',
    is: true,
  },
  {
    label: 'the hour has not come',
    now: '2026-11-24T01:59:59',
    good: '2026-11-23T02:00:10',
    is: false,
  },
  {
    label: 'it was made today',
    now: '2026-11-24T23:59:00',
    good: '2026-11-24T02:00:10',
    is: false,
  },
  {
    label: 'the server was down at the hour',
    now: '2026-11-24T07:30:00',
    good: '2026-11-23T02:00:10',
    is: true,
  },
  {
    label: 'the server was down for days, and starts before the hour',
    now: '2026-11-24T00:30:00',
    good: '2026-11-20T02:00:10',
    is: true,
  },
  {
    label: 'an officer made one by hand before the hour',
    now: '2026-11-24T02:00:00',
    good: '2026-11-24T01:50:00',
    is: true,
  },
  {
    label: 'it failed half an hour ago',
    now: '2026-11-24T02:40:00',
    good: '2026-11-23T02:00:10',
    failed: '2026-11-24T02:00:05',
    is: false,
  },
  {
    label: 'it failed more than an hour ago',
    now: '2026-11-24T03:02:00',
    good: '2026-11-23T02:00:10',
    failed: '2026-11-24T02:00:05',
    is: true,
  },
  {
    label: 'the clock was years ahead when one was made',
    now: '2026-11-24T02:00:00',
    good: '2031-11-23T02:00:10',
    is: true,
  },
  {
    label: 'the clock was years ahead when one failed',
    now: '2026-11-24T02:00:00',
    failed: '2031-11-23T02:00:10',
    is: true,
  },
  {
    label: 'the first one ever failed just now',
    now: '2026-11-24T02:10:00',
    failed: '2026-11-24T02:00:05',
    is: false,
  },
];

describe('when a backup is made by itself', () => {
  for (const { label, now, good, failed, is } of due) {
    it(`${is ? 'now' : 'not yet'}, when ${label}`, () => {
      const last = good === undefined ? undefined : run(good, 'good');
      const lost = failed === undefined ? undefined : run(failed, 'failed');
      expect(isDue({ good: last, last: lost ?? last }, new Date(at(now)), plan)).to.equal(is);
    });
  }

  it('is by the clock of the office, whatever the machine says', () => {
    const planned = lastPlanned(new Date('2026-11-23T18:59:00Z'), plan);
    expect(new Date(planned).toISOString()).to.equal('2026-11-22T19:00:00.000Z');
  });
});

onEachDatabase('the job of backups', (open) => {
  it('makes the one that was missed at its start, notes it, and makes no second', async () => {
    const store = await open();
    const missed = run('2026-11-20T02:00:00', 'good');
    await recordRun(store, missed);
    const now = new Date(at('2026-11-24T07:30:00'));
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const begun: number[] = [];
    const done = { name: 'y.backup', bytes: 5, rows: 1, tables: 1, files: 0 } as BackupDone;
    const make = async (when: Date): Promise<BackupDone> => {
      begun.push(when.getTime());
      return done;
    };
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-job-'));
    const job = openBackups(
      { store, clock: () => now, log },
      { ...plan, erasedLog: openErasedLog([folder], log), make },
    );
    job.start();
    await until(async () => (await backupState(store)).good?.name === 'y.backup');
    await job.stop();
    await rm(folder, { recursive: true });
    expect(begun).to.deep.equal([now.getTime()]);
    expect(isDue(await backupState(store), now, plan)).to.equal(false);
  });
});
