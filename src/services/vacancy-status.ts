import { RejectedRequest } from '../core/errors.ts';
import { localDate } from '../core/format.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import { changeVacancy, type Vacancy } from '../store/vacancies.ts';
import { selectExpired } from '../store/vacancy-counts.ts';
import { unindexVacancies } from '../store/vacancy-index.ts';
import { changeHeld, type Deed, type VacancyView } from './vacancy-records.ts';

/** Only the office of the workplace's district answers for a vacancy; admins and the province may step in. */
export function mayVerify(
  { office, role }: Pick<Deed['officer'], 'office' | 'role'>,
  officeCode: string,
): boolean {
  const isProvince = !office.includes('.');
  return role === 'admin' || isProvince || office === officeCode;
}

function checkOffice({ officer }: Deed, vacancy: Vacancy): void {
  if (!mayVerify(officer, vacancy.officeCode)) throw new RejectedRequest(403, 'other-office');
}

/**
 * Publishes a vacancy that an officer has checked; twice changes nothing.
 * @throws RejectedRequest 403 for an officer of another district, 409 when it is closed or expired
 */
export async function verifyVacancy(
  db: Db,
  number: string,
  deed: Deed,
): Promise<VacancyView | undefined> {
  return changeHeld(db, number, { ...deed, action: 'vacancy.verify' }, async (vacancy) => {
    checkOffice(deed, vacancy);
    if (vacancy.status === 'verified') return undefined;
    if (vacancy.status === 'closed') throw new RejectedRequest(409, 'vacancy-closed');
    if (vacancy.closesOn < localDate(deed.now)) throw new RejectedRequest(409, 'vacancy-expired');
    return {
      status: 'verified',
      rejectReason: null,
      verifiedBy: deed.officer.id,
      verifiedAt: deed.now.getTime(),
    };
  });
}

/**
 * Turns a vacancy down, published or not, with the reason for the employer.
 * @throws RejectedRequest 403 for an officer of another district, 409 when it is closed
 */
export async function rejectVacancy(
  db: Db,
  number: string,
  reason: string,
  deed: Deed,
): Promise<VacancyView | undefined> {
  return changeHeld(db, number, { ...deed, action: 'vacancy.reject' }, async (vacancy) => {
    checkOffice(deed, vacancy);
    if (vacancy.status === 'closed') throw new RejectedRequest(409, 'vacancy-closed');
    return { status: 'rejected', rejectReason: reason };
  });
}

/** Takes a vacancy off: filled, or no longer wanted. Twice changes nothing. @throws RejectedRequest 403 */
export async function closeVacancy(
  db: Db,
  number: string,
  deed: Deed,
): Promise<VacancyView | undefined> {
  return changeHeld(db, number, { ...deed, action: 'vacancy.close' }, async (vacancy) => {
    checkOffice(deed, vacancy);
    return vacancy.status === 'closed' ? undefined : { status: 'closed' };
  });
}

const rowsAtOnce = 500;

/**
 * Closes what nobody can apply for any more, at most 500 at once; gives how many. People never see
 * an expired vacancy, closed or not: this keeps lists true and the search small.
 */
export async function closeExpired(db: Db, now: Date): Promise<number> {
  const expired = await selectExpired(db, localDate(now), rowsAtOnce);
  for (const { id } of expired) await changeVacancy(db, id, { status: 'closed' }, now.getTime());
  if (expired.length === 0) return 0;
  await unindexVacancies(
    db,
    expired.map(({ id }) => id),
  );
  await recordAudit(db, {
    at: now.getTime(),
    actor: 'clock',
    action: 'vacancies.expire',
    subject: 'vacancies',
    detail: { numbers: expired.map(({ number }) => number) },
  });
  return expired.length;
}
