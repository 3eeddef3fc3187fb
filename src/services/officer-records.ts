import { RejectedRequest } from '../core/errors.ts';
import { recordAudit } from '../store/audit.ts';
import { clearSecondFactor, setPassword } from '../store/credentials.ts';
import {
  findOfficerById,
  insertOfficer,
  updateOfficer,
  type Officer,
  type Role,
} from '../store/officers.ts';
import { findOffice } from '../store/offices.ts';
import type { Db, Store } from '../store/store.ts';
import { endSessionsOf } from './officer-sessions.ts';
import { hashPassword, newOneTimePassword } from './passwords.ts';

/** Who changes the account, and when. */
export interface AdminDeed {
  readonly officer: Officer;
  readonly now: Date;
}

export interface OfficerFields {
  readonly name: string;
  readonly role: Role;
  readonly office: string;
}

/** A password that somebody else knows is of use for three days only (OWASP ASVS 5.0, 6.4.1). */
const oneTimeLife = 3 * 24 * 60 * 60_000;

async function audit(
  db: Db,
  { officer, now }: AdminDeed,
  action: string,
  { id, detail = {} }: { readonly id: number; readonly detail?: Readonly<Record<string, string>> },
): Promise<void> {
  const subject = `officer:${id}`;
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officer.id}`,
    action,
    subject,
    detail,
  });
}

/** A one-time password and its hash, made outside any transaction: it takes 0.4 s. */
async function oneTimePassword({ now }: AdminDeed) {
  const password = newOneTimePassword();
  return { password, hash: await hashPassword(password), until: now.getTime() + oneTimeLife };
}

/**
 * Adds an officer with a one-time password, which is given once and must be changed at the first
 * sign-in. @throws RejectedRequest 409 when the user name is taken, 400 when there is no such office
 */
export async function addOfficerByAdmin(
  store: Store,
  fields: OfficerFields & { readonly username: string },
  deed: AdminDeed,
): Promise<{ readonly id: number; readonly password: string }> {
  const { password, hash, until } = await oneTimePassword(deed);
  const id = await store.transaction(async (db) => {
    if (!(await findOffice(db, fields.office))) throw new RejectedRequest(400, 'no-such-office');
    const row = { ...fields, passwordHash: hash, at: deed.now.getTime() };
    const added = await insertOfficer(db, row);
    if (added === undefined) throw new RejectedRequest(409, 'username-taken');
    await setPassword(db, added, hash, until);
    const { role, office } = fields;
    await audit(db, deed, 'officer.add', { id: added, detail: { role, office } });
    return added;
  });
  return { id, password };
}

/**
 * Changes name, role or office. What the officer may do has changed: all sessions end. Undefined when
 * there is no such officer. @throws RejectedRequest 409 for the own role, 400 for an unknown office
 */
export async function changeOfficer(
  db: Db,
  id: number,
  fields: OfficerFields,
  deed: AdminDeed,
): Promise<Officer | undefined> {
  const found = await findOfficerById(db, id);
  if (!found) return undefined;
  const { role, office } = fields;
  if (id === deed.officer.id && role !== found.role) throw new RejectedRequest(409, 'own-account');
  if (!(await findOffice(db, office))) throw new RejectedRequest(400, 'no-such-office');
  await updateOfficer(db, id, fields);
  if (role !== found.role || office !== found.office) await endSessionsOf(db, id);
  await audit(db, deed, 'officer.change', { id, detail: { role, office } });
  return { ...found, ...fields };
}

/** Ends or begins again an officer's work here. @throws RejectedRequest 409 for the own account */
export async function setOfficerActive(
  db: Db,
  id: number,
  active: boolean,
  deed: AdminDeed,
): Promise<Officer | undefined> {
  const found = await findOfficerById(db, id);
  if (!found) return undefined;
  if (id === deed.officer.id) throw new RejectedRequest(409, 'own-account');
  await updateOfficer(db, id, { active });
  if (!active) await endSessionsOf(db, id);
  await audit(db, deed, active ? 'officer.enable' : 'officer.disable', { id });
  return { ...found, active };
}

/** Gives a new one-time password; the second factor stays (ASVS 6.4.3), all sessions end. */
export async function resetPassword(
  store: Store,
  id: number,
  deed: AdminDeed,
): Promise<string | undefined> {
  const { password, hash, until } = await oneTimePassword(deed);
  return store.transaction(async (db) => {
    if (!(await findOfficerById(db, id))) return undefined;
    if (id === deed.officer.id) throw new RejectedRequest(409, 'own-account');
    await setPassword(db, id, hash, until);
    await endSessionsOf(db, id);
    await audit(db, deed, 'officer.password-reset', { id });
    return password;
  });
}

/** Takes the second factor away, for who has lost phone and codes: the next sign-in enrols anew. */
export async function resetSecondFactor(
  db: Db,
  id: number,
  deed: AdminDeed,
): Promise<Officer | undefined> {
  const found = await findOfficerById(db, id);
  if (!found) return undefined;
  if (id === deed.officer.id) throw new RejectedRequest(409, 'own-account');
  await clearSecondFactor(db, id);
  await endSessionsOf(db, id);
  await audit(db, deed, 'officer.second-factor-reset', { id });
  return found;
}
