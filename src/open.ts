import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { openKeyring } from './core/keys.ts';
import { loadBook } from './flows/book.ts';
import type { FlowBook } from './flows/flow.ts';
import { actions } from './services/index.ts';
import { seedOffices } from './services/offices.ts';
import { migrate } from './store/migrate.ts';
import { openStore, type Store } from './store/store.ts';

/** Opens the office's database ready for use: made, migrated and with its offices. Close it. */
export async function openOffice(config: Config): Promise<Store> {
  const keys = openKeyring(config.secrets);
  if (config.databaseUrl === undefined) mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const address = config.databaseUrl
    ? { url: config.databaseUrl }
    : { file: join(config.dataDir, 'sapakerja.db') };
  const store = await openStore(address, keys);
  try {
    await migrate(store);
    await seedOffices(store);
    return store;
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
