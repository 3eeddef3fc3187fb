import type { Db } from './store.ts';

/** K consultation, A complaint. */
export type MatterKind = 'K' | 'A';

export interface NewMatter {
  readonly kind: MatterKind;
  readonly number: number;
  readonly officeCode: string;
  readonly contactId: number;
}

export interface NewMatterMessage {
  readonly matterId: number;
  readonly direction: 'in' | 'out';
  readonly text: string;
}

const bodyPlace = (matterId: number): string => `matter_messages.body|${matterId}`;

/** Opens a matter and gives its id. */
export async function addMatter({ sql }: Db, matter: NewMatter, now: number): Promise<number> {
  const rows: { id: number }[] = await sql('matters')
    .insert({
      kind: matter.kind,
      number: matter.number,
      office_code: matter.officeCode,
      contact_id: matter.contactId,
      status: 'open',
      opened_at: now,
      updated_at: now,
    })
    .returning('id');
  const [row] = rows;
  if (!row) throw new Error('the matter was not stored');
  return row.id;
}

/** Adds a message to a matter's thread. */
export async function addMatterMessage(
  { sql, keys }: Db,
  message: NewMatterMessage,
  now: number,
): Promise<void> {
  const { matterId, direction, text } = message;
  await sql('matter_messages').insert({
    matter_id: matterId,
    direction,
    body_sealed: keys.seal(text, bodyPlace(matterId)),
    at: now,
  });
}

/** A matter's thread, oldest first. */
export async function listMatterMessages(
  { sql, keys }: Db,
  matterId: number,
): Promise<
  readonly { readonly direction: 'in' | 'out'; readonly text: string; readonly at: number }[]
> {
  const rows: { direction: 'in' | 'out'; body_sealed: string; at: number }[] = await sql(
    'matter_messages',
  )
    .select('direction', 'body_sealed', 'at')
    .where({ matter_id: matterId })
    .orderBy('id');
  return rows.map(({ direction, body_sealed, at }) => ({
    direction,
    text: keys.open(body_sealed, bodyPlace(matterId)),
    at,
  }));
}
