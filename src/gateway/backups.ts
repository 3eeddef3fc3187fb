import { setTimeout as pause } from 'node:timers/promises';
import { dayStart, localDate } from '../core/format.ts';
import { runBackup, type BackupTools } from '../services/backup-run.ts';
import type { BackupDone } from '../services/backup.ts';
import { backupState, type BackupState } from '../store/backups.ts';
import { runAsLeader, type LeaseTools } from './lease.ts';
import type { Repeat } from './repeat.ts';

/** When backups are made by themselves, and how. */
export interface BackupPlan {
  /** Hour of the office's day. */
  readonly hour: number;
  /** The office's clock. */
  readonly zone: string;
  readonly erasedLog: BackupTools['erasedLog'];
  /** Makes one; `over` ends it. */
  readonly make: (at: Date, over: AbortSignal) => Promise<BackupDone>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Looked at so often, in milliseconds. */
const lookEvery = 60_000;

/** One that failed is tried again after this: the disk may be back. */
const retryAfter = hourMs;

/** The last moment at which one was to be made. */
export function lastPlanned(now: Date, { hour, zone }: Pick<BackupPlan, 'hour' | 'zone'>): number {
  const today = dayStart(localDate(now, zone), zone) + hour * hourMs;
  return today <= now.getTime() ? today : today - dayMs;
}

/**
 * Whether one is to be made now: none since it was planned, and the last try is an hour ago. What was
 * noted by a clock that ran ahead of ours says nothing: it would hold up the next ones for years.
 */
export function isDue(
  { good, last }: BackupState,
  now: Date,
  plan: Pick<BackupPlan, 'hour' | 'zone'>,
): boolean {
  const latest = now.getTime() + hourMs;
  if (good && good.begunAt >= lastPlanned(now, plan) && good.begunAt <= latest) return false;
  return last?.status !== 'failed' || Math.abs(now.getTime() - last.endedAt) >= retryAfter;
}

/** The job of one process of the fleet. */
export function openBackups(
  tools: LeaseTools & Pick<BackupTools, 'clock'>,
  plan: BackupPlan,
): Repeat {
  const { store, clock, log } = tools;
  const { erasedLog } = plan;
  return runAsLeader(tools, 'backup', async ({ over }) => {
    const make = (at: Date): Promise<BackupDone> => plan.make(at, over);
    while (!over.aborted) {
      if (isDue(await backupState(store), clock(), plan)) {
        await runBackup({ store, clock, log, erasedLog, make }).then(
          ({ name, rows, files, bytes }) => log.info({ name, rows, files, bytes }, 'backed up'),
          (error: unknown) => log.error({ err: error }, 'the backup failed'),
        );
      }
      await pause(lookEvery, undefined, { signal: over }).catch(() => undefined);
    }
  });
}
