import type { OfficerWords } from '../core/message.ts';
import { wordsFromPhone } from '../services/matter-phone.ts';
import type { Account } from '../store/accounts.ts';
import { addressName, findSenders, lockContacts } from '../store/contacts.ts';
import { claimKeys } from '../store/inbound.ts';
import type { Db, Store } from '../store/store.ts';

/** Words of an officer, and the account that they left from. */
export type AccountWords = Omit<OfficerWords, 'account'> & { readonly account: Account };

/** Nothing is kept of a talk with somebody who never wrote to the office: it is none of the program's. */
async function keep(db: Db, { account, key, to, text }: AccountWords, now: Date): Promise<void> {
  const claimed = await claimKeys(db, [{ accountId: account.id, key }], now.getTime());
  if (claimed.size === 0) return;
  const found = await findSenders(db, [[account.id, to]]);
  const sender = found.get(addressName(account.id, to));
  if (!sender) return;
  const { contactId: id, addressId } = sender;
  await lockContacts(db, [id]);
  const contact = { id, addressId, userId: to, medium: account.medium };
  await wordsFromPhone({ db, now, office: account.officeCode, contact }, text.trim());
}

/**
 * Keeps what officers typed on the paired phone, in the order it was typed; a repeat has no effect.
 * Durable when it resolves.
 */
export async function keepOfficerWords(
  store: Store,
  words: readonly AccountWords[],
  now: Date,
): Promise<void> {
  for (const each of words) await store.transaction((db) => keep(db, each, now));
}
