import { setImmediate as nextTurn } from 'node:timers/promises';
import { InputError } from '../core/errors.ts';
import { findOfficer, type Officer } from '../store/officers.ts';
import type { Db, Store } from '../store/store.ts';
import { importBatch, type Importer, type ImportedRow } from './import-batch.ts';
import { readHeader, type ImportHeader } from './import-columns.ts';
import { rowReader, type CellMistake } from './import-row.ts';
import { seedOffices } from './offices.ts';
import { longSheetText } from './sheet-text.ts';
import { nameCells } from './table-header.ts';
import { nameOf, readTable, type TableRow, type TableSource } from './table-read.ts';

/** What to import, as the command line gives it. */
export interface ImportRequest {
  /** A CSV or XLSX file: its path, or what was sent of it. */
  readonly file: TableSource;
  /** True to read and check everything and store nothing. */
  readonly dryRun?: boolean;
  /** Username of the officer who answers for it; the command line itself when left out. */
  readonly by?: string | undefined;
  readonly now: Date;
  /** The office whose kecamatan are meant, when no officer is given. */
  readonly office?: string;
}

/** A mistake in one cell; the row was left out. */
export interface RowMistake extends CellMistake {
  readonly line: number;
}

/** What became of a file. A row is added, updated or rejected; an expired one is stored closed. */
export interface ImportReport {
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly expired: number;
  readonly rejected: number;
  /** The first thousand. */
  readonly mistakes: readonly RowMistake[];
  /** Columns that are none of ours, and were not read. */
  readonly ignored: readonly string[];
}

/** As many as are written in one transaction: people who write meanwhile wait for some 10 ms. */
const rowsABatch = 50;
const mistakesTold = 1000;

async function officerOf(db: Db, username: string | undefined): Promise<Officer | undefined> {
  if (username === undefined) return undefined;
  const officer = await findOfficer(db, username);
  if (!officer?.active) throw new InputError(`there is no officer ${username}`);
  return officer;
}

interface Tally {
  rows: number;
  added: number;
  updated: number;
  expired: number;
  rejected: number;
  readonly mistakes: RowMistake[];
}

function reject(tally: Tally, line: number, mistakes: readonly CellMistake[]): void {
  tally.rejected += 1;
  const room = mistakesTold - tally.mistakes.length;
  tally.mistakes.push(...mistakes.slice(0, Math.max(0, room)).map((one) => ({ line, ...one })));
}

async function flush(
  store: Store,
  importer: Importer,
  rows: ImportedRow[],
  tally: Tally,
): Promise<void> {
  const batch = rows.splice(0);
  if (batch.length === 0) return;
  const done = await store.transaction((db) => importBatch(db, importer, batch));
  tally.added += done.added;
  tally.updated += done.updated;
  tally.expired += done.expired;
  for (const { line, ...mistake } of done.refused) reject(tally, line, [mistake]);
  await nextTurn(); // SQLite gives nobody else a turn by itself
}

async function takeRows(
  store: Store,
  importer: Importer,
  table: AsyncGenerator<TableRow>,
  header: ImportHeader,
): Promise<Tally> {
  const tally: Tally = { rows: 0, added: 0, updated: 0, expired: 0, rejected: 0, mistakes: [] };
  const read = rowReader(importer.office);
  const waiting: ImportedRow[] = [];
  for await (const { line, cells, broken } of table) {
    tally.rows += 1;
    const row = read(nameCells(header, cells));
    if (broken !== undefined) reject(tally, line, [{ column: 'title', message: broken }]);
    else if (row.kind === 'wrong') reject(tally, line, row.mistakes);
    else waiting.push({ line, form: row.form, verified: row.verified });
    if (waiting.length >= rowsABatch) await flush(store, importer, waiting, tally);
  }
  await flush(store, importer, waiting, tally);
  return tally;
}

/**
 * Imports vacancies, in batches, so that a file of any length takes little memory. A row that is
 * wrong is reported by line and column and stops nothing else. The same row again (title,
 * employer, kecamatan, last day) updates what it brought before.
 * @throws InputError when the file cannot be read, a needed column is missing or `by` is unknown
 */
export async function importVacancies(
  store: Store,
  { file, dryRun = false, by, now, office = '35.08' }: ImportRequest,
): Promise<ImportReport> {
  if (!dryRun) await seedOffices(store);
  const officer = await officerOf(store, by);
  const table = readTable(file, (bytes) => store.read(longSheetText, bytes));
  const first = await table.next();
  if (first.done) throw new InputError(`${nameOf(file)} is empty`);
  const header = readHeader(first.value.cells);
  const importer = {
    officer,
    office: officer?.office ?? office,
    now,
    dryRun,
    known: new Set<string>(),
    seen: new Set<string>(),
  };
  const tally = await takeRows(store, importer, table, header);
  return { ...tally, ignored: header.unknown };
}
