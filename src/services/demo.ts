import { InputError } from '../core/errors.ts';
import { nextNumber, nextNumbers } from '../store/counters.ts';
import { addPerson } from '../store/persons.ts';
import { addSeeker, hasNoSeekers } from '../store/seekers.ts';
import type { Store } from '../store/store.ts';
import { addVacancies } from '../store/vacancies.ts';
import { hasNoVacancies } from '../store/vacancy-counts.ts';
import { chanceOf, type Chance } from './chance.ts';
import { demoSeeker, nikMaker } from './demo-seekers.ts';
import { demoVacancy } from './demo-vacancies.ts';
import { seedOffices } from './offices.ts';
import { publishVacancies } from './vacancy-publishing.ts';

/** How much to invent; the same seed and day give the same data. */
export interface DemoRequest {
  readonly vacancies: number;
  readonly seekers: number;
  readonly seed: number;
  readonly now: Date;
}

const rowsABatch = 500;

/** Sizes of the batches that make up `count`. */
function batches(count: number): number[] {
  const whole = Array.from({ length: Math.floor(count / rowsABatch) }, () => rowsABatch);
  return count % rowsABatch > 0 ? [...whole, count % rowsABatch] : whole;
}

async function fillVacancies(store: Store, chance: Chance, request: DemoRequest): Promise<void> {
  const known = new Set<string>();
  for (const size of batches(request.vacancies)) {
    const invented = Array.from({ length: size }, () => demoVacancy(chance, request.now));
    await store.transaction(async (db) => {
      const numbers = await nextNumbers(db, 'L', size);
      const vacancies = invented.map((one, at) => ({ ...one, number: numbers[at] ?? 0 }));
      const stored = await addVacancies(db, vacancies, request.now.getTime());
      await publishVacancies(db, stored, known);
    });
  }
}

async function fillSeekers(store: Store, chance: Chance, request: DemoRequest): Promise<void> {
  const at = request.now.getTime();
  const nikOf = nikMaker();
  for (const size of batches(request.seekers)) {
    const invented = Array.from({ length: size }, () => demoSeeker(chance, request.now));
    await store.transaction(async (db) => {
      for (const { person, seeker } of invented) {
        const nik = nikOf(person, seeker.areaCode);
        const personId = await addPerson(db, { ...person, nik }, at);
        if (personId === undefined) throw new Error('an invented NIK stands twice');
        await addSeeker(db, { ...seeker, personId, number: await nextNumber(db, 'D') }, at);
      }
    });
  }
}

/**
 * Fills an empty database with invented vacancies and job seekers of Lumajang: no real persons or
 * employers, NIKs with serials from 9001.
 * @throws InputError when there are vacancies or seekers already
 */
export async function fillDemo(store: Store, request: DemoRequest): Promise<void> {
  if (!((await hasNoVacancies(store)) && (await hasNoSeekers(store)))) {
    throw new InputError('the demo fills an empty database only');
  }
  await seedOffices(store);
  const chance = chanceOf(request.seed);
  await fillVacancies(store, chance, request);
  await fillSeekers(store, chance, request);
}
