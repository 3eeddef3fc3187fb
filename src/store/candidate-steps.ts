import { firstRow } from './statement.ts';
import { rootOf, type Db } from './store.ts';
import { findOnSqlite, highestOf, type Found, type TokenGroups } from './token-index.ts';
import { vacancyIndex } from './vacancy-index.ts';

/*
 * How the queries of a search are asked, one after the other: in SQLite's own thread each by itself,
 * on PostgreSQL all in one way there and back. What a query came to is remembered, since most people
 * look for the same: it says how far to look the next time, never what is there.
 */

/** One query of a search. */
export interface Step {
  readonly groups: TokenGroups;
  /** The groups as the database writes them. */
  readonly text: string;
  readonly titleOnly: boolean;
  /** How many of the newest ids PostgreSQL looks at first, when the query is new. */
  readonly firstSpan: number;
  /** 1: only asked when those of stage 0 have found nothing. */
  readonly stage: 0 | 1;
}

/** What steps are asked for. */
export interface Asked {
  /** True: when the first finds nothing, no other of its stage is asked. */
  readonly needsFirst: boolean;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly limit: number;
}

/** What each step has found; nothing when it was not asked. */
type Outcome = readonly (readonly Found[])[];

interface Earlier {
  /** How many of the newest ids were looked at until there were enough. */
  readonly span: number;
  /** There were fewer than wanted. */
  readonly isFew: boolean;
}

const earlierBy = new WeakMap<object, Map<string, Earlier>>();
const mostEarlier = 2_000;

function earlierOf(db: Db): Map<string, Earlier> {
  const root = rootOf(db);
  const known = earlierBy.get(root) ?? new Map<string, Earlier>();
  earlierBy.set(root, known);
  return known;
}

function keepEarlier(db: Db, { text }: Step, earlier: Earlier): void {
  const known = earlierOf(db);
  known.delete(text);
  known.set(text, earlier);
  const [oldest] = known.keys();
  if (known.size > mostEarlier && oldest !== undefined) known.delete(oldest);
}

/** Whether a query found fewer than were wanted the last time. */
export const isKnownFew = (db: Db, { text }: Step): boolean =>
  earlierOf(db).get(text)?.isFew ?? false;

/** Whether a step is left out, after what was found before it. */
function isLeftOut(before: Outcome, { stage }: Step, needsFirst: boolean): boolean {
  if (stage === 1) return before.some((some) => some.length > 0);
  return needsFirst && before[0]?.length === 0;
}

async function askSqlite(db: Db, steps: readonly Step[], asked: Asked): Promise<Outcome> {
  const { needsFirst, today, limit } = asked;
  const below = (await highestOf(db, vacancyIndex)) + 1;
  const outcome: (readonly Found[])[] = [];
  for (const step of steps) {
    if (isLeftOut(outcome, step, needsFirst)) {
      outcome.push([]);
      continue;
    }
    const search = { groups: step.groups, where: { today }, below, limit };
    const some = await findOnSqlite(db, vacancyIndex, search);
    keepEarlier(db, step, { span: 0, isFew: some.length < limit });
    outcome.push(some);
    if (some.length >= limit) break;
  }
  return outcome;
}

/** One more than the widest that `vacancy_find` looks at in blocks: all of them. */
const everything = 2_097_152;

/** Lists of numbers, separated by commas. */
interface Line {
  readonly ids: string;
  readonly versions: string;
  /** How many ids each query has looked at. */
  readonly reached: string;
  /** How many each has found; -1 when it was left out. */
  readonly counts: string;
}

const numbers = (list: string): number[] => (list === '' ? [] : list.split(',').map(Number));

function readLine(db: Db, steps: readonly Step[], line: Line, limit: number): Outcome {
  const [ids, versions] = [numbers(line.ids), numbers(line.versions)];
  const reached = numbers(line.reached);
  let from = 0;
  return numbers(line.counts).map((count, at) => {
    const step = steps[at];
    if (!step || count < 0) return [];
    const span = Math.min(everything, Math.ceil((reached[at] ?? everything) * 1.05));
    keepEarlier(db, step, { span, isFew: count < limit });
    const found = ids
      .slice(from, from + count)
      .map((id, i) => ({ id, version: versions[from + i] ?? 0 }));
    from += count;
    return found;
  });
}

async function askPostgres(db: Db, steps: readonly Step[], asked: Asked): Promise<Outcome> {
  const { needsFirst, today, limit } = asked;
  const known = earlierOf(db);
  const line = await firstRow<Line>(
    db,
    'select ids, versions, reached, counts from vacancy_find(?, ?, ?, ?, ?, ?)',
    [
      steps.map(({ text }) => text),
      steps.map(({ text, firstSpan }) => known.get(text)?.span ?? firstSpan),
      steps.map(({ stage }) => stage),
      Number(needsFirst),
      limit,
      today,
    ],
  );
  return line ? readLine(db, steps, line, limit) : [];
}

/** Asks one step after the other, until one alone has given as many as are wanted. */
export const askSteps = (db: Db, steps: readonly Step[], asked: Asked): Promise<Outcome> =>
  (db.dialect === 'sqlite' ? askSqlite : askPostgres)(db, steps, asked);
