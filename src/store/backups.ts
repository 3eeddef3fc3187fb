import type { Db } from './store.ts';

/** How a backup went. Times in epoch milliseconds. */
export interface BackupRun {
  readonly begunAt: number;
  readonly endedAt: number;
  readonly status: 'good' | 'failed';
  /** The file's name; null when it failed. */
  readonly name: string | null;
  readonly bytes: number | null;
  readonly rows: number | null;
  readonly files: number | null;
  /** Why it failed: a code of the disk or the database. */
  readonly code: string | null;
}

const columns = {
  begunAt: 'begun_at',
  endedAt: 'ended_at',
  status: 'status',
  name: 'name',
  bytes: 'bytes',
  rows: 'rows',
  files: 'files',
  code: 'code',
};

/** Longer ago nobody asks. */
const keptFor = 400 * 24 * 3_600_000;

/** Notes how a backup went, and forgets the oldest notes. */
export async function recordRun({ sql }: Db, run: BackupRun): Promise<void> {
  const { begunAt, endedAt, ...rest } = run;
  await sql('backups').insert({ ...rest, begun_at: begunAt, ended_at: endedAt });
  await sql('backups')
    .where('begun_at', '<', begunAt - keptFor)
    .delete();
}

async function latest(db: Db, status?: BackupRun['status']): Promise<BackupRun | undefined> {
  const query = db.sql('backups').select(columns).orderBy('id', 'desc').limit(1);
  if (status) void query.where({ status });
  const [row]: BackupRun[] = await query;
  return row;
}

/** What is known of backups: the last good one, the last one at all. */
export interface BackupState {
  readonly good: BackupRun | undefined;
  readonly last: BackupRun | undefined;
}

export async function backupState(db: Db): Promise<BackupState> {
  return { good: await latest(db, 'good'), last: await latest(db) };
}
