import type { Db } from './store.ts';

export type VacancyKind = 'job' | 'apprenticeship';
export type VacancyStatus = 'draft' | 'verified' | 'rejected' | 'closed';

/** What an employer states of a vacancy (Perpres 57/2023 article 5), in whole rupiah a month. */
export interface VacancyFields {
  readonly officeCode: string;
  readonly title: string;
  readonly employer: string;
  readonly kind: VacancyKind;
  /** Workplace: Kemendagri code of a regency, kecamatan or village; null when unknown or abroad. */
  readonly areaCode: string | null;
  readonly country: string | null;
  readonly education: string;
  readonly skills: readonly string[];
  readonly wageMin: number | null;
  readonly wageMax: number | null;
  readonly openings: number;
  /** AKL local, AKAD between regions, AKAN abroad. */
  readonly scope: string | null;
  readonly disabilityFriendly: boolean;
  readonly description: string | null;
  readonly gender: string | null;
  readonly ageMin: number | null;
  readonly ageMax: number | null;
  readonly experience: string | null;
  readonly contact: string | null;
  readonly howToApply: string | null;
  readonly kbji: string | null;
  readonly agency: string | null;
  readonly jobOrder: string | null;
  /** Last day to apply, `YYYY-MM-DD`. */
  readonly closesOn: string;
}

/** Where a vacancy stands; `verifiedBy` is an officer's id, null for the command line. */
export interface VacancyState {
  readonly status: VacancyStatus;
  readonly rejectReason: string | null;
  readonly verifiedBy: number | null;
  readonly verifiedAt: number | null;
}

export interface NewVacancy extends VacancyFields, VacancyState {
  readonly number: number;
}

export interface Vacancy extends NewVacancy {
  readonly id: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A row as it is read by `vacancyColumns`. */
export type StoredVacancy = Omit<Vacancy, 'skills' | 'disabilityFriendly'> & {
  readonly skills: string;
  readonly disabilityFriendly: number;
};

const names =
  `id number officeCode title employer kind areaCode country education skills wageMin wageMax
  openings scope disabilityFriendly description gender ageMin ageMax experience contact howToApply kbji
  agency jobOrder closesOn status rejectReason verifiedBy verifiedAt createdAt updatedAt`.split(
    /\s+/,
  );

const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const vacancyColumns = names.map((name) => `${snakeCase(name)} as ${name}`);

function toColumns(
  fields: VacancyPatch & { readonly number?: number },
): Readonly<Record<string, unknown>> {
  const { skills, disabilityFriendly, ...rest } = fields;
  return {
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [snakeCase(name), value])),
    ...(skills && { skills: JSON.stringify(skills) }),
    ...(disabilityFriendly !== undefined && { disability_friendly: disabilityFriendly ? 1 : 0 }),
  };
}

export function toVacancy(row: StoredVacancy): Vacancy {
  const skills: string[] = JSON.parse(row.skills);
  return { ...row, skills, disabilityFriendly: row.disabilityFriendly === 1 };
}

const rowsAStatement = 500; // SQLite's compound limit, as knex writes many rows there

/** Adds vacancies in the order given; gives them with their ids. */
export async function addVacancies(
  { sql }: Db,
  vacancies: readonly NewVacancy[],
  now: number,
): Promise<Vacancy[]> {
  const added: Vacancy[] = [];
  for (let at = 0; at < vacancies.length; at += rowsAStatement) {
    const batch = vacancies.slice(at, at + rowsAStatement);
    const rows: { id: number; number: number }[] = await sql('vacancies')
      .insert(batch.map((one) => ({ ...toColumns(one), created_at: now, updated_at: now })))
      .returning(['id', 'number']);
    const ids = new Map(rows.map(({ id, number }) => [number, id]));
    const stored = (one: NewVacancy) => ({ ...one, id: ids.get(one.number) ?? 0 });
    added.push(...batch.map((one) => ({ ...stored(one), createdAt: now, updatedAt: now })));
  }
  return added;
}

/** Fields to change; those that are undefined stay. */
export type VacancyPatch = {
  readonly [Field in keyof (VacancyFields & VacancyState)]?:
    (VacancyFields & VacancyState)[Field] | undefined;
};

/** Changes the fields that are given; gives the vacancy as it is then. */
export async function changeVacancy(
  { sql }: Db,
  id: number,
  change: VacancyPatch,
  now: number,
): Promise<Vacancy> {
  const [row]: StoredVacancy[] = await sql('vacancies')
    .where({ id })
    .update({ ...toColumns(change), updated_at: now })
    .returning(vacancyColumns);
  if (!row) throw new Error(`there is no vacancy with the id ${id}`);
  return toVacancy(row);
}

export async function findVacancy({ sql }: Db, number: number): Promise<Vacancy | undefined> {
  const row: StoredVacancy | undefined = await sql('vacancies')
    .first(vacancyColumns)
    .where({ number });
  return row && toVacancy(row);
}

/** Finds a vacancy and holds its row until the transaction ends. */
export async function lockVacancy({ sql }: Db, number: number): Promise<Vacancy | undefined> {
  const row: StoredVacancy | undefined = await sql('vacancies')
    .first(vacancyColumns)
    .where({ number })
    .forUpdate(); // knex leaves it out on SQLite, whose one writer holds the whole database
  return row && toVacancy(row);
}
