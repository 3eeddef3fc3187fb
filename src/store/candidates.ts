import { chooseIds, type Choice } from './candidate-choice.ts';
import { knownCandidates } from './known-candidates.ts';
import type { Db } from './store.ts';
import type { Found } from './token-index.ts';

/** What ranking and the lines of a list need of a vacancy. */
export interface Candidate {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  /** Each root with a space before and behind. */
  readonly titleRoots: string;
  readonly otherRoots: string;
  readonly officeCode: string;
  readonly regencyCode: string | null;
  readonly districtCode: string | null;
  readonly country: string | null;
  /** Rank of the education asked for, 0 to 9. */
  readonly level: number;
  readonly wageMin: number | null;
  readonly wageMax: number | null;
  /** Epoch milliseconds. */
  readonly verifiedAt: number;
}

const columns = `s.vacancy_id as "id", s.number as "number", s.title as "title",
  s.title_roots as "titleRoots", s.other_roots as "otherRoots", s.office_code as "officeCode", s.regency_code as "regencyCode",
  s.district_code as "districtCode", s.country as "country", s.level as "level",
  s.wage_min as "wageMin", s.wage_max as "wageMax", s.verified_at as "verifiedAt",
  s.indexed as "version"`;

type CandidateRow = Candidate & { readonly version: number };

/** These vacancies as they are now, in no order. */
async function readCandidates(
  { sql, dialect }: Db,
  ids: readonly number[],
): Promise<readonly CandidateRow[]> {
  const among = dialect === 'sqlite' ? '(select value from json_each(?))' : 'any(?::integer[])';
  const from = dialect === 'sqlite' ? `in ${among}` : `= ${among}`;
  const list = dialect === 'sqlite' ? JSON.stringify(ids) : [...ids];
  const result: readonly CandidateRow[] | { readonly rows: readonly CandidateRow[] } =
    await sql.raw(`select ${columns} from vacancy_search as s where s.vacancy_id ${from}`, [list]);
  return 'rows' in result ? result.rows : result;
}

/** The vacancies that were found, in no order: only those are read that are not known as they are. */
async function candidatesOf(db: Db, found: readonly Found[]): Promise<readonly Candidate[]> {
  const known = knownCandidates(db);
  const here: Candidate[] = [];
  const missing: number[] = [];
  for (const one of found) {
    const candidate = known.get(one);
    if (candidate) here.push(candidate);
    else missing.push(one.id);
  }
  if (missing.length === 0) return here;
  for (const { version, ...candidate } of await readCandidates(db, missing)) {
    known.keep(candidate, version);
    here.push(candidate);
  }
  return here;
}

/** Vacancies here, in no order; how many there are elsewhere when there is none. */
export interface Candidates {
  readonly here: readonly Candidate[];
  readonly elsewhere: number;
}

/** Published vacancies by one query after the other, until there are enough. */
export async function chooseCandidates(db: Db, choice: Choice): Promise<Candidates> {
  const { here, elsewhere } = await chooseIds(db, choice);
  return { here: await candidatesOf(db, here), elsewhere };
}
