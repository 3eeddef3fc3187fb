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
}

interface Row {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly office_code: string;
  readonly active: number;
}

/** The columns of an officer, for a query that joins others. */
export const officerColumns = ['id', 'username', 'name', 'role', 'office_code', 'active'].map(
  (column) => `officers.${column}`,
);

/** An officer from the columns above. */
export function toOfficer({ office_code: office, active, ...row }: Row): Officer {
  return { ...row, office, active: active === 1 };
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

export async function findOfficer({ sql }: Db, username: string): Promise<Officer | undefined> {
  const row: Row | undefined = await sql('officers').first(officerColumns).where({ username });
  return row && toOfficer(row);
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
