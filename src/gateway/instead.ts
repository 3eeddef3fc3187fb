import { byLatePress } from '../flows/again.ts';
import type { Meaning } from '../flows/by-keyword.ts';
import type { Sender } from '../store/contacts.ts';
import { isLatePress } from '../store/presses.ts';
import type { Db } from '../store/store.ts';
import type { Arrival } from './arrival.ts';
import type { GatewayTools } from './tools.ts';

/** Who wrote, and which contacts were joined just now. */
interface Known {
  readonly sender: Sender;
  readonly joined: ReadonlySet<number>;
}

/** The sender's own contact card, which Telegram vouches for, and nothing else. */
function isOwnCard({ account, phone, text }: Arrival): boolean {
  return account.medium === 'telegram' && phone !== undefined && text === '';
}

/**
 * What a message means by the way it came, whatever it says: a button of a question that is over,
 * the own phone number; undefined for what is to be read.
 */
export async function insteadOf(
  { book }: GatewayTools,
  db: Db,
  arrival: Arrival,
  { sender, joined }: Known,
): Promise<Meaning | undefined> {
  if (isOwnCard(arrival)) {
    const words = joined.has(sender.contactId) ? 'number-joined' : 'number-noted';
    return { event: { kind: 'again', words }, because: words };
  }
  const late = await isLatePress(db, arrival, sender);
  return late ? byLatePress(book, arrival.text) : undefined;
}
