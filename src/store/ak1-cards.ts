import type { Db } from './store.ts';

/** Why a card is over before or after its last day. */
export type CardEnd = 'renewed' | 'replaced' | 'working' | 'expired' | 'mistake';

/** An AK1 card as it was issued. Dates are `YYYY-MM-DD`; `endsOn` is the last day of validity. */
export interface Card {
  readonly id: number;
  readonly seekerId: number;
  readonly officeCode: string;
  readonly number: string;
  readonly numberKey: string;
  readonly issuedOn: string;
  readonly endsOn: string;
  readonly officerId: number;
  readonly endedOn: string | null;
  readonly endedBecause: CardEnd | null;
  /** The day of the next reminder to report; null when there is none to come. */
  readonly remindOn: string | null;
}

export type NewCard = Omit<Card, 'id' | 'endedOn' | 'endedBecause'>;

const columns = {
  id: 'c.id',
  seekerId: 'c.seeker_id',
  officeCode: 'c.office_code',
  number: 'c.number',
  numberKey: 'c.number_key',
  issuedOn: 'c.issued_on',
  endsOn: 'c.ends_on',
  officerId: 'c.officer_id',
  endedOn: 'c.ended_on',
  endedBecause: 'c.ended_because',
  remindOn: 'c.remind_on',
};

/** Every card of a seeker with the name of the officer who issued it, the newest first. */
export async function cardsOfSeeker(
  { sql }: Db,
  seekerId: number,
): Promise<readonly (Card & { readonly officer: string })[]> {
  return sql('ak1_cards as c')
    .join('officers as o', 'o.id', 'c.officer_id')
    .select(columns)
    .select('o.name as officer')
    .where({ 'c.seeker_id': seekerId })
    .orderBy('c.id', 'desc');
}

/** The card that a seeker holds: not ended, though its last day may be over. */
export async function currentCard({ sql }: Db, seekerId: number): Promise<Card | undefined> {
  const card: Card | undefined = await sql('ak1_cards as c')
    .first(columns)
    .where({ 'c.seeker_id': seekerId })
    .whereNull('c.ended_on');
  return card;
}

/** Numbers (D, without the letter) of seekers to whom an office gave this card number, by mistake or not. */
export async function holdersOfNumber(
  { sql }: Db,
  { numberKey, office }: { readonly numberKey: string; readonly office?: string | undefined },
): Promise<readonly { readonly seekerId: number; readonly number: number }[]> {
  const query = sql('ak1_cards as c')
    .join('seekers as s', 's.id', 'c.seeker_id')
    .distinct({ seekerId: 's.id', number: 's.number' })
    .where({ 'c.number_key': numberKey })
    .where((part) => {
      void part.whereNull('c.ended_because').orWhereNot('c.ended_because', 'mistake');
    })
    .orderBy('s.id')
    .limit(10);
  return office === undefined ? query : query.where({ 'c.office_code': office });
}

/** Lets one officer at a time give a number in this office, until the transaction ends. */
export async function lockNumbers({ sql }: Db, office: string): Promise<void> {
  await sql('offices').select('code').where({ code: office }).forUpdate();
}

export async function insertCard({ sql }: Db, card: NewCard, now: number): Promise<void> {
  await sql('ak1_cards').insert({
    seeker_id: card.seekerId,
    office_code: card.officeCode,
    number: card.number,
    number_key: card.numberKey,
    issued_on: card.issuedOn,
    ends_on: card.endsOn,
    officer_id: card.officerId,
    remind_on: card.remindOn,
    created_at: now,
  });
  await sql('seekers').where({ id: card.seekerId }).update({ indexed: 0 });
}

/** Ends a card; no reminder follows. */
export async function endCard(
  { sql }: Db,
  { id, on, because }: { readonly id: number; readonly on: string; readonly because: CardEnd },
): Promise<void> {
  await sql('ak1_cards')
    .where({ id })
    .update({ ended_on: on, ended_because: because, remind_on: null });
  const holder = sql('ak1_cards').select('seeker_id').where({ id });
  await sql('seekers').whereIn('id', holder).update({ indexed: 0 });
}

/** A half-yearly report that was made. */
export interface CardReport {
  readonly cardId: number;
  readonly said: 'seeking' | 'working';
  readonly reportedOn: string;
  /** The officer who heard it; null when it came by message. */
  readonly officer: string | null;
}

/** The reports made on these cards, the oldest first. */
export async function reportsOfCards(
  { sql }: Db,
  cardIds: readonly number[],
): Promise<readonly CardReport[]> {
  return sql('ak1_reports as r')
    .leftJoin('officers as o', 'o.id', 'r.officer_id')
    .select({ cardId: 'r.card_id', said: 'r.said', reportedOn: 'r.reported_on', officer: 'o.name' })
    .whereIn('r.card_id', cardIds)
    .orderBy('r.id');
}
