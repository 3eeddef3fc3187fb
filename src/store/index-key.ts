import { ConfigError } from '../core/errors.ts';
import { firstIndexKey, ringOf } from '../core/keys.ts';
import type { Db, Store } from './store.ts';

/*
 * Blind indexes and token hashes are made with a key of their own. It lies in the database, sealed
 * like everything: secrets come and go, and what is stored is found all the same. An office that
 * was there before has the one that its secret gave.
 */

const id = 'office';
const place = `index_keys.key|${id}`;

async function readSealed({ sql }: Db): Promise<string | undefined> {
  const row: { key_sealed: string } | undefined = await sql('index_keys')
    .first('key_sealed')
    .where({ id });
  return row?.key_sealed;
}

/**
 * Indexes with the key that the database keeps; false when it keeps none.
 * @throws ConfigError when it does not open
 */
export async function adoptIndexKey(store: Store): Promise<boolean> {
  const sealed = await readSealed(store);
  if (sealed === undefined) return false;
  try {
    const indexKey = Buffer.from(store.keys.open(sealed, place), 'base64');
    await store.changeKeys({ ...ringOf(store.keys), indexKey });
    return true;
  } catch (error) {
    throw new ConfigError(
      'SECRET_KEY is not the key of this database. Put back the one it was made with',
      { cause: error },
    );
  }
}

/** The same; a database that keeps none is given the one that its oldest secret makes. */
export async function ensureIndexKey(store: Store): Promise<void> {
  if (await adoptIndexKey(store)) return;
  const key = firstIndexKey(ringOf(store.keys)).toString('base64');
  await store
    .sql('index_keys')
    .insert({ id, key_sealed: store.keys.seal(key, place) })
    .onConflict('id')
    .ignore();
  await adoptIndexKey(store);
}
