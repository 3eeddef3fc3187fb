import type { BroadcastForm } from '../../src/services/broadcasts.ts';
import {
  countReached,
  draftBroadcast,
  findBroadcast,
  keepCount,
  releaseBroadcast,
  wantedOf,
} from '../../src/services/broadcasts.ts';
import type { Store } from '../../src/store/store.ts';
import { addClerk } from './counter.ts';

/** What a subscriber of a test is, besides a phone that has said YA. */
export interface Subscriber {
  readonly userId: string;
  readonly accountId?: number;
  readonly office?: string;
  readonly version?: string;
  /** Until when alerts were promised, epoch milliseconds. */
  readonly endsAt?: number;
  /** When the last message came. */
  readonly sentAt?: number;
  readonly contact?: Readonly<Record<string, number | string | null>>;
  readonly address?: Readonly<Record<string, number | string | null>>;
  readonly consent?: Readonly<Record<string, number | string | null>>;
  /** The office's records of the person who uses it. */
  readonly person?: { readonly id: number; readonly role?: string };
}

let contacts = 0;

/** Adds somebody who has said YA to KABARI; gives the contact's id. */
export async function addSubscriber({ sql }: Store, one: Subscriber): Promise<number> {
  contacts += 1;
  const [contact] = await sql('contacts')
    .insert({ public_id: `c_push_${contacts}`, created_at: 1, ...one.contact })
    .returning<{ id: number }[]>('id');
  const id = contact!.id;
  const where = { account_id: one.accountId ?? 1, user_id: one.userId, contact_id: id };
  await sql('addresses').insert({ ...where, created_at: 1, ...one.address });
  await sql('consents').insert({
    contact_id: id,
    purpose: 'push',
    text: 'Boleh kami kirim kabar?',
    version: one.version ?? '2026-11b',
    given_at: 1,
    ...one.consent,
  });
  await sql('job_alerts').insert({
    contact_id: id,
    office_code: one.office ?? '35.08',
    key: `k${contacts}`,
    wish_sealed: '-',
    next_at: 1,
    sent_at: one.sentAt ?? null,
    ends_at: one.endsAt ?? 9e12,
    created_at: 1,
  });
  if (one.person) {
    const { id: person_id, role = 'self' } = one.person;
    await sql('contact_persons').insert({ contact_id: id, person_id, role });
  }
  return id;
}

/** A registered person of a kecamatan; gives the person's id. */
export async function addPerson(
  { sql }: Store,
  { area = '35.08.04.2001', education = 'SMK' } = {},
): Promise<number> {
  const [person] = await sql('persons')
    .insert({ name: 'Siti', created_at: 1, updated_at: 1 })
    .returning<{ id: number }[]>('id');
  const id = person!.id;
  await sql('seekers').insert({
    number: 2000 + id,
    person_id: id,
    office_code: '35.08',
    education,
    area_code: area,
    status: 'registered',
    notice_version: '1',
    registered_at: 1,
    updated_at: 1,
  });
  return id;
}

/** What an officer writes, unless the test says otherwise. */
export const usualForm: BroadcastForm = {
  officeCode: '35.08',
  topic: 'job-fair',
  words: 'Bursa kerja Sabtu 28 Nov 08.00 di GOR Wira Bhakti, gratis.',
  districtCode: null,
  education: null,
  medium: null,
  lastDay: '2026-12-04',
};

let clerks = 0;

/** Writes a broadcast, counts it for these accounts, and lets a second officer release it. */
export async function release(
  store: Store,
  now: Date,
  form: Partial<BroadcastForm> = {},
  accounts: readonly number[] = [1],
): Promise<number> {
  clerks += 1;
  const writer = await addClerk(store, { username: `penulis${clerks}` });
  const leader = await addClerk(store, { username: `pengawas${clerks}`, role: 'supervisor' });
  const wrote = { officer: { id: writer, role: 'officer' }, now } as const;
  const id = await draftBroadcast(store, { ...usualForm, ...form }, wrote);
  const broadcast = await findBroadcast(store, id);
  const reached = await countReached(store, wantedOf(broadcast!, accounts, now));
  await keepCount(store, id, { reached, rupiah: 0 }, now);
  const leads = { officer: { id: leader, role: 'supervisor' }, now } as const;
  await store.transaction((db) => releaseBroadcast(db, id, leads));
  return id;
}
