import type { Request } from 'express';
import { isIdle, noteSessionUse, type OfficerSession } from '../../services/officer-sessions.ts';
import { findOfficerById, type Officer } from '../../services/officers.ts';
import type { WebParts } from '../parts.ts';

/** Who asks, from which of their sessions. */
export interface SignedIn {
  readonly officer: Officer;
  readonly session: OfficerSession;
}

/** Noted at most once a minute: a page full of pictures is one use. */
const noteEvery = 60_000;

/** The officer of the request's session; undefined when nobody is signed in or nobody was there for long. */
export async function identify(
  { store, clock }: WebParts,
  request: Request,
): Promise<SignedIn | undefined> {
  // Not every path reads sessions.
  const { row, officerId } = (request.session as Request['session'] | undefined) ?? {};
  if (!row || officerId === undefined || isIdle(row, clock())) return undefined;
  const officer = await findOfficerById(store, officerId);
  return officer?.active ? { officer, session: row } : undefined;
}

/** Notes that the officer was there: from now the time runs anew. */
export async function noteUse({ store, clock }: WebParts, request: Request): Promise<void> {
  const { row } = request.session;
  const now = clock();
  if (row && now.getTime() - row.seenAt < noteEvery) return;
  await noteSessionUse(store, request.sessionID, now);
}
