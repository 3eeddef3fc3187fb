import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../../src/core/keys.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { keptPlaces } from './kept.ts';

interface Connection {
  serialize(): Buffer;
}

interface Client {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

let image: Promise<Buffer> | undefined;

async function makeImage(keys: Keyring): Promise<Buffer> {
  const store = await openStore({ file: ':memory:' }, keys);
  await migrate(store);
  const client = store.sql.client as unknown as Client;
  const connection = await client.acquireConnection();
  const bytes = connection.serialize();
  await client.releaseConnection(connection);
  await store.close();
  return bytes;
}

/** The same in a file that stays. */
async function openKept(folder: string, keys: Keyring): Promise<Store> {
  const file = join(folder, `sapakerja-${randomUUID()}.db`);
  await writeFile(file, await (image ?? Buffer.alloc(0)));
  return openStore({ file }, keys);
}

/**
 * A migrated, empty SQLite database in memory: migrated once in this process (80 to 120 ms of CPU),
 * each further one is a copy of its bytes (2 ms).
 */
export async function openMigrated(keys: Keyring): Promise<Store> {
  image ??= makeImage(keys);
  if (keptPlaces !== undefined) return openKept(keptPlaces, keys);
  // better-sqlite3 takes the bytes of a database where a file is named; the store's own type does not say so.
  return openStore({ file: (await image) as unknown as string }, keys);
}
