import type { Medium } from '../core/message.ts';
import type { MatterKind } from './matters.ts';
import type { Db } from './store.ts';

/** What the page of a matter needs besides the matter: whose it is and how long the claim lasts. */
export interface DeskMatter {
  readonly id: number;
  readonly contactId: number;
  /** Phone number or user id at the provider; null when no address is known. */
  readonly userId: string | null;
  readonly medium: Medium | null;
  readonly claimedAt: number | null;
  /** When the claim lapses, or the answer counts as accepted. */
  readonly dueAt: number | null;
}

interface Row {
  readonly id: number;
  readonly contact_id: number;
  readonly user_id: string | null;
  readonly medium: Medium | null;
  readonly claimed_at: number | null;
  readonly due_at: number | null;
}

/** The matter of that number. Who may see it is asked elsewhere, before. */
export async function findDeskMatter(
  { sql }: Db,
  { kind, number }: { readonly kind: MatterKind; readonly number: number },
): Promise<DeskMatter | undefined> {
  const row: Row | undefined = await sql('matters as m')
    .leftJoin('addresses as a', 'a.id', 'm.address_id')
    .leftJoin('accounts as k', 'k.id', 'a.account_id')
    .first('m.id', 'm.contact_id', 'm.claimed_at', 'm.due_at', 'a.user_id', 'k.medium')
    .where({ 'm.kind': kind, 'm.number': number });
  return (
    row && {
      id: row.id,
      contactId: row.contact_id,
      userId: row.user_id,
      medium: row.medium,
      claimedAt: row.claimed_at,
      dueAt: row.due_at,
    }
  );
}

/** Someone whom a phone speaks for. */
export interface KnownPerson {
  /** Of the seeker's number: 1042 of D1042. */
  readonly number: number;
  readonly name: string;
  readonly role: 'self' | 'family' | 'helper';
  /** Code of the office of the registration. */
  readonly office: string;
}

/** The registered persons behind a contact, at most ten, the latest first. */
export async function personsOf({ sql }: Db, contactId: number): Promise<readonly KnownPerson[]> {
  return sql('contact_persons as c')
    .join('persons as p', 'p.id', 'c.person_id')
    .join('seekers as s', 's.person_id', 'p.id')
    .select('s.number', 'p.name', 'c.role', 's.office_code as office')
    .where('c.contact_id', contactId)
    .orderBy('s.id', 'desc')
    .limit(10);
}
