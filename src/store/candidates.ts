import type { Db } from './store.ts';

/** What ranking and the lines of a list need of a vacancy. */
export interface Candidate {
  readonly number: number;
  readonly title: string;
  readonly employer: string;
  readonly titleRoots: readonly string[];
  readonly otherRoots: readonly string[];
  readonly officeCode: string;
  readonly regencyCode: string | null;
  readonly districtCode: string | null;
  readonly country: string | null;
  readonly level: number;
  readonly wageMin: number | null;
  readonly wageMax: number | null;
  /** Epoch milliseconds. */
  readonly verifiedAt: number;
}

type CandidateRow = Omit<Candidate, 'titleRoots' | 'otherRoots' | 'verifiedAt'> & {
  readonly roots: string;
  readonly verifiedAt: number | null;
  readonly createdAt: number;
};

const columns = {
  number: 'v.number',
  title: 'v.title',
  employer: 'v.employer',
  roots: 's.roots',
  officeCode: 's.office_code',
  regencyCode: 's.regency_code',
  districtCode: 's.district_code',
  country: 'v.country',
  level: 's.level',
  wageMin: 'v.wage_min',
  wageMax: 'v.wage_max',
  verifiedAt: 'v.verified_at',
  createdAt: 'v.created_at',
};

const words = (text = ''): string[] => (text === '' ? [] : text.split(' '));

function toCandidate({ roots, createdAt, ...row }: CandidateRow): Candidate {
  const [title, other] = roots.split('|');
  return {
    ...row,
    titleRoots: words(title),
    otherRoots: words(other),
    verifiedAt: row.verifiedAt ?? createdAt,
  };
}

/** Reads published vacancies by id, in no particular order. */
export async function readCandidates({ sql }: Db, ids: readonly number[]): Promise<Candidate[]> {
  const rows: CandidateRow[] = await sql('vacancy_search as s')
    .join('vacancies as v', 'v.id', 's.vacancy_id')
    .select(columns)
    .whereIn('s.vacancy_id', ids);
  return rows.map(toCandidate);
}
