import type { Db } from './store.ts';

/** A company licensed to place workers abroad (P3MI), as a list says. */
export interface NewAgency {
  readonly name: string;
  /** The name as it is looked up: see language/company-names. */
  readonly nameKey: string;
  readonly licence: string | null;
  /** Last day of the licence, `YYYY-MM-DD`. */
  readonly validUntil: string | null;
  readonly address: string | null;
  readonly phone: string | null;
}

export type Agency = NewAgency & { readonly id: number };

export interface NewAgencyList {
  readonly officeCode: string;
  /** The day of which the list is, `YYYY-MM-DD`. */
  readonly listDate: string;
  /** null: the command line */
  readonly officerId: number | null;
}

export interface AgencyList extends NewAgencyList {
  readonly id: number;
  readonly importedAt: number;
}

const listColumns = [
  'id',
  'office_code as officeCode',
  'list_date as listDate',
  'officer_id as officerId',
  'imported_at as importedAt',
];

const columns = [
  'id',
  'name',
  'name_key as nameKey',
  'licence',
  'valid_until as validUntil',
  'address',
  'phone',
];

const rowsAStatement = 500; // SQLite's compound limit, as knex writes many rows there

/**
 * Puts a list in the place of the one that its office had, all or nothing in the caller's
 * transaction. The former stays with the time of its end. Gives the id of the new one.
 */
export async function replaceAgencies(
  { sql }: Db,
  { officeCode, listDate, officerId }: NewAgencyList,
  agencies: readonly NewAgency[],
  now: number,
): Promise<number> {
  // Two imports at once: the second waits here, and then ends the list of the first.
  await sql('offices').first('code').where({ code: officeCode }).forUpdate();
  await sql('agency_lists')
    .where({ office_code: officeCode })
    .whereNull('replaced_at')
    .update({ replaced_at: now });
  const rows: { id: number }[] = await sql('agency_lists')
    .insert({
      office_code: officeCode,
      list_date: listDate,
      officer_id: officerId,
      imported_at: now,
    })
    .returning('id');
  const [list] = rows;
  if (!list) throw new Error('the list was not stored');
  for (let at = 0; at < agencies.length; at += rowsAStatement) {
    const batch = agencies.slice(at, at + rowsAStatement);
    await sql('agencies').insert(
      batch.map(({ nameKey, validUntil, ...rest }) => ({
        ...rest,
        list_id: list.id,
        name_key: nameKey,
        valid_until: validUntil,
      })),
    );
  }
  return list.id;
}

/** The list by which these offices answer: of the latest day, else the latest brought. */
export async function currentAgencyList(
  { sql }: Db,
  offices: readonly string[],
): Promise<AgencyList | undefined> {
  return sql('agency_lists')
    .first(listColumns)
    .whereIn('office_code', offices)
    .whereNull('replaced_at')
    .orderBy([
      { column: 'list_date', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
}

/** Agencies of a list with this key: one, or several of one name. */
export async function findAgencies(
  { sql }: Db,
  listId: number,
  nameKey: string,
): Promise<Agency[]> {
  return sql('agencies')
    .select(columns)
    .where({ list_id: listId, name_key: nameKey })
    .orderBy('id');
}

/** All agencies of a list, by name. */
export async function listAgencies({ sql }: Db, listId: number): Promise<Agency[]> {
  return sql('agencies').select(columns).where({ list_id: listId }).orderBy(['name', 'id']);
}

/** How many agencies a list has. */
export async function countAgencies({ sql }: Db, listId: number): Promise<number> {
  const [row] = await sql('agencies').where({ list_id: listId }).count({ count: '*' });
  return Number(row?.['count'] ?? 0);
}
