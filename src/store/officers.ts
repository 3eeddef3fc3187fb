import type { Db } from './store.ts';

export const roles = ['admin', 'supervisor', 'officer'] as const;
export type Role = (typeof roles)[number];

/** Someone who works with the service. The hash of the password stays in this file's statements. */
export interface Officer {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  /** Code of the office, e.g. `35.08`. */
  readonly office: string;
  readonly active: boolean;
  /** The password was set by somebody else: it is to be changed before anything else. */
  readonly mustChange: boolean;
}

interface Row {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly office_code: string;
  readonly active: number;
  readonly one_time_until: number | null;
}

/** The columns of an officer, for a query that joins others. */
export const officerColumns = [
  'id',
  'username',
  'name',
  'role',
  'office_code',
  'active',
  'one_time_until',
].map((column) => `officers.${column}`);

/** An officer from the columns above. */
export function toOfficer({ office_code, active, one_time_until, ...row }: Row): Officer {
  return { ...row, office: office_code, active: active === 1, mustChange: one_time_until !== null };
}

export interface NewOfficer {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly office: string;
  readonly passwordHash: string;
  readonly at: number;
}

/** Gives the new id; undefined when the username is taken. */
export async function insertOfficer({ sql }: Db, officer: NewOfficer): Promise<number | undefined> {
  const { username, name, role, office, passwordHash, at } = officer;
  const rows: { id: number }[] = await sql('officers')
    .insert({
      username,
      name,
      role,
      office_code: office,
      password_hash: passwordHash,
      created_at: at,
    })
    .onConflict('username')
    .ignore()
    .returning('id');
  return rows[0]?.id;
}

export async function findOfficerById({ sql }: Db, id: number): Promise<Officer | undefined> {
  const row: Row | undefined = await sql('officers').first(officerColumns).where({ id });
  return row && toOfficer(row);
}

export async function findOfficer({ sql }: Db, username: string): Promise<Officer | undefined> {
  const row: Row | undefined = await sql('officers').first(officerColumns).where({ username });
  return row && toOfficer(row);
}

/** The officers of these ids. */
export async function findOfficersById(
  { sql }: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Officer>> {
  const rows: Row[] = await sql('officers').select(officerColumns).whereIn('id', ids);
  return new Map(rows.map((row) => [row.id, toOfficer(row)]));
}

/** Changes what is given of an officer. */
export async function updateOfficer(
  { sql }: Db,
  id: number,
  change: Partial<Pick<Officer, 'name' | 'role' | 'office' | 'active'>>,
): Promise<void> {
  const { name, role, office, active } = change;
  await sql('officers')
    .update({
      ...(name !== undefined && { name }),
      ...(role !== undefined && { role }),
      ...(office !== undefined && { office_code: office }),
      ...(active !== undefined && { active: active ? 1 : 0 }),
    })
    .where({ id });
}

/** Officers after `after` (an id), the oldest first, of one office or of all. */
export async function listOfficers(
  { sql }: Db,
  page: { readonly office?: string; readonly after: number; readonly limit: number },
): Promise<readonly Officer[]> {
  const rows: Row[] = await sql('officers')
    .select(officerColumns)
    .where('id', '>', page.after)
    .modify((query) => {
      if (page.office !== undefined) void query.where({ office_code: page.office });
    })
    .orderBy('id')
    .limit(page.limit);
  return rows.map(toOfficer);
}
