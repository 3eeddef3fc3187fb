import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../core/errors.ts';
import { charactersBeyondGsm, measureSms } from '../core/sms.ts';
import { recordAudit, selectAudit } from '../store/audit.ts';
import { findDestination } from '../store/destinations.ts';
import { contactIdsOf } from '../store/holdings.ts';
import type { Db, Store } from '../store/store.ts';
import { tellFile } from './breach.ts';
import { breachWords as words } from './breach-words.ts';
import { post } from './post.ts';

/** What a folder of a report says of whom to tell. */
export interface Telling {
  readonly id: string;
  /** What the officer made of sms.txt. */
  readonly text: string;
  /** Opaque ids. */
  readonly contacts: readonly string[];
}

const shape = z.object({ id: z.string().regex(/^[\w-]+$/), contacts: z.array(z.string()) });

const mostSegments = 2;

/** Reads what is to be sent. @throws InputError when a file is missing, or the text is too long or cannot be sent */
export async function readTelling(folder: string): Promise<Telling> {
  const read = (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').catch(() => {
      throw new InputError(words('no-report', { folder }));
    });
  const list = shape.safeParse(JSON.parse(await read(tellFile)));
  if (!list.success) throw new InputError(words('no-report', { folder }));
  const { id, contacts } = list.data;
  const text = (await read('sms.txt')).trim().replace(/\s+/gu, ' ');
  const beyond = charactersBeyondGsm(text).join(' ');
  const faults = { huruf: beyond, segmen: String(measureSms(text).segments) };
  if (beyond !== '' || text === '' || measureSms(text).segments > mostSegments)
    throw new InputError(words('bad-sms', faults));
  return { id, text, contacts };
}

/** Told in one transaction: nobody waits long for the database. */
const aTime = 100;

/** How many of the list were told before: the trail keeps it with the messages themselves. */
async function toldBefore(db: Db, subject: string): Promise<number> {
  const [last] = await selectAudit(db, { subject, actor: 'command', limit: 1 });
  const upto = last?.action === 'breach.tell' ? last.detail['upto'] : 0;
  return typeof upto === 'number' ? upto : 0;
}

async function tellPart(
  db: Db,
  { id, text, contacts }: Telling,
  { from, now }: { readonly from: number; readonly now: Date },
): Promise<number> {
  const part = contacts.slice(from, from + aTime);
  let told = 0;
  for (const contactId of await contactIdsOf(db, part)) {
    const destination = await findDestination(db, contactId, null);
    if (!destination) continue;
    await post(db, destination, text, {
      class: 'bulk', // STOP and danger of meanwhile hold it back
      purpose: 'officer', // no budget does: the law gives three days
      now,
      trace: { because: 'breach', breach: id },
    });
    told += 1;
  }
  const detail = { upto: from + part.length, told };
  const line = { actor: 'command', action: 'breach.tell', subject: `breach:${id}`, detail };
  await recordAudit(db, { at: now.getTime(), ...line });
  return told;
}

/**
 * Puts the SMS for everybody of the list into the outbox, once: ended in the middle, or run again,
 * it goes on behind the last who was told. Gives how many were.
 */
export async function tellAffected(store: Store, telling: Telling, now: Date): Promise<number> {
  let told = 0;
  for (;;) {
    const done = await store.transaction(async (db) => {
      const from = await toldBefore(db, `breach:${telling.id}`);
      if (from >= telling.contacts.length) return undefined;
      return tellPart(db, telling, { from, now });
    });
    if (done === undefined) return told;
    told += done;
  }
}
