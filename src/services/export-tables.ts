import type { Writable } from 'node:stream';
import { InputError } from '../core/errors.ts';
import { localDate } from '../core/format.ts';
import { maskNik } from '../core/nik.ts';
import { showNumber } from '../core/number.ts';
import { areaName } from '../language/areas.ts';
import { selectAllApplicants, type ExportedApplicant } from '../store/applicants.ts';
import { selectSeekers, type RegisteredSeeker } from '../store/registered-seekers.ts';
import { longRead } from '../store/reads.ts';
import type { Db } from '../store/store.ts';
import type { Vacancy } from '../store/vacancies.ts';
import { selectVacancies } from '../store/vacancy-lists.ts';
import { importColumns } from './import-columns.ts';
import { tableBytes, writeTable, type TableFormat } from './table-write.ts';

/** What to export, as the command line gives it. */
export interface ExportRequest {
  readonly table: string;
  /** Path; XLSX when it ends so, else CSV. Or a stream for CSV. */
  readonly file: string | Writable;
  /** Only what belongs to this office. */
  readonly office?: string | undefined;
}

interface Part {
  readonly office: string | undefined;
  readonly before: number | undefined;
  readonly limit: number;
}

type CellValue = string | number | boolean | null;

/** A table that can be exported: its header, and how its rows are read and written. */
interface Exported<Row extends { readonly id: number }> {
  readonly header: readonly string[];
  readonly read: (db: Db, part: Part) => Promise<readonly Row[]>;
  readonly write: (row: Row) => readonly CellValue[];
}

const dateOf = (at: number): string => localDate(new Date(at));

const vacancies: Exported<Vacancy> = {
  header: ['number', 'status', 'office', ...importColumns],
  read: selectVacancies,
  write: (row) => {
    const { skills, ...texts } = row;
    const fields: Readonly<Record<string, CellValue>> = {
      ...texts,
      district: row.areaCode,
      closes_on: row.closesOn,
      skills: skills.join(';'),
      wage_min: row.wageMin,
      wage_max: row.wageMax,
      disability_friendly: row.disabilityFriendly ? 'yes' : 'no',
      verified: row.status === 'verified' ? 'yes' : 'no',
      age_min: row.ageMin,
      age_max: row.ageMax,
      how_to_apply: row.howToApply,
      job_order: row.jobOrder,
    };
    const columns = importColumns.map((column) => fields[column] ?? null);
    return [showNumber('L', row.number), row.status, row.officeCode, ...columns];
  },
};

const seekers: Exported<RegisteredSeeker> = {
  header:
    'number,name,nik,birth_date,gender,education,skills,area,area_name,status,registered_on'.split(
      ',',
    ),
  read: selectSeekers,
  write: (row) => [
    showNumber('D', row.number),
    row.name,
    maskNik(row.nik),
    row.birthDate,
    row.gender,
    row.education,
    row.skills.join(';'),
    row.areaCode,
    row.areaCode === null ? null : areaName(row.areaCode),
    row.status,
    dateOf(row.registeredAt),
  ],
};

const applicants: Exported<ExportedApplicant> = {
  header: 'vacancy,title,employer,name,phone,state,seeker,since'.split(','),
  read: selectAllApplicants,
  write: (row) => [
    showNumber('L', row.vacancyNumber),
    row.title,
    row.employer,
    row.name,
    row.phone,
    row.state,
    row.seekerNumber === null ? null : showNumber('D', row.seekerNumber),
    dateOf(row.createdAt),
  ],
};

const rowsAPart = 500;

async function* readRows<Row extends { readonly id: number }>(
  db: Db,
  office: string | undefined,
  { read, write }: Exported<Row>,
): AsyncGenerator<string[]> {
  let before: number | undefined;
  for (;;) {
    const rows = await read(db, { office, before, limit: rowsAPart });
    for (const row of rows) yield write(row).map((value) => String(value ?? ''));
    if (rows.length < rowsAPart) return;
    before = rows.at(-1)?.id;
  }
}

/** A table as bytes for a browser: what the command line would write. */
export async function exportVacancies(
  db: Db,
  office: string | undefined,
  format: TableFormat,
): Promise<Buffer> {
  return tableBytes(format, vacancies.header, readRows(db, office, vacancies));
}

/** The same, beside whatever else goes on. */
export const longExportVacancies = longRead(import.meta.url, exportVacancies);

/**
 * Exports vacancies (with the columns of an import), job seekers (NIK masked, no phone) or
 * applicants (phone only while the consent to pass it on stands), the newest first. Gives how many.
 * @throws InputError for another table
 */
export async function exportTable(db: Db, { table, file, office }: ExportRequest): Promise<number> {
  let count = 0;
  async function* counted(rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
    for await (const row of rows) {
      count += 1;
      yield row;
    }
  }
  const write = async <Row extends { readonly id: number }>(exported: Exported<Row>) =>
    writeTable(file, exported.header, counted(readRows(db, office, exported)));
  if (table === 'vacancies') await write(vacancies);
  else if (table === 'seekers') await write(seekers);
  else if (table === 'applicants') await write(applicants);
  else throw new InputError('vacancies, seekers and applicants can be exported');
  return count;
}
