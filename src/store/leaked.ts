import { localChannels } from './accounts.ts';
import type { Db } from './store.ts';

/*
 * Who is in what leaked. Ids only, and what is stored of them in numbers: what it says is opened by
 * nobody for this.
 */

/** Persons who were stored before a moment; of one office's registrations where it is named. */
export async function personsBefore(
  { sql }: Db,
  until: number,
  office?: string,
): Promise<readonly number[]> {
  return sql('persons as p')
    .modify((query) => {
      if (office === undefined) return;
      void query.join('seekers as s', 's.person_id', 'p.id').where('s.office_code', office);
    })
    .where('p.created_at', '<=', until)
    .orderBy('p.id')
    .pluck('p.id');
}

/** Persons who registered within a time, `to` excluded. */
export async function personsRegistered(
  { sql }: Db,
  { from, to, office }: { readonly from: number; readonly to: number; readonly office?: string },
): Promise<readonly number[]> {
  return sql('seekers')
    .where('registered_at', '>=', from)
    .where('registered_at', '<', to)
    .modify((query) => {
      if (office !== undefined) void query.where({ office_code: office });
    })
    .orderBy('person_id')
    .pluck('person_id');
}

/** Contacts that wrote before a moment, besides those of the simulator and the terminal. */
export async function contactsBefore({ sql }: Db, until: number): Promise<readonly number[]> {
  const local = sql('addresses as a')
    .join('accounts as k', 'k.id', 'a.account_id')
    .whereIn('k.channel', [...localChannels])
    .select('a.contact_id');
  return sql('contacts')
    .where('created_at', '<=', until)
    .whereNotIn('id', local)
    .orderBy('id')
    .pluck('id');
}

/** Contacts with a matter at an office. */
export async function contactsAsking({ sql }: Db, office?: string): Promise<readonly number[]> {
  return sql('matters')
    .modify((query) => {
      if (office !== undefined) void query.where({ office_code: office });
    })
    .distinct('contact_id')
    .orderBy('contact_id')
    .pluck('contact_id');
}

/** Contacts that a sender of ours has written with before a moment. */
export async function contactsOfAccount(
  { sql }: Db,
  accountId: number,
  until: number,
): Promise<readonly number[]> {
  return sql('addresses')
    .where({ account_id: accountId })
    .where('created_at', '<=', until)
    .distinct('contact_id')
    .orderBy('contact_id')
    .pluck('contact_id');
}

/** The accounts that an officer may mean by a name: `whatsapp`, or `whatsapp office`. */
export async function accountsNamed(
  { sql }: Db,
  named: string,
): Promise<readonly { readonly id: number; readonly channel: string; readonly name: string }[]> {
  const [channel = '', name] = named.trim().split(/\s+/u);
  return sql('accounts')
    .select('id', 'channel', 'name')
    .where({ channel, ...(name !== undefined && { name }) })
    .orderBy('id');
}

/** Whose file it is, by its name in the folder of files or by its opaque id. */
export async function contactOfFile({ sql }: Db, name: string): Promise<number | undefined> {
  const row: { contact_id: number | null } | undefined = await sql('attachments')
    .first('contact_id')
    .where({ file: name })
    .orWhere({ public_id: name });
  return row?.contact_id ?? undefined;
}

/** What the trail says of an officer. */
export interface Deed {
  readonly id: number;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

/** What an officer did within a time, in parts by id. */
export async function deedsOf(
  { sql }: Db,
  officerId: number,
  span: { readonly from: number; readonly until: number },
): Promise<readonly Deed[]> {
  return sql('audit')
    .select('id', 'action', 'subject', 'detail')
    .where({ actor: `officer:${officerId}` })
    .whereBetween('at', [span.from, span.until])
    .orderBy('id');
}

/** Persons with these D numbers. */
export async function personsNumbered(
  { sql }: Db,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows: { number: number; person_id: number }[] = await sql('seekers')
    .select('number', 'person_id')
    .whereIn('number', [...numbers]);
  return new Map(rows.map((row) => [row.number, row.person_id]));
}

/** Contacts of matters with these numbers. */
export async function contactsNumbered(
  { sql }: Db,
  kind: 'K' | 'A',
  numbers: readonly number[],
): Promise<readonly number[]> {
  return sql('matters')
    .where({ kind })
    .whereIn('number', [...numbers])
    .pluck('contact_id');
}

/** Contacts who applied for these vacancies. */
export async function contactsApplied(
  { sql }: Db,
  vacancies: readonly number[],
): Promise<readonly number[]> {
  return sql('applicants as a')
    .join('vacancies as v', 'v.id', 'a.vacancy_id')
    .whereIn('v.number', [...vacancies])
    .distinct('a.contact_id')
    .pluck('a.contact_id');
}

/** How many asked to be erased after a moment: a copy of that moment still holds them. */
export async function countErasedSince({ sql }: Db, at: number): Promise<number> {
  const [row] = await sql('erasures')
    .where('done_at', '>', at)
    .whereIn('status', ['erased', 'done'])
    .count({ n: '*' });
  return Number(row?.['n'] ?? 0);
}
