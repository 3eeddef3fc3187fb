import { InputError } from '../core/errors.ts';
import { localDate } from '../core/format.ts';
import {
  countAgencies,
  currentAgencyList,
  replaceAgencies,
  type NewAgency,
} from '../store/agencies.ts';
import { recordAudit } from '../store/audit.ts';
import { findOfficer, type Officer } from '../store/officers.ts';
import type { Db, Store } from '../store/store.ts';
import { ListError, type AgencyReport, type AgencyRowMistake } from './agency-report.ts';
import { readAgency, readAgencyHeader, type AgencyColumn } from './agency-row.ts';
import { seedOffices } from './offices.ts';
import { nameCells, type Header } from './table-header.ts';
import { longSheetText } from './sheet-text.ts';
import { readTable, type TableRow, type TableSource } from './table-read.ts';

/** A list to import, as the command line or the officers' page gives it. */
export interface AgencyImport {
  /** Path of a CSV or XLSX file, or its bytes. */
  readonly file: TableSource;
  /** True to read and check everything and store nothing. */
  readonly dryRun?: boolean;
  /** Username of the officer who answers for it; the command line itself when left out. */
  readonly by?: string | undefined;
  readonly now: Date;
  /** The office whose list it is; left out: the officer's. */
  readonly office?: string;
  /** The day of which the list is (`YYYY-MM-DD`), when its rows do not say it. */
  readonly listDate?: string | undefined;
}

/** Indonesia has some four hundred P3MI; more rows than these are another file. */
const mostRows = 20_000;
const mistakesTold = 1_000;

const tooLong = new ListError('too-long', `a list has at most ${mostRows} rows`);

interface Gathered {
  rows: number;
  rejected: number;
  /** The earliest day that a row names: a list is no newer than its oldest row. */
  listDate: string | undefined;
  readonly agencies: NewAgency[];
  readonly mistakes: AgencyRowMistake[];
  /** Line of each name and licence seen. */
  readonly seen: Map<string, number>;
}

function reject(gathered: Gathered, mistakes: readonly AgencyRowMistake[]): void {
  gathered.rejected += 1;
  gathered.mistakes.push(...mistakes.slice(0, mistakesTold - gathered.mistakes.length));
}

function take(gathered: Gathered, line: number, agency: NewAgency): boolean {
  const key = `${agency.nameKey}|${agency.licence ?? ''}`;
  const before = gathered.seen.get(key);
  if (before === undefined) {
    gathered.seen.set(key, line);
    gathered.agencies.push(agency);
    return true;
  }
  reject(gathered, [{ line, column: 'name', problem: 'repeated', detail: String(before) }]);
  return false;
}

function gatherRow(
  gathered: Gathered,
  header: Header<AgencyColumn>,
  { line, cells, broken }: TableRow,
  today: string,
): void {
  gathered.rows += 1;
  if (gathered.rows > mostRows) throw tooLong;
  if (broken !== undefined) {
    return reject(gathered, [{ line, column: 'name', problem: 'broken' }]);
  }
  const read = readAgency(nameCells(header, cells), today);
  if (read.kind === 'wrong') {
    return reject(
      gathered,
      read.mistakes.map((mistake) => ({ line, ...mistake })),
    );
  }
  if (!take(gathered, line, read.agency) || read.listDate === null) return undefined;
  const earliest = gathered.listDate ?? read.listDate;
  gathered.listDate = read.listDate < earliest ? read.listDate : earliest;
  return undefined;
}

async function gather(
  store: Store,
  file: TableSource,
  today: string,
): Promise<Gathered & { readonly ignored: readonly string[] }> {
  const table = readTable(file, (bytes) => store.read(longSheetText, bytes));
  const first = await table.next();
  if (first.done) throw new ListError('empty', 'the file is empty');
  const header = readAgencyHeader(first.value.cells);
  const gathered: Gathered = {
    rows: 0,
    rejected: 0,
    listDate: undefined,
    agencies: [],
    mistakes: [],
    seen: new Map(),
  };
  for await (const row of table) gatherRow(gathered, header, row, today);
  return { ...gathered, ignored: header.unknown };
}

function dayOf(given: string | undefined, found: string | undefined, today: string): string {
  if (given !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(given) || given > today)) {
    throw new ListError('wrong-day', 'the day of the list is YYYY-MM-DD and not in the future');
  }
  const day = found ?? given;
  if (day === undefined) {
    const message = 'of which day is the list? Give a column list_date or --date YYYY-MM-DD';
    throw new ListError('no-day', message);
  }
  return day;
}

async function officerOf(db: Db, username: string | undefined): Promise<Officer | undefined> {
  if (username === undefined) return undefined;
  const officer = await findOfficer(db, username);
  if (!officer?.active) throw new InputError(`there is no officer ${username}`);
  return officer;
}

interface Placed {
  readonly agencies: readonly NewAgency[];
  readonly listDate: string;
  readonly officeCode: string;
  readonly officer: Officer | undefined;
  readonly now: Date;
  readonly dryRun: boolean;
}

async function place(db: Db, placed: Placed): Promise<AgencyReport['former']> {
  const { agencies, listDate, officeCode, officer, now, dryRun } = placed;
  const before = await currentAgencyList(db, [officeCode]);
  const former = before && {
    listDate: before.listDate,
    agencies: await countAgencies(db, before.id),
  };
  if (dryRun) return former;
  const list = { officeCode, listDate, officerId: officer?.id ?? null };
  const id = await replaceAgencies(db, list, agencies, now.getTime());
  await recordAudit(db, {
    at: now.getTime(),
    actor: officer ? `officer:${officer.id}` : 'command',
    action: 'agencies.import',
    subject: `agency-list:${id}`,
    detail: { office: officeCode, agencies: agencies.length, listDate },
  });
  return former;
}

/**
 * Imports a list of licensed agencies and puts it in the place of the office's former one, at once
 * and as a whole. A row that is wrong is told by line and column and left out.
 * @throws ListError when none of its rows is right or its day is not known, InputError when the file
 * cannot be read or `by` is unknown: the former list then stays
 */
export async function importAgencies(
  store: Store,
  { file, dryRun = false, by, now, office, listDate: given }: AgencyImport,
): Promise<AgencyReport> {
  if (!dryRun) await seedOffices(store);
  const today = localDate(now);
  const { agencies, listDate: found, ...told } = await gather(store, file, today);
  if (agencies.length === 0) {
    throw new ListError(
      'nothing',
      'the file has no agency that can be read; the former list stays',
    );
  }
  const listDate = dayOf(given, found, today);
  const former = await store.transaction(async (db) => {
    const officer = await officerOf(db, by);
    const officeCode = office ?? officer?.office ?? '35.08';
    return place(db, { agencies, listDate, officeCode, officer, now, dryRun });
  });
  const { rows, rejected, mistakes, ignored } = told;
  return { rows, taken: agencies.length, rejected, listDate, former, mistakes, ignored };
}
