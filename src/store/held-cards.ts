import { randomUUID } from 'node:crypto';
import type { Db } from './store.ts';

/** A card with its holder, as the holder's phone or a reminder needs it. */
export interface HeldCard {
  readonly id: number;
  readonly seekerId: number;
  /** D number. */
  readonly seekerNumber: number;
  readonly name: string;
  readonly officeCode: string;
  readonly issuedOn: string;
  readonly endsOn: string;
  readonly endedOn: string | null;
}

const columns = {
  id: 'c.id',
  seekerId: 'c.seeker_id',
  seekerNumber: 's.number',
  name: 'p.name',
  officeCode: 'c.office_code',
  issuedOn: 'c.issued_on',
  endsOn: 'c.ends_on',
  endedOn: 'c.ended_on',
};

const cards = ({ sql }: Db) =>
  sql('ak1_cards as c')
    .join('seekers as s', 's.id', 'c.seeker_id')
    .join('persons as p', 'p.id', 's.person_id')
    .select(columns);

/** The latest card of each person of a contact: held, or run out. In the order of the D numbers. */
export async function cardsOfContact(db: Db, contactId: number): Promise<readonly HeldCard[]> {
  const rows: HeldCard[] = await cards(db)
    .join('contact_persons as l', 'l.person_id', 's.person_id')
    .where({ 'l.contact_id': contactId })
    .where((either) => {
      void either.whereNull('c.ended_on').orWhere({ 'c.ended_because': 'expired' });
    })
    .orderBy(['s.number', 'c.id']);
  return [...new Map(rows.map((row) => [row.seekerId, row])).values()];
}

/** Cards whose reminder is due, the longest due first. */
export async function listCardsToRemind(
  db: Db,
  today: string,
  limit: number,
): Promise<readonly HeldCard[]> {
  return cards(db)
    .where('c.remind_on', '<=', today)
    .whereNull('c.ended_on')
    .orderBy(['c.remind_on', 'c.id'])
    .limit(limit);
}

/** When the holder is to be reminded next; null: of nothing any more. */
export async function setReminder({ sql }: Db, id: number, remindOn: string | null): Promise<void> {
  await sql('ak1_cards').where({ id }).whereNull('ended_on').update({ remind_on: remindOn });
}

/** Ends the cards whose last day is over; gives how many. */
export async function expireCards({ sql }: Db, today: string): Promise<number> {
  const over = sql('ak1_cards')
    .select('seeker_id')
    .whereNull('ended_on')
    .where('ends_on', '<', today);
  await sql('seekers').whereIn('id', over).update({ indexed: 0 });
  return sql('ak1_cards')
    .whereNull('ended_on')
    .where('ends_on', '<', today)
    .update({ ended_on: sql.ref('ends_on'), ended_because: 'expired', remind_on: null });
}

/** A report by message: `seeking` or `working`. */
export interface NewCardReport {
  readonly cardId: number;
  readonly said: 'seeking' | 'working';
  /** The day of the card that it belongs to. */
  readonly dueOn: string | null;
  readonly reportedOn: string;
  readonly contactId: number;
}

/** Adds a report and gives its id; one more for the same day of the card replaces the first. */
export async function addCardReport(
  { sql }: Db,
  report: NewCardReport,
  now: number,
): Promise<number> {
  const { cardId, said, dueOn, reportedOn, contactId } = report;
  const same = { card_id: cardId, due_on: dueOn, said };
  const told = { reported_on: reportedOn, contact_id: contactId, at: now };
  const known: { id: number } | undefined = await sql('ak1_reports').where(same).first('id');
  if (known) {
    await sql('ak1_reports').where({ id: known.id }).update(told);
    return known.id;
  }
  const rows: { id: number }[] = await sql('ak1_reports')
    .insert({ ...same, ...told })
    .returning('id');
  return rows[0]?.id ?? 0;
}

/** True when the report for this day of the card is there. */
export async function isReported({ sql }: Db, cardId: number, dueOn: string): Promise<boolean> {
  const row: unknown = await sql('ak1_reports')
    .where({ card_id: cardId, due_on: dueOn })
    .first('id');
  return row !== undefined;
}

/** What the holder tells of the new work; each only when it is said. */
export interface Placement {
  readonly employer?: string;
  /** `YYYY-MM-DD` */
  readonly startedOn?: string;
}

/** Adds to a report where the holder works now, and since when. */
export async function addPlacement(
  { sql, keys }: Db,
  reportId: number,
  { employer, startedOn }: Placement,
): Promise<void> {
  if (startedOn !== undefined) {
    await sql('ak1_reports').where({ id: reportId }).update({ started_on: startedOn });
  }
  if (employer === undefined) return;
  const key = randomUUID();
  await sql('ak1_reports')
    .where({ id: reportId })
    .update({ key, employer_sealed: keys.seal(employer, `ak1_reports.employer|${key}`) });
}
