import { ringOf } from '../core/keys.ts';
import { markErased } from '../store/erasure-marks.ts';
import type { Erasure } from '../store/erasures.ts';
import { addressValues, matterValues, personValues } from '../store/identities.ts';
import type { Db } from '../store/store.ts';
import { openHasher } from './erased-keys.ts';
import type { ErasedLog } from './erased-log.ts';
import { planErasure } from './erasure-plan.ts';

/**
 * Writes down what is about to be erased: into the list outside of the database first, then into
 * the caller's transaction. Ended in between, the list says more than was done: it is done again,
 * which harms nobody, while a list that says less would bring people back with an old backup.
 */
export async function listErasure(
  db: Db,
  erasure: Erasure,
  { now, list }: { readonly now: Date; readonly list: ErasedLog | undefined },
): Promise<void> {
  const { contactId, scope, mark } = erasure;
  const plan = await planErasure(db, contactId, scope, now);
  const hasher = openHasher(ringOf(db.keys).secrets[0].key);
  const persons = await personValues(
    db,
    plan.persons.map(({ personId }) => personId),
  );
  const matters = await matterValues(
    db,
    plan.matters.map(({ id }) => id),
  );
  const addresses = await addressValues(db, contactId);
  const at = now.getTime();
  const line = hasher.write({
    mark,
    at,
    key: hasher.key,
    persons: persons.map((value) => hasher.hash('person', value)),
    matters: matters.map((value) => hasher.hash('matter', value)),
    addresses: addresses.map((value) => hasher.hash('address', value)),
    everything: plan.everything,
    release: plan.everything && !plan.reachable,
  });
  await list?.append(line);
  await markErased(db, { mark, at, line });
}
