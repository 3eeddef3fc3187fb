import { officerColumns, toOfficer, type Officer } from './officers.ts';
import type { Db } from './store.ts';

/** What an officer signs in with. The only file besides officers.ts that reads these columns. */
export interface Credentials {
  readonly officer: Officer;
  readonly passwordHash: string;
  /** Until when a password that somebody else has set may be used; null: the officer's own. */
  readonly oneTimeUntil: number | null;
  /** Secret of the second factor in base32; null before it is enrolled. */
  readonly secret: string | null;
  /** Time step (30 s) of the last code that was taken. */
  readonly lastStep: number | null;
}

type Row = Parameters<typeof toOfficer>[0] & {
  readonly password_hash: string;
  readonly totp_sealed: string | null;
  readonly totp_step: number | null;
};

const place = (officerId: number): string => `officers.totp|${officerId}`;

function toCredentials({ keys }: Db, row: Row): Credentials {
  const { password_hash, totp_sealed, totp_step, ...officer } = row;
  return {
    officer: toOfficer(officer),
    passwordHash: password_hash,
    oneTimeUntil: row.one_time_until,
    secret: totp_sealed === null ? null : keys.open(totp_sealed, place(row.id)),
    lastStep: totp_step,
  };
}

export async function findCredentials(
  db: Db,
  who: { readonly username: string } | { readonly id: number },
): Promise<Credentials | undefined> {
  const row: Row | undefined = await db
    .sql('officers')
    .first([...officerColumns, 'password_hash', 'totp_sealed', 'totp_step'])
    .where(who);
  return row && toCredentials(db, row);
}

/** Puts a password in place of the one before; `oneTimeUntil` when somebody else has set it. */
export async function setPassword(
  { sql }: Db,
  officerId: number,
  hash: string,
  oneTimeUntil: number | null,
): Promise<void> {
  await sql('officers')
    .update({ password_hash: hash, one_time_until: oneTimeUntil })
    .where({ id: officerId });
}

/** Enrols a second factor whose code of that time step was shown. */
export async function setSecondFactor(
  { sql, keys }: Db,
  officerId: number,
  secret: string,
  step: number,
): Promise<void> {
  await sql('officers')
    .update({ totp_sealed: keys.seal(secret, place(officerId)), totp_step: step })
    .where({ id: officerId });
}

/** Takes the second factor and its recovery codes away: the next sign-in enrols anew. */
export async function clearSecondFactor({ sql }: Db, officerId: number): Promise<void> {
  await sql('officers').update({ totp_sealed: null, totp_step: null }).where({ id: officerId });
  await sql('recovery_codes').delete().where({ officer_id: officerId });
}

/** Marks the code of a time step as used. False when it, or a later one, was used before. */
export async function takeStep({ sql }: Db, officerId: number, step: number): Promise<boolean> {
  const taken = await sql('officers')
    .update({ totp_step: step })
    .where({ id: officerId })
    .where((query) => {
      void query.whereNull('totp_step').orWhere('totp_step', '<', step);
    });
  return taken === 1;
}

/** Puts new recovery codes, as keyed hashes, in place of all earlier ones. */
export async function setRecoveryCodes(
  { sql }: Db,
  officerId: number,
  hashes: readonly string[],
): Promise<void> {
  await sql('recovery_codes').delete().where({ officer_id: officerId });
  await sql('recovery_codes').insert(hashes.map((hash) => ({ officer_id: officerId, hash })));
}

/** Uses up a recovery code. False when there is none of this hash, or it was used. */
export async function takeRecoveryCode(
  { sql }: Db,
  officerId: number,
  hash: string,
  at: number,
): Promise<boolean> {
  const taken = await sql('recovery_codes')
    .update({ used_at: at })
    .where({ officer_id: officerId, hash })
    .whereNull('used_at');
  return taken === 1;
}

/** How many recovery codes an officer has left. */
export async function countRecoveryCodes({ sql }: Db, officerId: number): Promise<number> {
  const row: { count: number } | undefined = await sql('recovery_codes')
    .where({ officer_id: officerId })
    .whereNull('used_at')
    .first(sql.raw('count(*) as count'));
  return row?.count ?? 0;
}
