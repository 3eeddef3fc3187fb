import { localDate } from '../core/format.ts';
import type { MatterKind } from './matters.ts';
import type { Db } from './store.ts';

/** Something after which a contact may be asked how it was. */
export interface Served {
  /** `survey:K1311`, `survey:ak1:7` */
  readonly occasion: string;
  readonly contactId: number;
  readonly officeCode: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

type Row = Omit<Served, 'occasion'>;

/** Nothing urgent: whoever was in danger is left in peace. */
export async function listClosedMatters(
  { sql }: Db,
  since: number,
  limit: number,
): Promise<readonly (Served & { readonly kind: MatterKind })[]> {
  const occasion = sql.raw("'survey:' || m.kind || m.number");
  const rows: (Row & { kind: MatterKind; number: number })[] = await sql('matters as m')
    .select({
      kind: 'm.kind',
      number: 'm.number',
      contactId: 'm.contact_id',
      officeCode: 'm.office_code',
      at: 'm.closed_at',
    })
    .where('m.closed_at', '>', since)
    .where({ 'm.status': 'closed', 'm.urgent': 0 })
    .whereNotExists(
      sql('survey_invitations as i').select('i.id').whereRaw('i.occasion = ?', [occasion]),
    )
    .orderBy('m.closed_at')
    .limit(limit);
  return rows.map(({ number, ...row }) => ({ ...row, occasion: `survey:${row.kind}${number}` }));
}

/** The phone that a seeker reads: her own before one of the family, never a village helper's. */
export async function readersOf(
  { sql }: Db,
  seekerIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows: { seekerId: number; contactId: number }[] = await sql('seekers as s')
    .join('contact_persons as l', 'l.person_id', 's.person_id')
    .select({ seekerId: 's.id', contactId: 'l.contact_id' })
    .whereIn('s.id', seekerIds)
    .whereIn('l.role', ['self', 'family'])
    .orderByRaw("case when l.role = 'self' then 1 else 0 end, l.contact_id");
  return new Map(rows.map(({ seekerId, contactId }) => [seekerId, contactId]));
}

/** Cards that were issued after `since`, not only written down, and about which nobody was asked. */
export async function listIssuedCards(
  db: Db,
  since: number,
  limit: number,
): Promise<readonly Served[]> {
  const { sql } = db;
  const rows: (Omit<Row, 'contactId'> & { id: number; seekerId: number })[] = await sql(
    'ak1_cards as c',
  )
    .select({
      id: 'c.id',
      seekerId: 'c.seeker_id',
      officeCode: 'c.office_code',
      at: 'c.created_at',
    })
    .where('c.created_at', '>', since)
    .where('c.issued_on', '>=', localDate(new Date(since)))
    .whereNull('c.ended_on')
    .whereNotExists(
      sql('survey_invitations as i')
        .select('i.id')
        .whereRaw('i.occasion = ?', [sql.raw("'survey:ak1:' || c.id")]),
    )
    .orderBy('c.created_at')
    .limit(limit);
  const readers = await readersOf(
    db,
    rows.map(({ seekerId }) => seekerId),
  );
  return rows.flatMap(({ id, seekerId, officeCode, at }) => {
    const contactId = readers.get(seekerId);
    return contactId === undefined
      ? []
      : [{ occasion: `survey:ak1:${id}`, contactId, officeCode, at }];
  });
}

/** True when the matter of this occasion is still closed; an occasion of no matter always is. */
export async function isOver({ sql }: Db, occasion: string): Promise<boolean> {
  const [, kind, number] = /^survey:([KA])(\d+)$/.exec(occasion) ?? [];
  if (kind === undefined) return true;
  const matter: unknown = await sql('matters')
    .first('id')
    .where({ kind, number: Number(number), status: 'closed' });
  return matter !== undefined;
}

/** Forgets an invitation, so that the same occasion may come again. */
export async function removeInvitation({ sql }: Db, id: number): Promise<void> {
  await sql('survey_invitations').where({ id, status: 'waiting' }).delete();
}
