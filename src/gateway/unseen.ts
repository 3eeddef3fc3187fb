import type { Conversation } from '../flows/types.ts';
import { expireQueued } from '../store/expired.ts';
import type { Db } from '../store/store.ts';
import { forgetUnasked } from '../store/unasked.ts';

/** Public id of the message with the question that the machine asked last and nobody answered yet. */
const questionIn = (state: unknown): string | undefined =>
  (state as Partial<Conversation> | null)?.unasked;

/**
 * Takes back what the machine asked by itself and has not sent yet, of contacts that write just now:
 * their message is no answer to it, and it would arrive in the middle of their dialogue. It is asked
 * again at another time. Changes `states`; the contacts must be held.
 */
export async function takeBackUnseen(
  db: Db,
  states: Map<number, unknown>,
  now: number,
): Promise<void> {
  for (const [contactId, state] of states) {
    const publicId = questionIn(state);
    if (publicId === undefined || !(await expireQueued(db, publicId, now))) continue;
    await forgetUnasked(db, publicId);
    states.set(contactId, null);
  }
}
