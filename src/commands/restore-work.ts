import { closeSync, openSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Config } from '../config.ts';
import { InputError, toConfigError } from '../core/errors.ts';
import { killPoint } from '../core/kill-points.ts';
import { openKeyring } from '../core/keys.ts';
import { removeErased } from '../gateway/sweep-files.ts';
import { openFiles } from '../services/attachment-files.ts';
import type { BackupSummary } from '../services/backup-read.ts';
import { openPhrases } from '../services/phrases.ts';
import {
  beginPlace,
  clearPlace,
  endPlace,
  lastOrder,
  placeDatabase,
  placeFiles,
} from '../services/restore-place.ts';
import { restoreInto, type Filled, type RestoreOrder } from '../services/restore.ts';
import { flushDeleted } from '../store/erase.ts';
import { hasRestored, standingOf } from '../store/restored.ts';
import { openStore, type Store, type StoreAddress } from '../store/store.ts';
import { sayTable } from './restore-words.ts';

const words = openPhrases('admin/restore.yaml');

async function open(address: StoreAddress, { secrets }: Config): Promise<Store> {
  try {
    return await openStore(address, openKeyring(secrets));
  } catch (error) {
    throw toConfigError('DATABASE_URL', error);
  }
}

/** The bytes of files that were erased since go before anybody can look. */
async function removeFiles(store: Store, folder: string): Promise<void> {
  await removeErased(store, openFiles(join(folder, 'files'), store.keys));
  await flushDeleted(store);
}

/** Into a file of its own, which takes its place when it is whole and closed. */
async function restoreFile(order: RestoreOrder, config: Config, folder: string): Promise<Filled> {
  const file = join(folder, 'sapakerja.db');
  closeSync(openSync(file, 'a', 0o600)); // SQLite gives the files beside it the same mode
  const store = await open({ file }, config);
  let filled: Filled;
  try {
    filled = await restoreInto(store, order, { folder, tell: sayTable });
    await removeFiles(store, folder);
  } finally {
    await store.close();
  }
  await placeFiles(config.dataDir);
  killPoint('restore.files');
  await placeDatabase(config.dataDir);
  killPoint('restore.committed');
  return filled;
}

/** The files are in their place before the transaction ends: it is the last step. */
async function restoreServer(
  store: Store,
  order: RestoreOrder,
  { config, folder }: { readonly config: Config; readonly folder: string },
): Promise<Filled> {
  const beforeCommit = async (): Promise<void> => {
    await placeFiles(config.dataDir);
    killPoint('restore.files');
  };
  const filled = await restoreInto(store, order, { folder, tell: sayTable, beforeCommit });
  killPoint('restore.committed');
  await removeFiles(store, config.dataDir);
  await store.sql.raw('analyze'); // else the first plans are made for empty tables
  return filled;
}

/** @throws InputError unless the database is empty, and as old as the backup if it was migrated */
async function checkDatabase(store: Store, { migrations }: BackupSummary): Promise<void> {
  const standing = await standingOf(store);
  const fits = standing.migrations.every((name) => migrations.includes(name));
  if (standing.filled.length === 0 && fits) return;
  const tabel = standing.filled.slice(0, 3).join(', ') || 'knex_migrations';
  throw new InputError(words('database-not-empty', { tabel }));
}

/** Does `work` in a place that is not ready until it has ended; what fails leaves nothing behind. */
async function inPlace(
  { file }: RestoreOrder,
  { dataDir }: Config,
  work: (folder: string) => Promise<Filled>,
): Promise<Filled> {
  const folder = await beginPlace(dataDir, basename(file));
  killPoint('restore.begun');
  try {
    const filled = await work(folder);
    await endPlace(dataDir);
    killPoint('restore.done');
    return filled;
  } catch (error) {
    await clearPlace(dataDir);
    throw error;
  }
}

async function restoreToServer(
  order: RestoreOrder,
  summary: BackupSummary,
  config: Config & { readonly databaseUrl: string },
): Promise<Filled | undefined> {
  const address = { url: config.databaseUrl, pool: 1, statementTimeout: 0 };
  const store = await open(address, config);
  try {
    const name = basename(order.file);
    if (lastOrder(config.dataDir) === name && (await hasRestored(store, name))) {
      await removeFiles(store, config.dataDir); // it was killed behind its commit
      await endPlace(config.dataDir);
      return undefined;
    }
    await checkDatabase(store, summary);
    return await inPlace(order, config, (folder) =>
      restoreServer(store, order, { config, folder }),
    );
  } finally {
    await store.close();
  }
}

/** Puts a verified backup back; undefined when that was done before and only its end was missing. */
export async function restorePlace(
  order: RestoreOrder,
  summary: BackupSummary,
  config: Config,
): Promise<Filled | undefined> {
  const { databaseUrl } = config;
  if (databaseUrl !== undefined) return restoreToServer(order, summary, { ...config, databaseUrl });
  return inPlace(order, config, (folder) => restoreFile(order, config, folder));
}
