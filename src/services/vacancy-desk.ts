import { localDate } from '../core/format.ts';
import { readNumber } from '../core/number.ts';
import { countApplicants } from '../store/applicants.ts';
import type { Db } from '../store/store.ts';
import { countByStatus } from '../store/vacancy-counts.ts';
import type { VacancyStatus } from '../store/vacancies.ts';
import { listVacancies, type VacancyQuery, type VacancyView } from './vacancy-records.ts';

/** A vacancy in an officer's list. */
export interface VacancyLine extends VacancyView {
  readonly applicants: number;
  /** The last day is over. */
  readonly expired: boolean;
}

/** What the page of vacancies shows. */
export interface VacancyDesk {
  readonly items: readonly VacancyLine[];
  readonly next: string | null;
  /** Older ones were not looked through for the words; `next` goes on there. */
  readonly partly: boolean;
  /** How many there are in each status, at most `mostCounted` + 1, whatever else the list is narrowed to. */
  readonly counts: Readonly<Partial<Record<VacancyStatus, number>>>;
}

/** More are not counted. */
export const mostCounted = 10_000;

const valueOf = (number: string): number => readNumber(number)?.value ?? 0;

/** Vacancies with their applicants counted, the newest first. @throws RejectedRequest 400 */
export async function vacancyDesk(db: Db, query: VacancyQuery, now: Date): Promise<VacancyDesk> {
  const { items, next, partly } = await listVacancies(db, query);
  const applicants = await countApplicants(
    db,
    items.map(({ number }) => valueOf(number)),
  );
  const today = localDate(now);
  return {
    next,
    partly,
    counts: Object.fromEntries(await countByStatus(db, query.office, mostCounted + 1)),
    items: items.map((vacancy) => ({
      ...vacancy,
      applicants: applicants.get(valueOf(vacancy.number)) ?? 0,
      expired: vacancy.closesOn < today,
    })),
  };
}
