import type { Clock } from '../core/clock.ts';
import { killPoint } from '../core/kill-points.ts';
import type { Log } from '../core/log.ts';
import { recordRun, type BackupRun } from '../store/backups.ts';
import { erasedLines } from '../store/erasure-marks.ts';
import type { Store } from '../store/store.ts';
import type { BackupDone } from './backup.ts';
import type { ErasedLog } from './erased-log.ts';

/** What a backup stands on: how it is made, and where it is noted. */
export interface BackupTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly erasedLog: ErasedLog;
  /** Makes one, begun at a moment. */
  readonly make: (at: Date) => Promise<BackupDone>;
}

/** What the disk or the database called it: an error's text may hold what people wrote. */
const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'error';
};

async function note(
  { store, clock }: BackupTools,
  begun: Date,
  how: Omit<BackupRun, 'begunAt' | 'endedAt'>,
): Promise<void> {
  await recordRun(store, { begunAt: begun.getTime(), endedAt: clock().getTime(), ...how });
}

/**
 * Makes a backup and notes how it went, for doctor, metrics and the officers' page. The list of
 * what was erased is brought up to date beside it first.
 * @throws Error when it failed, after that was noted
 */
export async function runBackup(tools: BackupTools): Promise<BackupDone> {
  const begun = tools.clock();
  try {
    await tools.erasedLog.sync(await erasedLines(tools.store));
    const done = await tools.make(begun);
    const { name, bytes, rows, files } = done;
    await note(tools, begun, { status: 'good', name, bytes, rows, files, code: null });
    killPoint('backup.recorded');
    return done;
  } catch (error) {
    const failed = { status: 'failed', name: null, bytes: null, rows: null, files: null } as const;
    await note(tools, begun, { ...failed, code: codeOf(error) });
    throw error;
  }
}
