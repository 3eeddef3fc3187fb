import { localDate } from '../core/format.ts';
import { readNumber, showNumber } from '../core/number.ts';
import {
  changeApplicantState,
  selectAllApplicants,
  type ApplicantState,
  type ExportedApplicant,
} from '../store/applicants.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import { findVacancy } from '../store/vacancies.ts';
import { auditExport } from './exports.ts';
import { phrase } from './vacancy-lines.ts';
import { tableBytes, type TableFormat } from './table-write.ts';
import type { Deed } from './vacancy-records.ts';

export type { ApplicantState } from '../store/applicants.ts';

/**
 * Notes how far it has come with an applicant of a vacancy; the same state again changes nothing.
 * Undefined when the vacancy has no such applicant.
 */
export async function setApplicantState(
  db: Db,
  { number, id }: { readonly number: string; readonly id: number },
  state: ApplicantState,
  { officer, now }: Deed,
): Promise<ApplicantState | undefined> {
  const vacancy = await findVacancy(db, readNumber(number)?.value ?? 0);
  if (!vacancy) return undefined;
  const at = now.getTime();
  const before = await changeApplicantState(db, { vacancyId: vacancy.id, id }, state, at);
  if (before === undefined || before === state) return before;
  await recordAudit(db, {
    at,
    actor: `officer:${officer.id}`,
    action: 'applicant.state',
    subject: showNumber('L', vacancy.number),
    detail: { applicant: id, before, state },
  });
  return state;
}

/** Notes that an officer has seen who applied. */
export async function auditApplicants(db: Db, number: string, deed: Deed): Promise<void> {
  const { officer, now } = deed;
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action: 'applicants.view', subject: number });
}

const rowsAtOnce = 500;

async function allOf(db: Db, number: number): Promise<readonly ExportedApplicant[]> {
  const found: ExportedApplicant[] = [];
  for (;;) {
    const before = found.at(-1)?.id;
    const part = { office: undefined, number, before, limit: rowsAtOnce };
    const rows = await selectAllApplicants(db, part);
    found.push(...rows);
    if (rows.length < rowsAtOnce) return found;
  }
}

const columns = ['employer_name', 'employer_phone', 'employer_state', 'employer_since'] as const;

/**
 * The list for the employer of a vacancy: name and phone of those whose consent to pass them on
 * stands, nothing else of them, the first to apply first. Gives the file and how many are in it.
 * @throws RejectedRequest 409 after too many exports within an hour
 */
export async function exportForEmployer(
  db: Db,
  number: string,
  format: TableFormat,
  deed: Deed,
): Promise<{ readonly body: Buffer; readonly count: number }> {
  const all = await allOf(db, readNumber(number)?.value ?? 0);
  const agreed = all.filter(({ consentedAt }) => consentedAt !== null).toReversed();
  async function* rows(): AsyncGenerator<string[]> {
    for (const { name, phone, state, createdAt } of agreed) {
      yield [name, phone ?? '', phrase(`state_${state}`), localDate(new Date(createdAt))];
    }
  }
  const header = columns.map((column) => phrase(column));
  const body = await tableBytes(format, header, rows());
  const detail = { count: agreed.length, format };
  await auditExport(db, { action: 'applicants.export', subject: number, detail }, deed);
  return { body, count: agreed.length };
}
