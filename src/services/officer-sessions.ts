import {
  findSession,
  listSessionsOf,
  putSession,
  removeOldSessions,
  removeSession,
  removeSessionsOf,
  touchSession,
  type OfficerSession,
} from '../store/officer-sessions.ts';
import type { Db } from '../store/store.ts';

export type { OfficerSession } from '../store/officer-sessions.ts';

const minute = 60_000;

/** OWASP ASVS 5.0, 7.3.1 and 7.3.2: what an officer left open is not open to the next one at the counter. */
export const sessionLimits = { idle: 15 * minute, absolute: 8 * 60 * minute } as const;

/** What stands in the cookie is not in the database, only its keyed hash. */
const hashOf = ({ keys }: Db, name: string): string => keys.index('session', name);

/** The session of that name; undefined when there is none or its 8 hours are over. */
export async function openSession(
  db: Db,
  name: string,
  now: Date,
): Promise<OfficerSession | undefined> {
  return findSession(db, hashOf(db, name), now.getTime() - sessionLimits.absolute);
}

/** Whether nobody used it for 15 minutes: its officer signs in again, and finds what was typed. */
export function isIdle({ seenAt }: OfficerSession, now: Date): boolean {
  return now.getTime() - seenAt >= sessionLimits.idle;
}

/** Keeps what the session holds. A new one also clears away those that have ended. */
export async function keepSession(
  db: Db,
  name: string,
  session: Pick<OfficerSession, 'officerId' | 'device' | 'data'>,
  now: Date,
): Promise<void> {
  const at = now.getTime();
  await putSession(db, { ...session, hash: hashOf(db, name) }, at);
  await removeOldSessions(db, {
    idleSince: at - sessionLimits.idle,
    startedBefore: at - sessionLimits.absolute,
  });
}

export async function noteSessionUse(db: Db, name: string, now: Date): Promise<void> {
  await touchSession(db, hashOf(db, name), now.getTime());
}

export async function endSession(db: Db, name: string): Promise<void> {
  await removeSession(db, hashOf(db, name));
}

/** Signs an officer out everywhere, or everywhere but here (`keep`), or at one place (`only`). */
export async function endSessionsOf(
  db: Db,
  officerId: number,
  which: { readonly only?: number; readonly keep?: number } = {},
): Promise<number> {
  return removeSessionsOf(db, officerId, which);
}

/** Where an officer is signed in, the latest used first. */
export async function sessionsOf(
  db: Db,
  officerId: number,
  now: Date,
): Promise<readonly OfficerSession[]> {
  return listSessionsOf(db, officerId, now.getTime() - sessionLimits.absolute);
}
