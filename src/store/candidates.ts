import { highestId, type Db } from './store.ts';
import { findByTokens, type TokenGroups } from './token-index.ts';
import type { VacancyKind } from './vacancies.ts';
import {
  areaToken,
  disabilityToken,
  highestLevel,
  levelToken,
  scopeToken,
  titleToken,
  vacancyIndex,
} from './vacancy-index.ts';

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

/** How far the search looks: everywhere, or within one office's district, or a kecamatan. */
export type SearchArea =
  { readonly within: 'all' } | { readonly within: 'office' | 'district'; readonly code: string };

/** What candidates must have: one root of each group, an area, a last day not before `today`. */
export interface CandidateQuery {
  readonly kind: VacancyKind;
  readonly area: SearchArea;
  readonly groups: readonly (readonly string[])[];
  /** True when the roots must stand in the title. */
  readonly titleOnly: boolean;
  /** A person's own level: only work open to it. */
  readonly level: number | null;
  /** AKL, AKAD or AKAN; any when left out. */
  readonly scope?: string | undefined;
  /** True: only work that is open to disabled people. */
  readonly disability?: boolean | undefined;
  readonly today: string;
  readonly limit: number;
}

const columns = `s.vacancy_id as "id", s.number as "number", s.title as "title",
  s.title_roots as "titleRoots", s.other_roots as "otherRoots", s.office_code as "officeCode", s.regency_code as "regencyCode",
  s.district_code as "districtCode", s.country as "country", s.level as "level",
  s.wage_min as "wageMin", s.wage_max as "wageMax", s.verified_at as "verifiedAt"`;

function filtersOf({ kind, area, level, scope, disability }: CandidateQuery): TokenGroups {
  return [
    [areaToken(kind, area.within === 'all' ? '' : area.code)],
    ...(level === null || level >= highestLevel ? [] : [[levelToken(level)]]),
    ...(scope === undefined ? [] : [[scopeToken(scope)]]),
    ...(disability ? [[disabilityToken]] : []),
  ];
}

function wordsOf({ groups, titleOnly }: CandidateQuery): TokenGroups {
  return titleOnly ? groups.map((group) => group.map(titleToken)) : groups;
}

/** Ids of published vacancies that fit, the newest first: the same on both databases. */
export async function findCandidates(db: Db, query: CandidateQuery): Promise<readonly number[]> {
  return findByTokens(db, vacancyIndex, {
    groups: [...wordsOf(query), ...filtersOf(query)],
    where: { today: query.today },
    below: highestId,
    limit: query.limit,
  });
}

/** These vacancies, in no order. */
export async function readCandidates(
  { sql, dialect }: Db,
  ids: readonly number[],
): Promise<readonly Candidate[]> {
  const among = dialect === 'sqlite' ? '(select value from json_each(?))' : 'any(?::integer[])';
  const from = dialect === 'sqlite' ? `in ${among}` : `= ${among}`;
  const list = dialect === 'sqlite' ? JSON.stringify(ids) : [...ids];
  const result: readonly Candidate[] | { readonly rows: readonly Candidate[] } = await sql.raw(
    `select ${columns} from vacancy_search as s where s.vacancy_id ${from}`,
    [list],
  );
  return 'rows' in result ? result.rows : result;
}
