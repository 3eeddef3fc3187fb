import { firstRow } from './statement.ts';
import { highestId, rootOf, type Db } from './store.ts';
import { findOnSqlite, tokenQuery, type Found, type TokenGroups } from './token-index.ts';
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

/** How far the search looks: everywhere, or within one office's district, or a kecamatan. */
export type SearchArea =
  { readonly within: 'all' } | { readonly within: 'office' | 'district'; readonly code: string };

/** What candidates must have: one root of each group, and all else that is said. */
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
}

/** Queries in the order in which they matter: what one finds comes before what the next one finds. */
export interface Choice {
  readonly queries: readonly CandidateQuery[];
  /** True: when the first query finds nothing, nothing is found. */
  readonly needsFirst: boolean;
  /** Their last day is not before this one, `YYYY-MM-DD`. */
  readonly today: string;
  readonly limit: number;
}

function filtersOf({ kind, area, level, scope, disability }: CandidateQuery): TokenGroups {
  return [
    [areaToken(kind, area.within === 'all' ? '' : area.code)],
    ...(level === null || level >= highestLevel ? [] : [[levelToken(level)]]),
    ...(scope === undefined ? [] : [[scopeToken(scope)]]),
    ...(disability ? [[disabilityToken]] : []),
  ];
}

function groupsOf(query: CandidateQuery): TokenGroups {
  const { groups, titleOnly } = query;
  const words = titleOnly ? groups.map((group) => group.map(titleToken)) : groups;
  return [...words, ...filtersOf(query)];
}

/** The first of each id, at most so many. */
function firstOf(found: readonly Found[], limit: number): readonly Found[] {
  const byId = new Map<number, Found>();
  for (const one of found) {
    if (byId.size >= limit) break;
    if (!byId.has(one.id)) byId.set(one.id, one);
  }
  return [...byId.values()];
}

async function chooseOnSqlite(db: Db, choice: Choice): Promise<readonly Found[]> {
  const { queries, needsFirst, today, limit } = choice;
  const found: Found[] = [];
  for (const query of queries) {
    const search = { groups: groupsOf(query), where: { today }, below: highestId, limit };
    const some = await findOnSqlite(db, vacancyIndex, search);
    found.push(...some);
    if (some.length >= limit || (needsFirst && found.length === 0)) break;
  }
  return found;
}

/** How many of the newest ids a query is likely to have to look at: as many as it did last time. */
const spansBy = new WeakMap<object, Map<string, number>>();
const mostSpans = 2_000;

/** A kecamatan is a twentieth of a regency, and all that fits there is wanted. */
const firstSpan = { district: 65_536, office: 2_048, all: 2_048 } as const;

/** One more than the widest that `vacancy_choice` looks at in blocks: all of them. */
const everything = 2_097_152;

interface Line {
  readonly ids: string;
  readonly versions: string;
  /** How many ids each query has looked at. */
  readonly reached: string;
}

const numbers = (list: string): number[] => (list === '' ? [] : list.split(',').map(Number));

function remember(spans: Map<string, number>, texts: readonly string[], line: Line): void {
  for (const [at, reached] of numbers(line.reached).entries()) {
    spans.delete(texts[at] ?? '');
    spans.set(texts[at] ?? '', Math.min(everything, Math.ceil(reached * 1.05)));
  }
  const tooMany = Math.max(0, spans.size - mostSpans);
  for (const oldest of [...spans.keys()].slice(0, tooMany)) spans.delete(oldest);
}

async function chooseOnPostgres(db: Db, choice: Choice): Promise<readonly Found[]> {
  const { queries, needsFirst, today, limit } = choice;
  const spans = spansBy.get(rootOf(db)) ?? new Map<string, number>();
  spansBy.set(rootOf(db), spans);
  const texts = queries.map((query) => tokenQuery(groupsOf(query), 'postgres'));
  const wide = queries.map(({ area }, at) => spans.get(texts[at] ?? '') ?? firstSpan[area.within]);
  const line = await firstRow<Line>(
    db,
    'select ids, versions, reached from vacancy_choice(?, ?, ?, ?, ?)',
    [texts, wide, Number(needsFirst), limit, today],
  );
  if (!line) return [];
  remember(spans, texts, line);
  const versions = numbers(line.versions);
  return numbers(line.ids).map((id, at) => ({ id, version: versions[at] ?? 0 }));
}

/**
 * Published vacancies by one query after the other, the newest of each first, until one of them
 * alone has given as many as are wanted: the same on both databases, on PostgreSQL in one way there and back.
 */
export async function chooseIds(db: Db, choice: Choice): Promise<readonly Found[]> {
  const found = await (db.dialect === 'sqlite' ? chooseOnSqlite : chooseOnPostgres)(db, choice);
  return firstOf(found, choice.limit);
}
