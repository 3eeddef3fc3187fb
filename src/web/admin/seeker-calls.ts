import { readNumber } from '../../core/number.ts';
import { localDate } from '../../core/format.ts';
import { seenSeeker, type Viewer } from '../../services/seeker-desk.ts';
import type { RegisteredSeeker } from '../../services/seekers.ts';
import { seesAll } from '../api/scope.ts';
import { FormError, type AdminCall, type FieldErrors } from './route.ts';

/** The officer who asks, as the services know one. */
export function viewerOf({ officer, now }: Pick<AdminCall, 'officer' | 'now'>): Viewer {
  const office = seesAll(officer) ? undefined : officer.office;
  return { officerId: officer.id, now, office };
}

/** The seeker of `:number`, where this officer may see it. */
export async function seekerOf(
  call: Pick<AdminCall, 'db' | 'officer' | 'now' | 'params'>,
): Promise<RegisteredSeeker | undefined> {
  return seenSeeker(call.db, viewerOf(call), call.params['number'] ?? '');
}

/** The page of a seeker, or a page below it. */
export function seekerPath(params: Readonly<Record<string, string>>, below = ''): string {
  const typed = readNumber(params['number'] ?? '');
  const number = typed ? `${typed.letter}${typed.value}` : '';
  return `/admin/pencari-kerja/${number}${below}`;
}

/** What a service found wrong becomes the form again. @throws FormError */
export function demandDone<T extends string>(outcome: T | FieldErrors | undefined): T | undefined {
  if (typeof outcome === 'object') throw new FormError(outcome);
  return outcome;
}

/** Today where the office is. */
export const todayOf = ({ now, timezone }: Pick<AdminCall, 'now' | 'timezone'>): string =>
  localDate(now, timezone);
