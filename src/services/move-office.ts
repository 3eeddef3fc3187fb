import { InputError } from '../core/errors.ts';
import { migrate } from '../store/migrate.ts';
import { clearSeeded, filledTables, holdAlone, holdTarget } from '../store/move-guards.ts';
import { movedTables, type MovedTable } from '../store/move-tables.ts';
import { contentOf, copyTable, countRows, moveCount, moveNumbers } from '../store/move.ts';
import { forgetIndexed } from '../store/seeker-index.ts';
import type { Db, Store } from '../store/store.ts';
import { selectVacancies } from '../store/vacancy-lists.ts';
import { openPhrases } from './phrases.ts';
import { indexAllSeekers } from './seeker-index.ts';
import { putIntoSearch } from './vacancy-publishing.ts';

const phrase = openPhrases('admin/migrate-to.yaml');

/** A move from SQLite to PostgreSQL. */
export interface Move {
  readonly from: Store;
  readonly to: Store;
  /** Told of each table that has been copied and found the same. */
  readonly tell: (table: string, rows: number) => void;
}

/** What was moved. */
export interface Moved {
  readonly tables: number;
  readonly rows: number;
  /** Published vacancies that can be searched again. */
  readonly vacancies: number;
}

const mistake = (name: string, values?: Readonly<Record<string, string>>): InputError =>
  new InputError(phrase(name, values));

/** Both databases hold the same. @throws Error naming the table where they do not: nothing is kept then */
async function moveTable({ from, tell }: Move, db: Db, table: MovedTable): Promise<number> {
  const read = await copyTable(from, db, table);
  const kept = await contentOf(db, table);
  const same = read.rows === kept.rows && read.sum === kept.sum;
  if (!same || (await countRows(from, table)) !== kept.rows)
    throw mistake('not-the-same', { tabel: table.name });
  await moveCount(from, db, table);
  tell(table.name, kept.rows);
  return kept.rows;
}

/** Makes the index of vacancies anew: each database has its own form of it. */
export async function indexVacanciesAnew(db: Db): Promise<number> {
  const known = new Set<string>();
  let done = 0;
  let before: number | undefined;
  for (;;) {
    const page = await selectVacancies(db, { status: 'verified', before, limit: 500 });
    const last = page.at(-1);
    if (!last) return done;
    await putIntoSearch(db, page, known);
    done += page.length;
    before = last.id;
  }
}

async function moveAll(move: Move, db: Db, tables: readonly MovedTable[]): Promise<Moved> {
  await holdTarget(db, tables);
  const filled = await filledTables(db, tables);
  if (filled.length > 0) throw mistake('not-empty', { tabel: filled.slice(0, 3).join(', ') });
  await clearSeeded(db);
  let rows = 0;
  for (const table of tables) rows += await moveTable(move, db, table);
  await moveNumbers(move.from, db);
  await forgetIndexed(db);
  return { tables: tables.length, rows, vacancies: await indexVacanciesAnew(db) };
}

/**
 * Moves an office from SQLite to an empty PostgreSQL, in one transaction: whatever ends it before
 * its last moment leaves an empty database, and it is begun again. Sealed columns are copied as
 * they are, so the same keys open them. The SQLite file stays as it is.
 * @throws InputError when a server has the file open, or PostgreSQL holds an office already
 */
export async function moveOffice(move: Move): Promise<Moved> {
  const { from, to } = move;
  if (!(await holdAlone(from))) throw mistake('in-use');
  await migrate(from);
  await migrate(to);
  const tables = await movedTables(from, to);
  const moved = await to.transaction((db) => moveAll(move, db, tables));
  await to.sql.raw('analyze'); // else the first plans are made for empty tables
  await indexAllSeekers(to); // ended in the middle, a server's job goes on with it
  return moved;
}
