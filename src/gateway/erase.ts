import { killPoint } from '../core/kill-points.ts';
import { eraseData, keysToErase, releaseContact } from '../services/erase.ts';
import { listErasure } from '../services/erased-entry.ts';
import { openPhrases } from '../services/phrases.ts';
import { post } from '../services/post.ts';
import { lockContacts } from '../store/contacts.ts';
import { flushDeleted } from '../store/erase.ts';
import { listErasures, moveErasure, type Erasure } from '../store/erasures.ts';
import { findDestination } from '../store/destinations.ts';
import type { Store } from '../store/store.ts';
import type { GatewayTools } from './tools.ts';

/** Where what was deleted is still in the log, because somebody read it: tried again each round. */
const unflushed = new WeakSet<object>();

async function flush(store: Store, hasErased: boolean): Promise<void> {
  if (!hasErased && !unflushed.has(store)) return;
  if (await flushDeleted(store)) unflushed.delete(store);
  else unflushed.add(store);
}

/** Wishes of one round. */
const batch = 50;

/** The reply to the wish itself leaves first; far less than the hour that was promised. */
const pause = 2 * 60_000;

const phrase = openPhrases('data/phrases.yaml');

/** Erases and tells it, in one transaction; false when another process was quicker. */
async function erase(
  { store, clock, erasedLog }: GatewayTools,
  erasure: Erasure,
): Promise<boolean> {
  const keys = await keysToErase(store, erasure);
  const done = await store.transaction(async (db) => {
    const { id, contactId, addressId, scope } = erasure;
    const now = clock();
    await lockContacts(db, [contactId]);
    const to = scope === 'all' ? 'erased' : 'done';
    if (!(await moveErasure(db, id, { from: 'waiting', to }, now.getTime()))) return false;
    killPoint('erase.begun');
    await listErasure(db, erasure, { now, list: erasedLog });
    killPoint('erase.listed');
    const destination = await findDestination(db, contactId, addressId);
    const { gone, kept } = await eraseData(db, { erasure, keys }, now);
    const text = phrase('done', { isi: gone, tetap: kept });
    if (destination)
      await post(db, destination, text, { class: 'reply', now, trace: { because: 'erased' } });
    return true;
  });
  killPoint('erase.committed');
  return done;
}

/** Lets the phone number go when the person was told. */
async function release({ store, clock }: GatewayTools, erasure: Erasure): Promise<boolean> {
  return store.transaction(async (db) => {
    const now = clock();
    await lockContacts(db, [erasure.contactId]);
    if (!(await releaseContact(db, erasure, now))) return false;
    return moveErasure(db, erasure.id, { from: 'erased', to: 'done' }, now.getTime());
  });
}

/**
 * Does what HAPUS DATA asked for, and lets go of phone numbers whose owner was told; gives how many
 * were erased. Several processes may do it at once.
 */
export async function eraseAsked(tools: GatewayTools): Promise<number> {
  const { store, clock, log } = tools;
  const due = await listErasures(store, 'waiting', batch);
  const told = await listErasures(store, 'erased', batch);
  let erased = 0;
  let released = 0;
  for (const erasure of due.filter(({ askedAt }) => askedAt <= clock().getTime() - pause)) {
    if (await erase(tools, erasure)) erased += 1;
  }
  for (const erasure of told) {
    if (await release(tools, erasure)) released += 1;
  }
  await flush(store, erased + released > 0);
  if (erased + released > 0) {
    log.info({ erased, released }, 'data erased');
  }
  return erased;
}
