import type { FlowBook } from '../flows/flow.ts';
import type { Conversation } from '../flows/types.ts';
import { keepDaysOf, keepRules } from '../services/retention.ts';
import type { Account } from '../store/accounts.ts';
import type { Sender } from '../store/contacts.ts';
import { earlierOf, markHeard, partEarlier } from '../store/earlier.ts';
import type { Db } from '../store/store.ts';

const day = 24 * 3_600_000;

/** It is enough to know the week: one write a person and week, not one a message. */
const heardEvery = 7 * day;

/** Who wrote, where. */
interface Heard {
  readonly sender: Sender;
  readonly account: Account;
}

const silence = ({ heardAt }: Sender, now: number): number => now - (heardAt ?? now);

/** Whether the number may be somebody else's by now, as the office has decided. */
async function isLongSilent(db: Db, { sender, account }: Heard, now: number): Promise<boolean> {
  const silent = silence(sender, now);
  if (silent < keepRules.silent.least * day) return false;
  return silent >= (await keepDaysOf(db, account.officeCode)).silent * day;
}

/** What a conversation leaves to whoever has the number now: what is no dialogue of a person. */
function leftOf({ flows }: FlowBook, state: Conversation | null): Conversation | null {
  if (!state || flows[state.flow]?.kept) return null;
  const { pages: _, ...rest } = state;
  return { ...rest, stack: [] };
}

/** Numbers that were silent for long, by contact: whether an earlier holder may have left something. */
export type Silent = ReadonlyMap<number, boolean>;

/** Takes from `states` what is not for whoever has these numbers now; gives what has changed. */
export function afterSilence(
  book: FlowBook,
  states: Map<number, unknown>,
  silent: Silent,
): Map<number, unknown> {
  const moved = new Map<number, unknown>();
  for (const id of silent.keys()) {
    moved.set(id, leftOf(book, (states.get(id) ?? null) as Conversation | null));
    states.set(id, moved.get(id));
  }
  return moved;
}

/** The sender as it counts from now on. */
export const asProven = (sender: Sender, silent: Silent): Sender => ({
  ...sender,
  unproven: silent.get(sender.contactId) ?? sender.unproven,
});

/**
 * Notes who has written, and parts numbers that were silent for long from what their earlier holders
 * had; gives those numbers' contacts, and whether more is known of them. They must be held. Operators
 * give a number to another person some months after it was last paid for.
 */
export async function heedSilence(db: Db, heard: readonly Heard[], now: number): Promise<Silent> {
  const quiet = new Map<number, Heard>();
  for (const one of heard) {
    const { heardAt, contactId } = one.sender;
    if (heardAt === null || silence(one.sender, now) >= heardEvery) quiet.set(contactId, one);
  }
  const silent = new Map<number, boolean>();
  for (const [contactId, one] of quiet) {
    if (!(await isLongSilent(db, one, now))) continue;
    await partEarlier(db, contactId, now);
    silent.set(contactId, (await earlierOf(db, contactId)) !== undefined);
  }
  await markHeard(db, [...quiet.keys()], now);
  return silent;
}
