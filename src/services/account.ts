import {
  countRecoveryCodes,
  findCredentials,
  setPassword,
  type Credentials,
} from '../store/credentials.ts';
import type { Store } from '../store/store.ts';
import { endSessionsOf } from './officer-sessions.ts';
import { hashPassword, isPassword, passwordFault, type PasswordFault } from './passwords.ts';
import { renewRecoveryCodes } from './second-factor.ts';
import { auditAccount } from './sign-in.ts';

/** Whose account, and from which of their sessions. */
export interface Own {
  readonly officerId: number;
  readonly sessionId: number;
  readonly now: Date;
}

/** The officer's credentials when this is the password; undefined when not. */
async function reauthenticate(
  store: Store,
  { officerId, now }: Own,
  password: string,
): Promise<Credentials | undefined> {
  const found = await findCredentials(store, { id: officerId });
  if (found && (await isPassword(password, found.passwordHash))) return found;
  await auditAccount(store, officerId, 'officer.reauthentication-failed', now);
  return undefined;
}

/**
 * Changes the officer's own password; all other sessions end. Gives what is wrong: with the current
 * password (`password-wrong`) or with the new one; undefined when it was changed.
 */
export async function changePassword(
  store: Store,
  own: Own,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<PasswordFault | 'password-wrong' | 'password-same' | undefined> {
  const found = await reauthenticate(store, own, current);
  if (!found) return 'password-wrong';
  const fault = passwordFault(next, found.officer.username);
  if (fault) return fault;
  if (next === current) return 'password-same';
  const hash = await hashPassword(next);
  await store.transaction(async (db) => {
    await setPassword(db, own.officerId, hash, null);
    await endSessionsOf(db, own.officerId, { keep: own.sessionId });
    await auditAccount(db, own.officerId, 'officer.password-change', own.now);
  });
  return undefined;
}

/** Makes new recovery codes; the earlier ones end. Undefined when the password is not right. */
export async function renewOwnRecoveryCodes(
  store: Store,
  own: Own,
  password: string,
): Promise<readonly string[] | undefined> {
  if (!(await reauthenticate(store, own, password))) return undefined;
  return store.transaction(async (db) => {
    await auditAccount(db, own.officerId, 'officer.recovery-codes', own.now);
    return renewRecoveryCodes(db, own.officerId);
  });
}

/** Signs out elsewhere: one session of the officer's own, or all but this one. */
export async function signOutElsewhere(store: Store, own: Own, only?: number): Promise<number> {
  return store.transaction(async (db) => {
    await auditAccount(db, own.officerId, 'officer.sign-out-elsewhere', own.now);
    const which = only === undefined ? { keep: own.sessionId } : { only };
    return endSessionsOf(db, own.officerId, which);
  });
}

/** How many recovery codes are left. */
export async function recoveryCodesLeft(store: Store, officerId: number): Promise<number> {
  return countRecoveryCodes(store, officerId);
}
