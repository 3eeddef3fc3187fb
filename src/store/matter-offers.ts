import type { MatterKind, MatterStatus } from './matters.ts';
import type { Db } from './store.ts';

/** Remembers which ready answer stood in the first reply to a question. */
export async function addOffer(
  { sql }: Db,
  offer: { readonly matterId: number; readonly answer: string },
  now: number,
): Promise<void> {
  const { matterId, answer } = offer;
  await sql('matter_offers').insert({ matter_id: matterId, answer_key: answer, offered_at: now });
}

/** Notes that YA was said to the ready answer of a matter; false when there was none. */
export async function acceptOffer({ sql }: Db, matterId: number, now: number): Promise<boolean> {
  const changed: number = await sql('matter_offers')
    .where({ matter_id: matterId })
    .whereNull('accepted_at')
    .update({ accepted_at: now });
  return changed === 1;
}

/** A contact's own matter by its number, and whether a ready answer was offered. */
export interface OwnMatter {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly status: MatterStatus;
  readonly urgent: boolean;
  readonly category: string | null;
  readonly replyBy: number;
  readonly offered: boolean;
}

interface Row extends Omit<OwnMatter, 'urgent' | 'offered'> {
  readonly urgent: number;
  readonly offered_at: number | null;
}

/** The matter with this number when it is this contact's; another's is like none. */
export async function findOwnMatter(
  { sql }: Db,
  contactId: number,
  { kind, number }: { readonly kind: MatterKind; readonly number: number },
): Promise<OwnMatter | undefined> {
  const row: Row | undefined = await sql('matters as m')
    .leftJoin('matter_offers as r', 'r.matter_id', 'm.id')
    .first('m.id', 'm.kind', 'm.number', 'm.status', 'm.urgent', 'm.reply_by as replyBy')
    .select('m.category', 'r.offered_at')
    .where({ 'm.kind': kind, 'm.number': number, 'm.contact_id': contactId });
  if (!row) return undefined;
  const { offered_at: offeredAt, urgent, ...rest } = row;
  return { ...rest, urgent: urgent === 1, offered: offeredAt !== null };
}
