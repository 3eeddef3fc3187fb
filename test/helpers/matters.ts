import type { Role } from '../../src/store/officers.ts';
import type { ServiceContext } from '../../src/services/action.ts';
import { openMatter, type MatterForm, type ToldMatter } from '../../src/services/matters.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { findOfficer, insertOfficer, type Officer } from '../../src/store/officers.ts';
import type { Db, Store } from '../../src/store/store.ts';

/** A villager of the test with a phone, who writes to one office. */
export interface Person {
  readonly contactId: number;
  /** What a turn knows of the person. */
  in(db: Db, now: Date): ServiceContext;
  /** Opens a matter in a transaction of its own. */
  asks(now: Date, form?: Partial<MatterForm>): Promise<ToldMatter>;
}

/** Adds an officer whose first name is the user name with a capital. */
export async function addTestOfficer(
  store: Store,
  username: string,
  { office = '35.08', role = 'officer' }: { office?: string; role?: Role } = {},
): Promise<Officer> {
  await seedOffices(store);
  const name = `${username.charAt(0).toUpperCase()}${username.slice(1)} Lestari`;
  await insertOfficer(store, { username, name, role, office, passwordHash: '-', at: 1 });
  const officer = await findOfficer(store, username);
  if (!officer) throw new Error('the officer was not stored');
  return officer;
}

/** Adds a phone that writes by SMS to an account of an office. */
export async function addTestPerson(
  store: Store,
  { userId = '+628123456789', office = '35.08' } = {},
): Promise<Person> {
  await seedOffices(store);
  const account = { channel: 'test', name: office, medium: 'sms', officeCode: office } as const;
  const { id: accountId } = await ensureAccount(store, account, new Date(1));
  const senders = await ensureSenders(store, [[accountId, userId]], 1);
  const [sender] = senders.values();
  if (!sender) throw new Error('the address was not stored');
  const { contactId: id, addressId } = sender;
  const contact = { id, addressId, userId, medium: 'sms' } as const;
  const context = (db: Db, now: Date): ServiceContext => ({ db, now, office, contact });
  return {
    contactId: id,
    in: context,
    asks: (now, form) =>
      store.transaction((db) =>
        openMatter(context(db, now), { kind: 'K', text: 'Masih dibuka?', ...form }),
      ),
  };
}
