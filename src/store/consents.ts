import { randomBytes } from 'node:crypto';
import type { Medium } from '../core/message.ts';
import type { Db } from './store.ts';

/** employer: name and phone go to an employer. push: messages that were not asked for. */
export type ConsentPurpose = 'employer' | 'push';

/** A separate YA, kept with the words it was said to (UU PDP articles 22 and 24: proof of consent). */
export interface NewConsent {
  readonly contactId: number;
  readonly purpose: ConsentPurpose;
  readonly text: string;
  readonly version: string;
  /** By which the YA came. */
  readonly medium?: Medium | undefined;
  /** How it was said. */
  readonly said?: string | undefined;
}

const saidPlace = (key: string): string => `consents.said|${key}`;

export const consentPlace = (key: string): string => `consents.text|${key}`;

export async function addConsent(db: Db, consent: NewConsent, now: number): Promise<number> {
  const { contactId, purpose, text, version, medium, said } = consent;
  const key = randomBytes(12).toString('hex');
  const row = {
    contact_id: contactId,
    purpose,
    text: '',
    text_sealed: db.keys.seal(text, consentPlace(key)),
    version,
    medium: medium ?? null,
    key,
    said_sealed: said === undefined ? null : db.keys.seal(said, saidPlace(key)),
    given_at: now,
  };
  const rows: { id: number }[] = await db.sql('consents').insert(row).returning('id');
  const [added] = rows;
  if (!added) throw new Error('the consent was not stored');
  return added.id;
}

/** A YA as it can be shown: which words, when, by what, and when it was taken back. */
export interface GivenConsent {
  readonly id: number;
  readonly purpose: ConsentPurpose;
  readonly text: string;
  readonly version: string;
  /** Null for those given before this was kept. */
  readonly medium: Medium | null;
  readonly said: string | null;
  readonly givenAt: number;
  readonly withdrawnAt: number | null;
}

interface GivenRow {
  readonly id: number;
  readonly purpose: ConsentPurpose;
  /** Empty once it is sealed. */
  readonly text: string;
  readonly text_sealed: string | null;
  readonly version: string;
  readonly medium: Medium | null;
  readonly key: string | null;
  readonly said_sealed: string | null;
  readonly given_at: number;
  readonly withdrawn_at: number | null;
}

const toGiven = ({ keys }: Db, row: GivenRow): GivenConsent => ({
  id: row.id,
  purpose: row.purpose,
  text:
    row.text_sealed === null ? row.text : keys.open(row.text_sealed, consentPlace(row.key ?? '')),
  version: row.version,
  medium: row.medium,
  said: row.said_sealed === null ? null : keys.open(row.said_sealed, saidPlace(row.key ?? '')),
  givenAt: row.given_at,
  withdrawnAt: row.withdrawn_at,
});

/** What was agreed to from a phone, the latest first. */
export async function consentsOfContact(
  db: Db,
  contactId: number,
): Promise<readonly GivenConsent[]> {
  const rows: GivenRow[] = await db
    .sql('consents')
    .where({ contact_id: contactId })
    .orderBy('id', 'desc')
    .limit(200);
  return rows.map((row) => toGiven(db, row));
}

/**
 * What a person has agreed to, the latest first: for the own applications, and from the own phone
 * for news. Of a phone that several use, what another has applied for is left out.
 */
export async function consentsOfPerson(db: Db, personId: number): Promise<readonly GivenConsent[]> {
  const { sql } = db;
  const applied = sql('applicants').select('consent_id').where({ person_id: personId });
  const phones = sql('contact_persons')
    .select('contact_id')
    .where({ person_id: personId })
    .whereNot({ role: 'helper' });
  const others = sql('contact_persons as o')
    .whereRaw('o.contact_id = consents.contact_id')
    .whereNot({ 'o.person_id': personId });
  const rows: GivenRow[] = await sql('consents')
    .where((own) => {
      void own.whereIn('id', applied.whereNotNull('consent_id')).orWhere((phone) => {
        void phone
          .whereIn('contact_id', phones)
          .andWhere((one) => void one.where({ purpose: 'push' }).orWhereNotExists(others));
      });
    })
    .orderBy('id', 'desc')
    .limit(200);
  return rows.map((row) => toGiven(db, row));
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
