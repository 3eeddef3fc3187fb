import { activeKey, openKeyring, ringOf, type Secret } from '../core/keys.ts';
import { databaseNow, type Db } from './store.ts';

/*
 * Which keys have sealed what is stored, and which processes hold which: a key is not used before
 * everybody knows it, and not given away while something needs it.
 */

const proofPlace = (id: string): string => `sealing_keys.proof|${id}`;

/** Notes that a key seals from now on, before it does. */
export async function noteKey({ sql }: Db, secret: Secret): Promise<void> {
  const { id } = secret;
  const proof = openKeyring([secret]).seal(id, proofPlace(id));
  await sql('sealing_keys').insert({ id, proof }).onConflict('id').merge({ retired_at: null });
}

/** Notes that nothing is sealed any more but with the active key. */
export async function retireOthers(db: Db): Promise<void> {
  await db
    .sql('sealing_keys')
    .whereNot({ id: activeKey(db.keys) })
    .whereNull('retired_at')
    .update({ retired_at: databaseNow(db) });
}

/** A key that has sealed something here. */
export interface UsedKey {
  readonly id: string;
  /** Nothing of it is left. */
  readonly retired: boolean;
  /** The ring holds it, and it is the same one. */
  readonly held: boolean;
}

function opens({ keys }: Db, id: string, proof: string): boolean {
  try {
    return keys.open(proof, proofPlace(id)) === id;
  } catch {
    return false;
  }
}

/** Every key that has sealed something here, as far as it was noted. */
export async function listUsedKeys(db: Db): Promise<readonly UsedKey[]> {
  const rows: { id: string; proof: string; retired_at: number | null }[] = await db
    .sql('sealing_keys')
    .orderBy('id');
  return rows.map(({ id, proof, retired_at: at }) => ({
    id,
    retired: at !== null,
    held: opens(db, id, proof),
  }));
}

/** A process that has the database open, and its keys. */
export interface KeyHolder {
  readonly process: string;
  readonly active: string;
  readonly known: readonly string[];
}

/** A process that was not heard of for so long has ended, milliseconds. */
export const holderLife = 45_000;

/** Tells that this process is there, and with which keys. */
export async function tellHolder(db: Db, process: string): Promise<void> {
  const known = ringOf(db.keys).secrets.map(({ id }) => id);
  const row = { active: activeKey(db.keys), known: known.join(' '), seen_at: databaseNow(db) };
  await db
    .sql('key_holders')
    .insert({ process, ...row })
    .onConflict('process')
    .merge(row);
}

/** Tells that this process is going, and forgets those that went without a word. */
export async function forgetHolder(db: Db, process: string): Promise<void> {
  await db
    .sql('key_holders')
    .where({ process })
    .orWhere('seen_at', '<', db.sql.raw('? - ?', [databaseNow(db), holderLife * 10]))
    .delete();
}

/** The processes that have the database open. */
export async function listHolders(db: Db): Promise<readonly KeyHolder[]> {
  const rows: { process: string; active: string; known: string }[] = await db
    .sql('key_holders')
    .select('process', 'active', 'known')
    .where('seen_at', '>', db.sql.raw('? - ?', [databaseNow(db), holderLife]))
    .orderBy('process');
  return rows.map(({ process, active, known }) => ({ process, active, known: known.split(' ') }));
}
