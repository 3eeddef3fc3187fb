import { isOnDuty } from '../core/duty.ts';
import { RejectedRequest } from '../core/errors.ts';
import { normalisePhone } from '../core/phone.ts';
import { recordAudit } from '../store/audit.ts';
import { listDuty, replaceDuty, type DutyEntry } from '../store/duty.ts';
import { officersOf } from '../store/office-officers.ts';
import type { Db } from '../store/store.ts';

export { listDuty, type DutyEntry } from '../store/duty.ts';

/** A field of the duty list that is not right; `row` counts from 0. */
export interface DutyProblem {
  readonly row: number;
  readonly field: 'name' | 'userId' | 'days' | 'hours' | 'officer';
}

/** More people than this are no duty list any more. */
const mostEntries = 30;

const time = /^(?:[01]\d|2[0-3]):[0-5]\d$/u;

function hasAddress({ medium, userId }: DutyEntry): boolean {
  if (medium === 'telegram') return /^\d{5,15}$/u.test(userId);
  return normalisePhone(userId) !== undefined;
}

function areHours({ starts, ends }: DutyEntry): boolean {
  return time.test(starts) && (time.test(ends) || ends === '24:00') && starts !== ends;
}

const areDays = ({ days }: DutyEntry): boolean =>
  /^[1-7]+$/u.test(days) && new Set(days).size === days.length;

function isName({ name }: DutyEntry): boolean {
  const { length } = Array.from(name.trim());
  return length >= 2 && length <= 60;
}

/** What is wrong with a duty list, nothing when it may be saved; `officers` are ids of the office. */
function problemsOf(
  entries: readonly DutyEntry[],
  officers: ReadonlySet<number>,
): readonly DutyProblem[] {
  return entries.flatMap((entry, row): DutyProblem[] => [
    ...(isName(entry) ? [] : [{ row, field: 'name' } as const]),
    ...(hasAddress(entry) ? [] : [{ row, field: 'userId' } as const]),
    ...(areDays(entry) ? [] : [{ row, field: 'days' } as const]),
    ...(areHours(entry) ? [] : [{ row, field: 'hours' } as const]),
    ...(entry.officerId === null || officers.has(entry.officerId)
      ? []
      : [{ row, field: 'officer' } as const]),
  ]);
}

function tidy(entry: DutyEntry): DutyEntry {
  const { medium, userId } = entry;
  const known = medium === 'telegram' ? userId : normalisePhone(userId);
  return { ...entry, name: entry.name.trim(), userId: known ?? userId };
}

/**
 * Puts a whole duty list, in the order of calling, in the place of the old one; gives what is
 * wrong, and then nothing is changed. `by` is the officer who saves it.
 * @throws RejectedRequest 400 for more than 30 entries
 */
export async function saveDuty(
  db: Db,
  office: string,
  entries: readonly DutyEntry[],
  { by, now }: { readonly by: number; readonly now: Date },
): Promise<readonly DutyProblem[]> {
  if (entries.length > mostEntries) throw new RejectedRequest(400, 'duty-too-long');
  const officers = await officersOf(db, office);
  const problems = problemsOf(entries, new Set(officers.map(({ id }) => id)));
  if (problems.length > 0) return problems;
  await replaceDuty(db, office, entries.map(tidy));
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${by}`,
    action: 'duty.save',
    subject: office,
    detail: { entries: entries.length },
  });
  return [];
}

/** Who is called now, in this order: those on duty, then supervisors at any hour; nobody twice. */
export async function callOrder(db: Db, office: string, now: Date): Promise<readonly DutyEntry[]> {
  const list = await listDuty(db, office);
  const onDuty = list.filter((entry) => !entry.supervisor && isOnDuty(entry, now));
  const all = [...onDuty, ...list.filter(({ supervisor }) => supervisor)];
  return all.filter(({ userId }, at) => all.findIndex((one) => one.userId === userId) === at);
}
