import { randomBytes } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { backupName } from '../core/backup-names.ts';
import { killPoint } from '../core/kill-points.ts';
import { openKeyring, type Secret } from '../core/keys.ts';
import { isWhole } from '../store/diagnosis.ts';
import { openStore, type Store, type StoreAddress } from '../store/store.ts';
import { prepareFolder, publish, removeExpired } from './backup-folder.ts';
import { verifyBackup, type BackupSummary } from './backup-read.ts';
import { writeBackup } from './backup-write.ts';

/** What is to be backed up, and where to: plain data, which travels between threads. */
export interface BackupOrder {
  readonly address: StoreAddress;
  readonly secrets: readonly [Secret, ...Secret[]];
  /** What seals it: 32 bytes. */
  readonly secret: Buffer;
  readonly dataDir: string;
  readonly dir: string;
  readonly office: string;
  /** The office's clock. */
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A backup that was written, read again, and is kept. */
export interface BackupDone extends BackupSummary {
  readonly name: string;
  readonly bytes: number;
  /** Older ones that are not kept any more. */
  readonly removed: readonly string[];
}

async function writeAndVerify(store: Store, order: BackupOrder): Promise<BackupDone> {
  const { dir, dataDir, office, zone, secret } = order;
  const at = new Date(order.at);
  const name = backupName(at, zone);
  // Of a chance: one that was killed in the same second may have left its own.
  const part = join(dir, `${name}.${randomBytes(4).toString('hex')}.part`);
  await prepareFolder(dir, at);
  killPoint('backup.begun');
  try {
    await writeBackup({ store, dataDir, office, at }, { file: part, secret });
    killPoint('backup.synced');
    const summary = await verifyBackup(part, [secret]);
    const { size: bytes } = await stat(part);
    killPoint('backup.verified');
    await publish(part, join(dir, name));
    killPoint('backup.renamed');
    const removed = await removeExpired(dir, at, zone);
    killPoint('backup.pruned');
    return { ...summary, name, bytes, removed };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Writes everything into one sealed file, reads it again from its beginning to its end, and only
 * then gives it its name and removes what is not kept any more.
 * @throws Error when anything fails: no file is left then, and none that was there is gone
 */
export async function backUp(order: BackupOrder): Promise<BackupDone> {
  const [first, ...others] = order.secrets;
  const address = { ...order.address, pool: 1, statementTimeout: 0, readonly: true };
  const store = await openStore(address, openKeyring([first, ...others]));
  try {
    if (!(await isWhole(store))) throw new Error('the database is damaged');
    return await writeAndVerify(store, order);
  } finally {
    await store.close();
  }
}
