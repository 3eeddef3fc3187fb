import { randomBytes } from 'node:crypto';
import { consentPlace } from './consents.ts';
import type { Db, Store } from './store.ts';

/** Sealed in one transaction: some milliseconds. */
const batch = 200;

async function sealSome({ sql, keys }: Db): Promise<number> {
  const rows: { id: number; text: string; key: string | null }[] = await sql('consents')
    .select('id', 'text', 'key')
    .whereNull('text_sealed')
    .orderBy('id')
    .limit(batch)
    .forUpdate();
  for (const { id, text, key: had } of rows) {
    const key = had ?? randomBytes(12).toString('hex');
    const text_sealed = keys.seal(text, consentPlace(key));
    await sql('consents').where({ id }).update({ key, text: '', text_sealed });
  }
  return rows.length;
}

/** Seals the words of consents that were given before they were sealed; gives how many. */
export async function sealConsents(store: Store): Promise<number> {
  let sealed = 0;
  for (;;) {
    const some = await store.transaction(sealSome);
    sealed += some;
    if (some < batch) return sealed;
  }
}
