import type { Broadcast } from './broadcasts.ts';
import type { Db } from './store.ts';

/*
 * Who may get a broadcast, as one condition for counting, for enqueueing and for the last look
 * before it leaves: it must read the same in all three, in SQL that both databases take.
 */

/** Who is looked for, and when. */
export interface Wanted extends Pick<
  Broadcast,
  'officeCode' | 'districtCode' | 'education' | 'medium'
> {
  /** The oldest words of the consent that name the topic. */
  readonly version: string;
  /** Accounts of the office that are open and may carry what nobody asked for. */
  readonly accounts: readonly number[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** Milliseconds from one message that nobody asked for to the next: two a week. */
  readonly pause: number;
}

/** WhatsApp lets an office write freely for a day; an hour is left for what waits its turn. */
const window = 23 * 3_600_000;

/** The values of the conditions below. */
export const audienceValues = (wanted: Wanted) => ({
  office: wanted.officeCode,
  now: wanted.now,
  pause: wanted.pause,
  version: wanted.version,
  window: wanted.now - window,
  district: `${wanted.districtCode ?? ''}%`,
  education: wanted.education ?? '',
  medium: wanted.medium ?? '',
});

/** When the week of an alert has room for one more message. */
export const freeAt = `coalesce(a.sent_at, 0) + cast(:pause as bigint)`;

/**
 * An alert that runs, whose contact has not said STOP, is in no danger, and whose YA holds. The
 * empty text keeps SQLite from going through all alerts of the office for each part. Those who must
 * not be written to are looked for as in the index of migration 049: most contacts are not in it.
 */
export const standing = (a: string): string => `${a}.office_code || '' = :office
  and ${a}.ends_at > :now
  and not exists (select 1 from contacts as c where c.id = ${a}.contact_id
    and (c.stopped_at is not null or c.guarded_at is not null))
  and exists (select 1 from consents as s where s.contact_id = ${a}.contact_id
    and s.purpose = 'push' and s.withdrawn_at is null and s.version >= :version)`;

/**
 * An address that takes what nobody asked for: open, not shut to us, of this country. The plus keeps
 * SQLite from going through all addresses of an account instead of the contact's.
 */
export function usable(d: string, accounts: readonly number[]): string {
  const number = `coalesce(${d}.phone, ${d}.user_id)`;
  const ids = accounts.length === 0 ? 'null' : accounts.map((id) => Math.trunc(id)).join(', ');
  return `+${d}.account_id in (${ids}) and ${d}.blocked_at is null
    and (${number} not like '+%' or ${number} like '+62%')`;
}

/** Free before SMS; WhatsApp outside its day costs more than SMS, or waits until they write. */
const rank = (d: string, k: string): string => `case ${k}.medium when 'sms' then 1
  when 'whatsapp' then case when exists (select 1 from inbound_messages as w
    where w.contact_id = ${d}.contact_id and w.address_id = ${d}.id and w.received_at > :window)
    then 0 else 2 end
  else 0 end`;

const lastWritten = (d: string): string => `coalesce((select max(m.id) from inbound_messages as m
  where m.contact_id = ${d}.contact_id and m.address_id = ${d}.id), 0)`;

/** No other address of the contact is cheaper, or as cheap and used since. */
const isBest = (accounts: readonly number[]): string => `not exists (select 1
  from addresses as e join accounts as l on l.id = e.account_id
  join accounts as k on k.id = d.account_id
  where e.contact_id = d.contact_id and e.id <> d.id and ${usable('e', accounts)}
    and (${rank('e', 'l')}, ${lastWritten('d')}, d.id) < (${rank('d', 'k')}, ${lastWritten('e')}, e.id))`;

/** The persons of this phone: where they live, what they have learnt. */
function isChosen({ districtCode, education }: Wanted, contact: string): string {
  if (districtCode === null && education === null) return '';
  return `and exists (select 1 from contact_persons as fp
    join seekers as fs on fs.person_id = fp.person_id where fp.contact_id = ${contact}
    ${districtCode === null ? '' : 'and fs.area_code like :district'}
    ${education === null ? '' : 'and fs.education = :education'})`;
}

const hasMedium = ({ medium }: Wanted, d: string): string =>
  medium === null
    ? ''
    : `and exists (select 1 from accounts as n where n.id = ${d}.account_id and n.medium = :medium)`;

/** The same person under another phone, who subscribed there before: told there. */
const hasTwin = (wanted: Wanted): string => `exists (select 1 from contact_persons as p
  join contact_persons as q on q.person_id = p.person_id and q.contact_id <> p.contact_id
  join job_alerts as t on t.contact_id = q.contact_id
  where p.contact_id = a.contact_id and p.role = 'self' and q.role = 'self'
    and t.id < a.id and ${standing('t')} ${isChosen(wanted, 't.contact_id')}
    and exists (select 1 from addresses as v
      where v.contact_id = t.contact_id and ${usable('v', wanted.accounts)} ${hasMedium(wanted, 'v')}))`;

/**
 * The alerts `a` of a range with the one address `d` that each is told at. A cross join, so that
 * SQLite goes through the alerts in this order.
 */
export const audience = (wanted: Wanted): string => `from job_alerts as a
  cross join addresses as d
  where a.id > :from and a.id <= :to and d.contact_id = a.contact_id
    and ${standing('a')} and ${usable('d', wanted.accounts)}
    ${hasMedium(wanted, 'd')} ${isChosen(wanted, 'a.contact_id')}
    and ${isBest(wanted.accounts)} and not ${hasTwin(wanted)}`;

/** How many an account would reach, and how many of them not before their week allows it. */
export interface Reached {
  readonly accountId: number;
  readonly people: number;
  readonly later: number;
}

/** The rows of a raw query: the drivers give them differently. */
export async function rawRows(
  { sql, dialect }: Db,
  text: string,
  values: Readonly<Record<string, string | number>> = {},
): Promise<readonly unknown[]> {
  const answer: unknown = await sql.raw(text, values);
  return (dialect === 'sqlite' ? answer : (answer as { rows: unknown }).rows) as unknown[];
}

/** Counts a range of alerts: `from` excluded, `to` included. */
export async function countAudience(
  db: Db,
  wanted: Wanted,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Reached[]> {
  const rows = await rawRows(
    db,
    `select d.account_id as "accountId", count(*) as people,
       sum(case when ${freeAt} > :now then 1 else 0 end) as later
     ${audience(wanted)} group by d.account_id`,
    { ...audienceValues(wanted), from, to },
  );
  return rows as readonly Reached[];
}

/** The latest alert: who subscribes later gets no broadcast that was released before. */
export async function latestAlert({ sql }: Db): Promise<number> {
  const row: { id: number } | undefined = await sql('job_alerts').orderBy('id', 'desc').first('id');
  return row?.id ?? 0;
}
