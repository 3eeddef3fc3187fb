import { verifySeeker } from '../../src/services/seekers.ts';
import { insertOfficer, type Role } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { addVillager } from './villager.ts';

/** When the counter is open in tests: Monday 23 November 2026, 08.00. */
export const counterTime = new Date('2026-11-23T08:00:00+07:00');

let people = 0;

/** A person who registers by message. Gives the D number without its letter. */
export async function register(
  store: Store,
  {
    office = '35.08',
    now = counterTime,
    ...form
  }: { office?: string; now?: Date; nik?: string; nama?: string; pendidikan?: string } = {},
): Promise<number> {
  people += 1;
  const serial = String(people).padStart(4, '0');
  const villager = await addVillager(store, { office, now, userId: `+62812000${serial}` });
  const { values } = await villager.asks('seekers.register', {
    nik: `${office.replace('.', '')}10520199${serial}`,
    nama: 'SITI AMINAH',
    pendidikan: 'SMK',
    keterampilan: ['jahit'],
    ...form,
  });
  return Number((values['nomor'] as string).slice(1));
}

/** Adds an officer and gives the id. */
export async function addClerk(
  store: Store,
  {
    username = 'dewi',
    role = 'officer',
    office = '35.08',
  }: { username?: string; role?: Role; office?: string } = {},
): Promise<number> {
  const officer = { username, role, office, name: `Petugas ${username}`, passwordHash: 'none' };
  return (await insertOfficer(store, { ...officer, at: 1 })) ?? 0;
}

/** A seeker whose papers an officer has seen. */
export async function registerVerified(
  store: Store,
  officerId: number,
  person: Parameters<typeof register>[1] = {},
): Promise<number> {
  const number = await register(store, person);
  await store.transaction((db) =>
    verifySeeker(db, `D${number}`, { officerId, now: person.now ?? counterTime }),
  );
  return number;
}
