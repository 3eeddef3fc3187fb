import { addDays } from '../core/ak1-dates.ts';
import { timedTables, type Timed } from '../store/kept-tables.ts';
import { countBefore, countMessagesBefore } from '../store/overdue.ts';
import type { Db } from '../store/store.ts';
import { allKeepDays, firstKept, keptFrom, messagesKeptFrom, type KeepDays } from './retention.ts';

/** Something that should be gone. */
export interface Overdue {
  readonly table: string;
  /** At most 1,000. */
  readonly rows: number;
}

/** The jobs run every six hours, and rest while much is going on: so much later something is wrong. */
const graceDays = 2;

const graceMs = graceDays * 24 * 3_600_000;

async function countTimed(
  db: Db,
  timed: Timed,
  { now, longest }: { readonly now: Date; readonly longest: KeepDays },
): Promise<number> {
  const { days } = timed;
  if (days === 'received' || days === 'sent') {
    const { byAccount } = await messagesKeptFrom(db, days, now);
    const late = new Map([...byAccount].map(([id, from]) => [id, from - graceMs]));
    return countMessagesBefore(db, timed, late);
  }
  const kept = typeof days === 'number' ? days : longest[days];
  const before = timed.isDay
    ? addDays(firstKept(now, kept), -graceDays)
    : keptFrom(now, kept + graceDays);
  return countBefore(db, timed, before);
}

/** Tables with rows that are older than they may be; empty when every job has done its work. */
export async function listOverdue(db: Db, now: Date): Promise<readonly Overdue[]> {
  const offices = [...(await allKeepDays(db)).values()];
  const most = (name: keyof KeepDays): number => Math.max(0, ...offices.map((days) => days[name]));
  const longest = {
    received: most('received'),
    sent: most('sent'),
    searches: most('searches'),
    trail: most('trail'),
    silent: most('silent'),
  };
  const found: Overdue[] = [];
  for (const timed of timedTables) {
    const rows = await countTimed(db, timed, { now, longest });
    if (rows > 0) found.push({ table: timed.table, rows });
  }
  return found;
}
