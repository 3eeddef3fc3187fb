import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { dayOfBackup, keepRule } from '../core/backup-names.ts';
import { localDate } from '../core/format.ts';
import { listOverdue } from '../services/overdue.ts';
import { seeSpool } from '../services/spool-files.ts';
import { writtenAt } from '../services/spool-names.ts';
import type { Db } from '../store/store.ts';
import { ill, well, type Finding } from './doctor-finding.ts';

const day = 24 * 3_600_000;

/** What was put aside may lie so long; the jobs need a while. */
const failedFor = 30 * day;
const grace = 2 * day;

/** Backups and put aside messages that should be gone. */
async function oldFiles({ backup: { dir }, dataDir }: Config, now: Date): Promise<number> {
  const { failed } = await seeSpool(join(dataDir, 'spool'));
  const aside = failed.filter((name) => writtenAt(name) < now.getTime() - failedFor - grace);
  const names = dir === undefined ? [] : await readdir(dir).catch(() => []);
  const oldest = localDate(new Date(now.getTime() - keepRule.oldest * day - grace));
  const backups = names.filter((name) => (dayOfBackup(name) ?? oldest) < oldest);
  return aside.length + backups.length;
}

/** Whether something is kept longer than it may be, in a table or as a file. */
export async function examineKept(db: Db, config: Config, now: Date): Promise<Finding> {
  const overdue = await listOverdue(db, now);
  const files = await oldFiles(config, now);
  if (overdue.length > 0) {
    const tabel = overdue.map(({ table, rows }) => `${table} (${rows})`).join(', ');
    return ill('kept', 'overdue', { tabel });
  }
  return files > 0 ? ill('kept', 'files', { jumlah: String(files) }) : well('kept', 'ok');
}
