import type { Json } from '../core/json.ts';
import { localChannels } from './accounts.ts';
import { mergeAlerts } from './alert-joins.ts';
import { readConversations, writeConversations } from './conversations.ts';
import { expireTwins } from './expired.ts';
import { allRows } from './statement.ts';
import type { Db } from './store.ts';

/** A phone number that a provider vouches for, at an office: where else it is known, it is the same person. */
export interface PhoneProof {
  readonly officeCode: string;
  /** E.164. */
  readonly phone: string;
}

/** A contact behind a proven number. */
export interface ProvenContact extends PhoneProof {
  readonly contactId: number;
}

/** Tables whose rows simply go over to the other contact: column by table. */
export const movedTables: Readonly<Record<string, string>> = {
  addresses: 'contact_id',
  attachments: 'contact_id',
  inbound_messages: 'contact_id',
  outbound_messages: 'contact_id',
  matters: 'contact_id',
  consents: 'contact_id',
  unasked_questions: 'contact_id',
  survey_invitations: 'contact_id',
  erasures: 'contact_id',
  ak1_reports: 'contact_id',
  seekers: 'registered_by',
  joined_contacts: 'contact_id',
};

/** Tables that know a contact and something else once only: merged row by row. */
export const mergedTables = [
  'contact_persons',
  'applicants',
  'conversations',
  'job_alerts',
  'job_alert_groups',
] as const;

/** Two contacts of one person: the first stays. */
export interface Join {
  readonly winner: number;
  readonly loser: number;
}

/** Remembers the numbers that providers vouch for by the ids of their addresses, in that order. */
export async function notePhones(db: Db, phones: ReadonlyMap<number, string>): Promise<void> {
  for (const [addressId, phone] of [...phones].toSorted(([a], [b]) => a - b))
    await allRows(db, 'update addresses set phone = ? where id = ?', [phone, addressId]);
}

/** Lets nobody else prove these numbers until the transaction ends: of two at once the later sees both. */
export async function holdPhones(db: Db, phones: readonly string[]): Promise<void> {
  if (db.dialect === 'sqlite' || phones.length === 0) return; // SQLite's one writer holds everything
  await allRows(
    db,
    `select pg_advisory_xact_lock(26, hashtext(phone))
     from (select distinct unnest(cast(? as text[])) as phone order by 1) as sorted`,
    [phones],
  );
}

/** Contacts behind these numbers at the same office; the simulator's and the terminal's never. */
export async function contactsByPhone(
  db: Db,
  proofs: readonly PhoneProof[],
): Promise<readonly ProvenContact[]> {
  if (proofs.length === 0) return [];
  const rows = await allRows<ProvenContact & { readonly channel: string }>(
    db,
    `select a.contact_id as "contactId", k.office_code as "officeCode", a.phone, k.channel
     from addresses a join accounts k on k.id = a.account_id
     where a.phone in (?) order by a.contact_id`,
    [proofs.map(({ phone }) => phone)],
  );
  const nameOf = ({ officeCode, phone }: PhoneProof): string => `${officeCode} ${phone}`;
  const proven = new Set(proofs.map(nameOf));
  const real = rows.filter(
    (row) => !localChannels.includes(row.channel) && proven.has(nameOf(row)),
  );
  return real.map(({ contactId, officeCode, phone }) => ({ contactId, officeCode, phone }));
}

/** Which of these contacts are guarded: somebody in danger uses one of their phones. */
export async function guardedAmong(
  { sql }: Db,
  contactIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const ids: number[] = await sql('contacts')
    .whereIn('id', contactIds)
    .whereNotNull('guarded_at')
    .pluck('id');
  return new Set(ids);
}

async function mergePersons({ sql }: Db, { winner, loser }: Join): Promise<void> {
  const own = sql('contact_persons').select('person_id').where({ contact_id: winner });
  await sql('contact_persons').where({ contact_id: loser }).whereIn('person_id', own).delete();
  await sql('contact_persons').where({ contact_id: loser }).update({ contact_id: winner });
}

/** The same name for the same vacancy from both phones is one application. */
async function mergeApplications({ sql }: Db, { winner, loser }: Join): Promise<void> {
  const same = sql('applicants as w')
    .select('w.id')
    .where('w.contact_id', winner)
    .whereRaw('w.vacancy_id = applicants.vacancy_id and w.name = applicants.name');
  await sql('applicants').where({ contact_id: loser }).whereExists(same).delete();
  await sql('applicants').where({ contact_id: loser }).update({ contact_id: winner });
}

/** Of two states, which the person goes on with; each with when it was written, the newest first. */
export type PickState = (states: readonly Json[]) => Json;

async function mergeConversations(
  db: Db,
  { winner, loser }: Join,
  pick: PickState,
  now: number,
): Promise<void> {
  const both = [winner, loser];
  const order: number[] = await db
    .sql('conversations')
    .whereIn('contact_id', both)
    .orderBy('updated_at', 'desc')
    .pluck('contact_id');
  if (order.length === 0) return;
  const states = await readConversations(db, both);
  const kept = pick(order.map((id) => states.get(id) ?? null));
  await db.sql('conversations').where({ contact_id: loser }).delete();
  await writeConversations(db, new Map([[winner, kept]]), now);
}

interface ContactRow {
  readonly public_id: string;
  readonly helper: number;
  readonly stopped_at: number | null;
  readonly guarded_at: number | null;
  readonly flood_noticed_at: number | null;
}

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** The stricter of both: STOP and danger on one phone hold for the person. */
async function mergeContacts({ sql }: Db, { winner, loser }: Join, now: number): Promise<void> {
  const [w, l]: (ContactRow | undefined)[] = await Promise.all(
    [winner, loser].map((id) => sql('contacts').where({ id }).first('*')),
  );
  if (!w || !l) throw new Error('a contact that is joined must be held');
  await sql('contacts')
    .where({ id: winner })
    .update({
      helper: Math.max(w.helper, l.helper),
      stopped_at: earliest(w.stopped_at, l.stopped_at),
      guarded_at: earliest(w.guarded_at, l.guarded_at),
      flood_noticed_at: w.flood_noticed_at ?? l.flood_noticed_at,
    });
  await sql('joined_contacts').insert({
    old_id: loser,
    old_public_id: l.public_id,
    contact_id: winner,
    joined_at: now,
  });
  await sql('contacts').where({ id: loser }).delete();
}

/**
 * Makes two contacts one: all that the loser has goes over to the winner, and its opaque id stays
 * known. Both must be held, in the caller's transaction.
 */
export async function joinContacts(
  db: Db,
  join: Join,
  pick: PickState,
  now: number,
): Promise<void> {
  const { winner, loser } = join;
  for (const [table, column] of Object.entries(movedTables)) {
    await db
      .sql(table)
      .where({ [column]: loser })
      .update({ [column]: winner });
  }
  await mergePersons(db, join);
  await mergeApplications(db, join);
  await mergeAlerts(db, join);
  await mergeConversations(db, join, pick, now);
  await mergeContacts(db, join, now);
  await expireTwins(db, winner, now);
}
