import { databaseNow, type Db } from './store.ts';

/** What an office has spent on SMS on one day. */
export interface Spent {
  readonly segments: number;
  readonly rupiah: number;
}

/** A day of an office's budget; `day` is `YYYY-MM-DD` of its clock. */
export interface BudgetDay {
  readonly office: string;
  readonly day: string;
}

const key = ({ office, day }: BudgetDay) => ({ office_code: office, day });

export async function readSpent({ sql }: Db, day: BudgetDay): Promise<Spent> {
  const row: Spent | undefined = await sql('sms_days').where(key(day)).first('segments', 'rupiah');
  return row ?? { segments: 0, rupiah: 0 };
}

/** What offices have spent on a day, by their codes; those that spent nothing are left out. */
export async function listSpent({ sql }: Db, day: string): Promise<ReadonlyMap<string, Spent>> {
  const rows: (Spent & { office_code: string })[] = await sql('sms_days')
    .where({ day })
    .where('segments', '>', 0)
    .select('office_code', 'segments', 'rupiah')
    .orderBy('office_code');
  return new Map(
    rows.map(({ office_code, segments, rupiah }) => [office_code, { segments, rupiah }]),
  );
}

/** The same of one office, held until the transaction ends: of two processes one looks and spends after the other. */
export async function holdSpent(db: Db, day: BudgetDay): Promise<Spent> {
  await db.sql('sms_days').insert(key(day)).onConflict(['office_code', 'day']).ignore();
  const row: Spent | undefined = await db
    .sql('sms_days')
    .where(key(day))
    .first('segments', 'rupiah')
    .forUpdate(); // knex leaves it out on SQLite, whose one writer holds the whole database
  return row ?? { segments: 0, rupiah: 0 };
}

/** Charges messages to a day, before they leave, at a price in rupiah for each segment. */
export async function charge(
  { sql }: Db,
  messages: readonly { readonly id: number; readonly segments: number }[],
  price: number,
  day: BudgetDay,
): Promise<void> {
  if (messages.length === 0) return;
  await sql('outbound_messages')
    .whereIn(
      'id',
      messages.map(({ id }) => id),
    )
    .update({
      charged_on: day.day,
      rupiah: sql.raw('round(segments * cast(? as numeric))', [price]),
    });
  const segments = messages.reduce((sum, message) => sum + message.segments, 0);
  const rupiah = messages.reduce((sum, message) => sum + Math.round(message.segments * price), 0);
  await sql('sms_days').where(key(day)).increment({ segments, rupiah });
}

interface Charged {
  readonly id: number;
  readonly accountId: number;
  readonly segments: number;
  readonly chargedOn: string | null;
  readonly rupiah: number;
}

/** Gives back what a message was charged and did not leave for. */
export async function refund(db: Db, message: Charged): Promise<void> {
  if (message.chargedOn === null) return;
  await db
    .sql('outbound_messages')
    .where({ id: message.id })
    .update({ charged_on: null, rupiah: null, updated_at: databaseNow(db) });
  const office = db.sql('accounts').select('office_code').where({ id: message.accountId });
  await db
    .sql('sms_days')
    .where({ day: message.chargedOn, office_code: office })
    .decrement({ segments: message.segments, rupiah: message.rupiah });
}
