import { seedOffices } from '../../src/services/offices.ts';
import { publishVacancies } from '../../src/services/vacancy-publishing.ts';
import type { Store } from '../../src/store/store.ts';
import { addVacancies, type NewVacancy, type Vacancy } from '../../src/store/vacancies.ts';

/** The day of the tests: a Monday. */
export const today = new Date('2026-11-23T03:00:00Z');

const ordinary: NewVacancy = {
  number: 0,
  officeCode: '35.08',
  title: 'Operator jahit',
  employer: 'CV Busana Asri',
  kind: 'job',
  areaCode: '35.08.04',
  country: null,
  education: 'SMP',
  skills: [],
  wageMin: 2_400_000,
  wageMax: null,
  openings: 5,
  scope: 'AKL',
  disabilityFriendly: false,
  description: null,
  gender: null,
  ageMin: null,
  ageMax: null,
  experience: null,
  contact: null,
  howToApply: 'antar lamaran ke pabrik',
  kbji: null,
  agency: null,
  jobOrder: null,
  closesOn: '2026-12-31',
  status: 'verified',
  rejectReason: null,
  verifiedBy: null,
  verifiedAt: today.getTime(),
};

/** Stores and publishes vacancies numbered from 1001: an ordinary one with what each row says. */
export async function fillVacancies(
  store: Store,
  rows: readonly Partial<NewVacancy>[],
): Promise<Vacancy[]> {
  await seedOffices(store);
  return store.transaction(async (db) => {
    const vacancies = rows.map((row, at) => ({ ...ordinary, number: 1001 + at, ...row }));
    const added = await addVacancies(db, vacancies, today.getTime());
    for (let at = 0; at < added.length; at += 500) {
      await publishVacancies(db, added.slice(at, at + 500));
    }
    return added;
  });
}
