import type { ServiceContext } from './action.ts';
import { acceptOffer, addOffer } from '../store/matter-offers.ts';
import { closeByContact, type MatterNow } from './matter-people.ts';
import { addEvent } from './matter-events.ts';

/** A ready answer stands in the first reply to a question: officers see which, YA closes. */
export async function offerReadyAnswer(
  { db, now }: ServiceContext,
  matterId: number,
  answer: { readonly id: string; readonly text: string },
): Promise<void> {
  await addOffer(db, { matterId, answer: answer.id }, now.getTime());
  const detail = { answer: answer.id, text: answer.text };
  await addEvent(db, matterId, { event: 'offered', detail }, now);
}

/** YA to a ready answer closes the question before an officer has answered. Undefined: not any more. */
export async function acceptReadyAnswer(
  context: ServiceContext,
  matterId: number,
): Promise<MatterNow | undefined> {
  const { db, now } = context;
  if (!(await acceptOffer(db, matterId, now.getTime()))) return undefined;
  return closeByContact(context, matterId);
}
