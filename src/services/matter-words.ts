import { addMatterMessage } from '../store/matter-messages.ts';
import type { ServiceContext } from './action.ts';
import { joinLoose } from './attachments.ts';

/** Adds a person's words to a matter, with the pictures and voices that they sent a moment before. */
export async function addText(
  { db, now, contact }: ServiceContext,
  matterId: number,
  text: string,
): Promise<void> {
  const entry = { matterId, direction: 'in', text } as const;
  const entryId = await addMatterMessage(db, entry, now.getTime());
  await joinLoose(db, contact.id, { matterId, entryId }, now);
}
