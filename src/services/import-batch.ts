import { localDate } from '../core/format.ts';
import { kecamatanOf, regencyOf } from '../language/areas.ts';
import { recordAudit } from '../store/audit.ts';
import { nextNumbers } from '../store/counters.ts';
import type { Officer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import {
  addVacancies,
  changeVacancy,
  type NewVacancy,
  type Vacancy,
  type VacancyFields,
  type VacancyState,
} from '../store/vacancies.ts';
import { selectOfEmployers } from '../store/vacancy-lists.ts';
import { toFields, type VacancyForm } from './vacancy-form.ts';
import { publishVacancies, type KnownWords } from './vacancy-publishing.ts';
import { draft, officeOf } from './vacancy-records.ts';
import { mayVerify } from './vacancy-status.ts';

/** Who imports, for which office, when. */
export interface Importer {
  readonly officer: Officer | undefined;
  readonly office: string;
  readonly now: Date;
  readonly dryRun: boolean;
  /** Words that an earlier batch has kept. */
  readonly known: KnownWords;
  /** Keys of the rows seen so far: a dry run finds what it would have stored. */
  readonly seen: Set<string>;
}

/** A row that was understood. */
export interface ImportedRow {
  readonly line: number;
  readonly form: VacancyForm;
  readonly verified: boolean;
}

export interface BatchDone {
  readonly added: number;
  readonly updated: number;
  readonly expired: number;
  readonly refused: readonly {
    readonly line: number;
    readonly column: string;
    readonly message: string;
  }[];
}

type Placed = Pick<
  VacancyFields,
  'title' | 'employer' | 'areaCode' | 'country' | 'closesOn' | 'kind'
>;

/** Two rows of the same vacancy have the same key. */
function keyOf({ title, employer, areaCode, country, closesOn, kind }: Placed): string {
  const place = areaCode === null ? country : (kecamatanOf(areaCode) ?? regencyOf(areaCode));
  return [kind, title.toLowerCase(), employer, place ?? '', closesOn].join('|');
}

interface Prepared {
  readonly line: number;
  readonly fields: VacancyFields;
  readonly verified: boolean;
}

async function prepare(
  db: Db,
  importer: Importer,
  rows: readonly ImportedRow[],
): Promise<Prepared[]> {
  const offices = new Map<string | null, string>();
  const prepared: Prepared[] = [];
  for (const { line, form, verified } of rows) {
    const fields = toFields(form);
    const place = regencyOf(fields.areaCode ?? '') ?? null;
    const officeCode = offices.get(place) ?? (await officeOf(db, place, importer.office));
    offices.set(place, officeCode);
    prepared.push({ line, fields: { ...fields, officeCode }, verified });
  }
  return prepared;
}

/** Expired is closed; verified is published at once; what officers have decided before stays. */
function stateOf(
  { fields, verified }: Prepared,
  before: VacancyState,
  importer: Importer,
): VacancyState {
  const { now, officer } = importer;
  const { status, rejectReason, verifiedBy, verifiedAt } = before;
  const same = { status, rejectReason, verifiedBy, verifiedAt };
  if (fields.closesOn < localDate(now)) return { ...same, status: 'closed' };
  if (!verified || status !== 'draft') return same;
  return {
    ...same,
    status: 'verified',
    verifiedBy: officer?.id ?? null,
    verifiedAt: now.getTime(),
  };
}

interface Sorted {
  readonly fresh: readonly Prepared[];
  readonly known: readonly { readonly row: Prepared; readonly vacancy: Vacancy }[];
}

/** Of equal rows in one batch the last counts. */
async function sort(db: Db, rows: readonly Prepared[]): Promise<Sorted> {
  const latest = [...new Map(rows.map((row) => [keyOf(row.fields), row])).values()];
  const employers = [...new Set(latest.map(({ fields }) => fields.employer))];
  const lastDays = [...new Set(latest.map(({ fields }) => fields.closesOn))];
  const before = await selectOfEmployers(db, employers, lastDays);
  const byKey = new Map(before.map((vacancy) => [keyOf(vacancy), vacancy]));
  const pairs = latest.map((row) => ({ row, vacancy: byKey.get(keyOf(row.fields)) }));
  return {
    fresh: pairs.flatMap(({ row, vacancy }) => (vacancy ? [] : [row])),
    known: pairs.flatMap(({ row, vacancy }) => (vacancy ? [{ row, vacancy }] : [])),
  };
}

async function write(db: Db, importer: Importer, { fresh, known }: Sorted): Promise<void> {
  const at = importer.now.getTime();
  const numbers = await nextNumbers(db, 'L', fresh.length);
  const vacancies: NewVacancy[] = fresh.map((row, place) => ({
    ...row.fields,
    ...stateOf(row, draft, importer),
    number: numbers[place] ?? 0,
  }));
  const stored = await addVacancies(db, vacancies, at);
  for (const { row, vacancy } of known) {
    const change = { ...row.fields, ...stateOf(row, vacancy, importer) };
    stored.push(await changeVacancy(db, vacancy.id, change, at));
  }
  await publishVacancies(db, stored, importer.known);
  await recordAudit(db, {
    at,
    actor: importer.officer ? `officer:${importer.officer.id}` : 'command',
    action: 'vacancies.import',
    subject: 'vacancies',
    detail: { added: fresh.length, updated: known.length, first: numbers[0] ?? null },
  });
}

function countNew(importer: Importer, { fresh }: Sorted): number {
  const unseen = fresh.filter(({ fields }) => !importer.seen.has(keyOf(fields)));
  for (const { fields } of fresh) importer.seen.add(keyOf(fields));
  return unseen.length;
}

/**
 * Stores a batch of rows, in the caller's transaction. What the officer may not publish is refused;
 * a row that is there already, also from the same file, is updated.
 */
export async function importBatch(
  db: Db,
  importer: Importer,
  rows: readonly ImportedRow[],
): Promise<BatchDone> {
  const { officer, now } = importer;
  const prepared = await prepare(db, importer, rows);
  const mayNot = ({ verified, fields }: Prepared): boolean =>
    verified && officer !== undefined && !mayVerify(officer, fields.officeCode);
  const taken = prepared.filter((row) => !mayNot(row));
  const sorted = await sort(db, taken);
  if (!importer.dryRun) await write(db, importer, sorted);
  const added = countNew(importer, sorted);
  return {
    added,
    updated: taken.length - added,
    expired: taken.filter(({ fields }) => fields.closesOn < localDate(now)).length,
    refused: prepared.filter(mayNot).map(({ line, fields }) => ({
      line,
      column: 'verified',
      message: `only the office ${fields.officeCode} publishes what is in its district`,
    })),
  };
}
