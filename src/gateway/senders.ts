import type { Json } from '../core/json.ts';
import { normalisePhone } from '../core/phone.ts';
import type { FlowBook } from '../flows/flow.ts';
import type { Conversation } from '../flows/types.ts';
import type { Account } from '../store/accounts.ts';
import {
  addressName,
  ensureSenders,
  lockContacts,
  type AddressKey,
  type Sender,
} from '../store/contacts.ts';
import {
  contactsByPhone,
  guardedAmong,
  holdPhones,
  joinContacts,
  notePhones,
  type PhoneProof,
} from '../store/joins.ts';
import type { Db } from '../store/store.ts';

/** Who a message says it is from, and what its provider vouches for. */
export interface Origin {
  readonly account: Account;
  readonly from: string;
  /** The sender's number, E.164, where the provider vouches for it. */
  readonly phone?: string | undefined;
  /** Other user ids of the same person there. */
  readonly aliases?: readonly string[];
  /** False on this machine (terminal, simulator): addresses are made up there. */
  readonly limited: boolean;
}

/** Who is behind messages. */
export interface Senders {
  /** By `addressName`. */
  readonly byAddress: ReadonlyMap<string, Sender>;
  /** Contacts that were two until now. */
  readonly joined: ReadonlySet<number>;
}

type Found = ReadonlyMap<string, Sender>;

/** Another process may join the same contacts at the same time, not again and again. */
const mostRounds = 5;

export const nameOf = ({ account, from }: Origin): string => addressName(account.id, from);

function keysOf(origins: readonly Origin[]): AddressKey[] {
  const keys = origins.flatMap(({ account, from, aliases = [], limited }) =>
    [from, ...(limited ? aliases : [])].map((userId): AddressKey => [account.id, userId]),
  );
  return [...new Map(keys.map((key) => [addressName(...key), key])).values()];
}

/** An SMS proves the number that it comes from, elsewhere the provider says it. */
function phoneOf({ account, from, phone, limited }: Origin): string | undefined {
  if (!limited) return undefined;
  return phone ?? (account.medium === 'sms' ? normalisePhone(from) : undefined);
}

interface NewProof extends PhoneProof {
  readonly name: string;
}

/** Numbers that an address proves for the first time; noted, and held until the transaction ends. */
async function noteProofs(db: Db, origins: readonly Origin[], found: Found): Promise<NewProof[]> {
  const proofs = new Map<string, NewProof>();
  for (const origin of origins) {
    const [name, phone] = [nameOf(origin), phoneOf(origin)];
    if (phone === undefined || found.get(name)?.phone === phone) continue;
    proofs.set(name, { name, phone, officeCode: origin.account.officeCode });
  }
  const fresh = [...proofs.values()];
  const idOfName = (name: string): number => found.get(name)?.addressId ?? 0;
  await notePhones(db, new Map(fresh.map(({ name, phone }) => [idOfName(name), phone])));
  await holdPhones(
    db,
    fresh.map(({ phone }) => phone),
  );
  return fresh;
}

type Ids = readonly [number, number];

/** Two contacts of one person; `sure`: one account at one provider, and so one phone. */
interface Pair {
  readonly ids: Ids;
  readonly sure: boolean;
}

const idOf = (found: Found, account: Account, userId: string): number =>
  found.get(addressName(account.id, userId))?.contactId ?? 0;

function aliasPairs(origins: readonly Origin[], found: Found): Pair[] {
  return origins.flatMap(({ account, from, aliases = [], limited }) =>
    (limited ? aliases : []).map((alias): Pair => {
      return { ids: [idOf(found, account, from), idOf(found, account, alias)], sure: true };
    }),
  );
}

async function phonePairs(db: Db, proofs: readonly NewProof[], found: Found): Promise<Pair[]> {
  const others = await contactsByPhone(db, proofs);
  return proofs.flatMap(({ name, phone, officeCode }) =>
    others
      .filter((other) => other.phone === phone && other.officeCode === officeCode)
      .map(({ contactId }): Pair => {
        return { ids: [found.get(name)?.contactId ?? 0, contactId], sure: false };
      }),
  );
}

/** The newest dialogue that is one: a menu that waits says nothing about what the person does. */
function pickState(book: FlowBook) {
  const isDialogue = (state: Json): boolean =>
    book.flows[(state as Conversation | null)?.flow ?? '']?.kept === true;
  return (states: readonly Json[]): Json => states.find(isDialogue) ?? states[0] ?? null;
}

/**
 * Joins the contacts of each pair, the older stays. A number alone does not join one that is guarded:
 * who has the other phone would see what was told in danger.
 */
async function joinAll(
  db: Db,
  book: FlowBook,
  pairs: readonly Pair[],
  now: number,
): Promise<ReadonlySet<number>> {
  const involved = pairs.flatMap(({ ids }) => ids);
  const guarded = new Set(await guardedAmong(db, involved));
  const mayJoin = ([winner, loser]: Ids, sure: boolean): boolean =>
    winner !== loser && (sure || (!guarded.has(winner) && !guarded.has(loser)));
  const into = new Map<number, number>();
  const last = (id: number): number => (into.has(id) ? last(into.get(id) ?? id) : id);
  const joined = new Set<number>();
  for (const { ids, sure } of pairs) {
    const [a, b] = [last(ids[0]), last(ids[1])];
    const [winner, loser] = [Math.min(a, b), Math.max(a, b)];
    if (!mayJoin([winner, loser], sure)) continue;
    await joinContacts(db, { winner, loser }, pickState(book), now);
    into.set(loser, winner);
    if (guarded.has(loser)) guarded.add(winner);
    joined.add(winner);
  }
  return joined;
}

const idsOf = (found: Found): number[] => [...found.values()].map(({ contactId }) => contactId);

/**
 * The senders of messages, made when new, and their contacts held, in sorted order, until the
 * transaction ends. Contacts that are proven to be one person's are joined: equal phone numbers that
 * providers vouch for, at one office, or several ids of one account at a provider.
 */
export async function findSendersOf(
  db: Db,
  book: FlowBook,
  origins: readonly Origin[],
  now: number,
): Promise<Senders> {
  const keys = keysOf(origins);
  let found = await ensureSenders(db, keys, now);
  const proofs = await noteProofs(db, origins, found);
  for (let round = 0; round < mostRounds; round += 1) {
    const pairs = [...aliasPairs(origins, found), ...(await phonePairs(db, proofs, found))].filter(
      ({ ids: [a, b] }) => a !== b,
    );
    const ids = [...new Set([...idsOf(found), ...pairs.flatMap(({ ids: both }) => both)])];
    const held = await lockContacts(db, ids);
    if (ids.every((id) => held.has(id))) {
      if (pairs.length === 0) return { byAddress: found, joined: new Set() };
      const joined = await joinAll(db, book, pairs, now);
      return { byAddress: await ensureSenders(db, keys, now), joined };
    }
    found = await ensureSenders(db, keys, now); // one was joined to another meanwhile
  }
  throw new Error('contacts are joined faster than they can be held');
}
