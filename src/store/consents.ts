import type { Db } from './store.ts';

/** employer: name and phone go to an employer. push: messages that were not asked for. */
export type ConsentPurpose = 'employer' | 'push';

/** A separate YA, kept with the words it was said to (UU PDP articles 22 and 24: proof of consent). */
export interface NewConsent {
  readonly contactId: number;
  readonly purpose: ConsentPurpose;
  readonly text: string;
  readonly version: string;
}

export async function addConsent({ sql }: Db, consent: NewConsent, now: number): Promise<number> {
  const { contactId, purpose, text, version } = consent;
  const rows: { id: number }[] = await sql('consents')
    .insert({ contact_id: contactId, purpose, text, version, given_at: now })
    .returning('id');
  const [row] = rows;
  if (!row) throw new Error('the consent was not stored');
  return row.id;
}

/** Ends the consents in force of this contact and purpose; gives how many there were. */
export async function endConsents(
  { sql }: Db,
  consent: Pick<NewConsent, 'contactId' | 'purpose'>,
  now: number,
): Promise<number> {
  return sql('consents')
    .where({ contact_id: consent.contactId, purpose: consent.purpose })
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: now });
}

/** The latest consent in force, or undefined. */
export async function findConsent(
  { sql }: Db,
  consent: Pick<NewConsent, 'contactId' | 'purpose'>,
): Promise<{ readonly id: number; readonly version: string } | undefined> {
  const row: { id: number; version: string } | undefined = await sql('consents')
    .first('id', 'version')
    .where({ contact_id: consent.contactId, purpose: consent.purpose })
    .whereNull('withdrawn_at')
    .orderBy('id', 'desc');
  return row;
}

/** Those of these contacts whose consent to this purpose is in force. */
export async function consentedAmong(
  { sql }: Db,
  contactIds: readonly number[],
  purpose: ConsentPurpose,
): Promise<ReadonlySet<number>> {
  const ids: number[] = await sql('consents')
    .whereIn('contact_id', contactIds)
    .where({ purpose })
    .whereNull('withdrawn_at')
    .pluck('contact_id');
  return new Set(ids);
}
