import { basename, dirname, join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { killPoint } from '../core/kill-points.ts';
import { settleRestored, type Dropped } from '../store/after-restore.ts';
import { recordAudit } from '../store/audit.ts';
import { isSound, takeTime } from '../store/fill.ts';
import { holdMigrations, knownMigrations, migrateOn } from '../store/migrate.ts';
import { adoptIndexKey } from '../store/index-key.ts';
import { forgetIndexed } from '../store/seeker-index.ts';
import type { Db, Store } from '../store/store.ts';
import { readBackup, verifyBackup, type BackupSummary } from './backup-read.ts';
import { erasedLogName, readLines } from './erased-log.ts';
import { indexVacanciesAnew } from './move-office.ts';
import { openPhrases } from './phrases.ts';
import { replayErasures, type Replayed } from './replay-erasures.ts';
import { fill, type Filling } from './restore-fill.ts';

const phrase = openPhrases('admin/restore.yaml');

/** A backup that is to be put back. */
export interface RestoreOrder {
  readonly file: string;
  /** What may open it. */
  readonly secrets: readonly Buffer[];
  /** Lists of what was erased; those that are not there are left out. */
  readonly erasedLists: readonly string[];
  /** Go on without any such list. */
  readonly withoutErased: boolean;
  readonly now: Date;
}

/** What was put back. */
export interface Restored extends BackupSummary {
  readonly erased: Replayed;
  readonly dropped: Dropped;
}

/** Where the lists of what was erased may lie: with the data, with the backup, with the other backups. */
export function erasedLists(
  file: string,
  folders: readonly (string | undefined)[],
): readonly string[] {
  const all = [dirname(file), ...folders].filter((folder) => folder !== undefined);
  return [...new Set(all.map((folder) => join(folder, erasedLogName)))];
}

/** Every line of every list. @throws InputError where there is none at all */
export async function readErasedLists({
  erasedLists: files,
  withoutErased,
}: Pick<RestoreOrder, 'erasedLists' | 'withoutErased'>): Promise<readonly string[]> {
  const read = await Promise.all(files.map(readLines));
  const found = read.filter((lines) => lines !== undefined);
  if (found.length === 0 && !withoutErased)
    throw new InputError(phrase('no-list', { berkas: files.join(', ') }));
  return [...new Set(found.flat())];
}

/** Reads the backup whole. @throws InputError when this program is older than it; SealError */
export async function examineBackup(order: RestoreOrder): Promise<BackupSummary> {
  const summary = await verifyBackup(order.file, order.secrets);
  const known = new Set(await knownMigrations());
  if (!summary.migrations.every((name) => known.has(name))) throw new InputError(phrase('newer'));
  killPoint('restore.verified');
  return summary;
}

/** Nothing that is in the list may be missing in it: then it is an old list, or a piece of one. */
async function checkLists(db: Db, lines: readonly string[], without: boolean): Promise<void> {
  if (without) return;
  const known = new Set(lines);
  const own: string[] = await db.sql('erasure_marks').pluck('line');
  if (own.some((line) => !known.has(line))) throw new InputError(phrase('old-list'));
}

/** What came of it in the database. */
export type Filled = Omit<Restored, keyof BackupSummary>;

/** Where it goes, and what is to be done right before it counts. */
export type Target = Omit<Filling, 'db'> & { readonly beforeCommit?: () => Promise<void> };

/** Everything between an empty database and one that may be opened, in one transaction. */
async function fillDatabase(db: Store, order: RestoreOrder, rest: Target): Promise<Filled> {
  const { file, secrets, now, withoutErased } = order;
  await fill(readBackup(file, secrets), { ...rest, db });
  killPoint('restore.filled');
  await migrateOn(db);
  await adoptIndexKey(db);
  await forgetIndexed(db);
  await indexVacanciesAnew(db);
  killPoint('restore.migrated');
  const lines = await readErasedLists(order);
  await checkLists(db, lines, withoutErased);
  const dropped = await settleRestored(db, now.getTime());
  const erased = await replayErasures(db, lines, now);
  await recordAudit(db, {
    at: now.getTime(),
    actor: 'command',
    action: 'backup.restore',
    subject: basename(file),
    detail: { erasures: erased.erasures },
  });
  if (!(await isSound(db))) throw new Error('the database that was put back is not sound');
  killPoint('restore.erased');
  return { erased, dropped };
}

/**
 * Puts a backup into an empty database: the tables as they were, migrated on, what was erased since
 * erased again, and what must not go on where it stood taken out. All in one transaction: nobody
 * ever sees a part of it.
 * @throws InputError, SealError; then nothing is kept
 */
export async function restoreInto(
  store: Store,
  order: RestoreOrder,
  rest: Target,
): Promise<Filled> {
  return store.transaction(async (db) => {
    await takeTime(db);
    if (db.dialect === 'postgres') await holdMigrations(db);
    const filled = await fillDatabase({ ...store, sql: db.sql }, order, rest);
    await rest.beforeCommit?.();
    return filled;
  });
}
