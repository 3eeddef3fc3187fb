import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { ConfigError, toConfigError } from './core/errors.ts';
import { openKeyring } from './core/keys.ts';
import type { Log } from './core/log.ts';
import { loadBook } from './flows/book.ts';
import type { FlowBook } from './flows/flow.ts';
import { actions } from './services/index.ts';
import { checkKeys, followKeys } from './services/key-follow.ts';
import { isRestoring, notRestored } from './services/restore-place.ts';
import { seedOffices } from './services/offices.ts';
import { indexAgain } from './services/vacancy-publishing.ts';
import { ensureIndexKey } from './store/index-key.ts';
import { findOffice } from './store/offices.ts';
import { migrate } from './store/migrate.ts';
import type { OutboxNews } from './store/notify.ts';
import { sealConsents } from './store/seal-consents.ts';
import { openStore, undoInMemory, type Store } from './store/store.ts';

/** The embedded database's file, made for its owner only: names and phones are readable in it. */
function databaseFile({ dataDir }: Config): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'sapakerja.db');
  closeSync(openSync(file, 'a', 0o600)); // SQLite gives the files beside it the same mode
  return file;
}

/** The database as it is: made where there is none, not migrated. @throws ConfigError when it cannot be opened */
export async function openDatabase(config: Config): Promise<Store> {
  const { databaseUrl: url } = config;
  if (isRestoring(config.dataDir)) throw new ConfigError(notRestored(config.dataDir));
  try {
    const { databasePool: pool, databaseTimeout: statementTimeout } = config;
    const address =
      url === undefined ? { file: databaseFile(config) } : { url, pool, statementTimeout };
    return await openStore(address, openKeyring(config.secrets));
  } catch (error) {
    throw toConfigError(url === undefined ? 'DATA_DIR' : 'DATABASE_URL', error);
  }
}

/** Migrates, looks whether the keys are the right ones, and indexes offices and vacancies. */
export async function fillOffice(store: Store): Promise<void> {
  await migrate(store);
  await checkKeys(store);
  await ensureIndexKey(store);
  await seedOffices(store);
  await indexAgain(store);
  await sealConsents(store);
}

/**
 * Opens the office's database ready for use: made, migrated, with its offices and names indexed. Close it.
 * @throws ConfigError when it cannot be opened, or there is no such office
 */
export async function openOffice(config: Config): Promise<Store> {
  const store = await openDatabase(config);
  try {
    await fillOffice(store);
    await undoInMemory(store);
    if (await findOffice(store, config.office)) return await followKeys(store, config.keyFile);
    throw new ConfigError(`OFFICE_CODE: there is no office ${config.office}`);
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Does `work` on the office's database and closes it. */
export async function withOffice<T>(
  config: Config,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openOffice(config);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** On PostgreSQL, where other processes may serve as well: only there its package is read. */
export async function openNewsOf(
  { databaseUrl }: Config,
  log: Log,
): Promise<{ news?: OutboxNews }> {
  if (databaseUrl === undefined) return {};
  const { openNews } = await import('./store/notify.ts');
  return { news: openNews(databaseUrl, log) };
}

/** A folder beside package.json. */
const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Where the flows and words of this installation are, and what flows may ask for. */
export const bookPlaces = {
  flows: folder('flows'),
  replies: folder('templates/replies'),
  catalogue: actions,
};

/** The flows and words of this installation. @throws FlowError with every mistake */
export const openBook = (): FlowBook => loadBook(bookPlaces);
