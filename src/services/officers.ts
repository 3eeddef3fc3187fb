import { randomBytes } from 'node:crypto';
import { InputError } from '../core/errors.ts';
import { recordAudit } from '../store/audit.ts';
import { findOfficer, insertOfficer, roles, type Officer, type Role } from '../store/officers.ts';
import { findOffice } from '../store/offices.ts';
import type { Db, Store } from '../store/store.ts';
import { insertToken, officerOfToken } from '../store/tokens.ts';
import { checkPassword, hashPassword } from './passwords.ts';

export { findOfficerById, listOfficers, type Officer, type Role } from '../store/officers.ts';

/** As typed at the command line. */
export interface OfficerForm {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  /** Code of the office, e.g. `35.08`. */
  readonly office: string;
  readonly password: string;
}

const usernameForm = /^[a-z][a-z0-9._-]{1,31}$/;
const tokenLife = 365 * 24 * 60 * 60 * 1000;

function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}

function checkUsername(username: string): void {
  if (usernameForm.test(username)) return;
  throw new InputError(
    'the username has 2 to 32 small letters, digits, dots or hyphens and begins with a letter',
  );
}

function checkName(name: string): void {
  const length = Array.from(name.trim()).length;
  if (length < 2 || length > 60) throw new InputError('the name has 2 to 60 letters');
}

/**
 * Adds an officer. Gives the id.
 * @throws InputError with one sentence when something given is not right.
 */
export async function addOfficer(store: Store, form: OfficerForm, now: Date): Promise<number> {
  const { username, name, role, office, password } = form;
  checkUsername(username);
  checkName(name);
  if (!isRole(role)) throw new InputError(`the role is one of ${roles.join(', ')}`);
  checkPassword(password, username);
  const passwordHash = await hashPassword(password);
  const at = now.getTime();
  return store.transaction(async (db) => {
    if (!(await findOffice(db, office))) throw new InputError(`there is no office ${office}`);
    const officer = { username, name: name.trim(), role, office, passwordHash, at };
    const id = await insertOfficer(db, officer);
    if (id === undefined) throw new InputError(`the username ${username} is taken`);
    await recordAudit(db, {
      actor: 'command',
      action: 'officer.add',
      subject: `officer:${id}`,
      detail: { role, office },
      at,
    });
    return id;
  });
}

/**
 * Makes one bearer token with the officer's rights: `spk_` and 32 random bytes in base64url. It is
 * shown once and kept as a keyed hash; it ends after 365 days, or with the officer's work here.
 * @throws InputError when no active officer has this username.
 */
export async function addToken(store: Store, username: string, now: Date): Promise<string> {
  const token = `spk_${randomBytes(32).toString('base64url')}`;
  const at = now.getTime();
  await store.transaction(async (db) => {
    const officer = await findOfficer(db, username);
    if (!officer?.active) throw new InputError(`there is no officer ${username}`);
    const hash = db.keys.index('token', token);
    await insertToken(db, { officerId: officer.id, hash, expiresAt: at + tokenLife, at });
    await recordAudit(db, {
      actor: 'command',
      action: 'token.add',
      subject: `officer:${officer.id}`,
      at,
    });
  });
  return token;
}

/** Whose token this is; undefined when it is unknown or has ended. */
export async function findOfficerByToken(
  db: Db,
  token: string,
  now: Date,
): Promise<Officer | undefined> {
  return officerOfToken(db, db.keys.index('token', token), now.getTime());
}
