import { recordAudit } from '../store/audit.ts';
import { findCredentials, type Credentials } from '../store/credentials.ts';
import type { Db, Store } from '../store/store.ts';
import { isPassword, noHash } from './passwords.ts';
import { enrol, takeCode, useRecoveryCode } from './second-factor.ts';

export type { Credentials } from '../store/credentials.ts';

function mayEnter({ officer, oneTimeUntil }: Credentials, now: Date): boolean {
  return officer.active && (oneTimeUntil === null || now.getTime() < oneTimeUntil);
}

/** One line of the audit trail about an officer's own account. */
export async function auditAccount(
  db: Db,
  officerId: number | undefined,
  action: string,
  now: Date,
): Promise<void> {
  const who = officerId === undefined ? 'unknown' : `officer:${officerId}`;
  await recordAudit(db, { at: now.getTime(), actor: who, action, subject: who });
}

/**
 * Whose user name and password these are. Undefined, after the same time, when the name is unknown,
 * the password another, the officer gone, or a one-time password too old.
 */
export async function checkSignIn(
  store: Store,
  { username, password }: { readonly username: string; readonly password: string },
  now: Date,
): Promise<Credentials | undefined> {
  const found = await findCredentials(store, { username: username.trim().toLowerCase() });
  const isRight = await isPassword(password, found?.passwordHash ?? noHash);
  if (found && isRight && mayEnter(found, now)) return found;
  await auditAccount(store, found?.officer.id, 'officer.sign-in-failed', now);
  return undefined;
}

/** Takes a code of the second factor, or a recovery code in its place; each works once. */
export async function checkSecondFactor(
  store: Store,
  officerId: number,
  typed: string,
  now: Date,
): Promise<boolean> {
  return store.transaction(async (db) => {
    const found = await findCredentials(db, { id: officerId });
    if (!found || !mayEnter(found, now)) return false;
    if (await takeCode(db, found, typed, now)) {
      await auditAccount(db, officerId, 'officer.sign-in', now);
      return true;
    }
    const isRecovery = found.secret !== null && (await useRecoveryCode(db, officerId, typed, now));
    const action = isRecovery ? 'officer.sign-in-by-recovery-code' : 'officer.code-failed';
    await auditAccount(db, officerId, action, now);
    return isRecovery;
  });
}

/**
 * Enrols a second factor, for who has none, with the first code of the app. Gives the recovery codes
 * to be shown once; undefined when the code is not right, or a second factor is there already.
 */
export async function enrolAtSignIn(
  store: Store,
  officerId: number,
  shown: { readonly secret: string; readonly typed: string },
  now: Date,
): Promise<readonly string[] | undefined> {
  return store.transaction(async (db) => {
    const found = await findCredentials(db, { id: officerId });
    if (!found || found.secret !== null || !mayEnter(found, now)) return undefined;
    const codes = await enrol(db, found, shown, now);
    await auditAccount(db, officerId, codes ? 'officer.enrol' : 'officer.code-failed', now);
    if (codes) await auditAccount(db, officerId, 'officer.sign-in', now);
    return codes;
  });
}
