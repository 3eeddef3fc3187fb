import { askSteps, isKnownFew, type Step } from './candidate-steps.ts';
import type { Db } from './store.ts';
import { tokenQuery, type Found, type TokenGroups } from './token-index.ts';
import type { VacancyKind } from './vacancies.ts';
import {
  areaToken,
  disabilityToken,
  highestLevel,
  levelToken,
  scopeToken,
  titleToken,
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
  /** A query for titles alone stands before the same one for all words. */
  readonly queries: readonly CandidateQuery[];
  /** True: when the first query finds nothing, nothing is found. */
  readonly needsFirst: boolean;
  /** Asked when they find nothing: it is only counted. */
  readonly elsewhere?: CandidateQuery | undefined;
  /** Their last day is not before this one, `YYYY-MM-DD`. */
  readonly today: string;
  readonly limit: number;
}

/** What a choice comes to. */
export interface Chosen {
  /** At most as many as wanted, each once. */
  readonly here: readonly Found[];
  /** How many there are elsewhere when there is nothing here, at most as many as wanted. */
  readonly elsewhere: number;
}

const areaOf = ({ kind, area }: CandidateQuery): readonly string[] => [
  areaToken(kind, area.within === 'all' ? '' : area.code),
];

function filtersOf({ level, scope, disability }: CandidateQuery): TokenGroups {
  return [
    ...(level === null || level >= highestLevel ? [] : [[levelToken(level)]]),
    ...(scope === undefined ? [] : [[scopeToken(scope)]]),
    ...(disability ? [[disabilityToken]] : []),
  ];
}

/** What is likely to be rarest stands first: PostgreSQL goes through the rows that have it. */
function groupsOf(query: CandidateQuery): TokenGroups {
  const { groups, titleOnly, area } = query;
  const words = titleOnly ? groups.map((group) => group.map(titleToken)) : groups;
  const place = areaOf(query);
  const wordsAndPlace = area.within === 'district' ? [place, ...words] : [...words, place];
  return [...wordsAndPlace, ...filtersOf(query)];
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

const stepOf = ({ dialect }: Db, query: CandidateQuery, stage: Step['stage']): Step => {
  const groups = groupsOf(query);
  const firstSpan = query.area.within === 'district' ? spans.district : spans.wide;
  return {
    groups,
    text: tokenQuery(groups, dialect),
    titleOnly: query.titleOnly,
    firstSpan,
    stage,
  };
};

/** A kecamatan is a twentieth of a regency, and all that fits there is wanted. */
const spans = { district: 65_536, wide: 2_048 } as const;

/**
 * Without the queries for titles whose same query for all words is known to find few: what it finds
 * has them all.
 */
const withoutRepeats = (db: Db, steps: readonly Step[]): readonly Step[] =>
  steps.filter(({ titleOnly }, at) => {
    const whole = steps[at + 1];
    return !(titleOnly && whole && isKnownFew(db, whole));
  });

async function ask(db: Db, steps: readonly Step[], choice: Choice): Promise<Chosen> {
  const outcome = await askSteps(db, steps, choice);
  const found = (stage: Step['stage']): readonly Found[] =>
    outcome.flatMap((some, at) => (steps[at]?.stage === stage ? some : []));
  return { here: firstOf(found(0), choice.limit), elsewhere: found(1).length };
}

/**
 * Published vacancies by one query after the other, the newest of each first, until one of them
 * alone has given as many as are wanted: the same on both databases, on PostgreSQL in one way there
 * and back.
 */
export async function chooseIds(db: Db, choice: Choice): Promise<Chosen> {
  const { queries, elsewhere, limit } = choice;
  const here = queries.map((query) => stepOf(db, query, 0));
  const steps = [...here, ...(elsewhere ? [stepOf(db, elsewhere, 1)] : [])];
  const fewer = withoutRepeats(db, steps);
  const chosen = await ask(db, fewer, choice);
  // There are more now than there were: then titles come first.
  const isCut = fewer.length < steps.length && chosen.here.length >= limit;
  return isCut ? ask(db, steps, choice) : chosen;
}
