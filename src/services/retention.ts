import { addDays } from '../core/ak1-dates.ts';
import { dayStart, localDate } from '../core/format.ts';
import { recordAudit } from '../store/audit.ts';
import { changeOfficeSettings, findOffice, listOffices } from '../store/offices.ts';
import { listAccountOffices, type KeptFrom } from '../store/retention.ts';
import type { Db } from '../store/store.ts';
import type { Editor } from './content-edit.ts';

/** How long something is kept, in days; an office chooses between `least` and `most`. */
export interface KeepRule {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

/**
 * What offices decide about. `received`: what people wrote, in its raw form; a matter has its own
 * copy. `sent`: what was answered. `searches`: words that found nothing. `trail`: who did what.
 * `silent`: after so long without a message a number may be another person's, who is to prove more.
 * The law names no days (UU PDP article 16 (2) g: as long as the purpose needs it); a week is needed
 * to help somebody, 90 days of raw texts are more than any purpose that we know of.
 */
export const keepRules = {
  received: { usual: 30, least: 7, most: 90 },
  sent: { usual: 90, least: 30, most: 400 },
  searches: { usual: 400, least: 31, most: 1100 },
  trail: { usual: 1826, least: 365, most: 3653 },
  silent: { usual: 90, least: 30, most: 365 },
} as const satisfies Readonly<Record<string, KeepRule>>;

export type KeepName = keyof typeof keepRules;

export type KeepDays = Readonly<Record<KeepName, number>>;

export const keepNames = Object.keys(keepRules) as KeepName[];

/**
 * The provider's keys of messages stay so long. The longest that one of them repeats a message is
 * known: 7 days (WhatsApp Cloud API), 30 days (what a linked phone missed).
 */
export const keyDays = 400;

/** What an officer typed and has not sent. */
export const draftDays = 7;

/** Reports of delivery: a repeat of one that is forgotten moves no status, it only goes forward. */
export const reportDays = 30;

/** The days of an office: its own choice, else the usual. */
export async function keepDaysOf(db: Db, code: string): Promise<KeepDays> {
  const chosen = (await findOffice(db, code))?.settings.keep ?? {};
  const entries = keepNames.map((name) => [name, chosen[name] ?? keepRules[name].usual]);
  return Object.fromEntries(entries) as KeepDays;
}

/** Keeps an office's choice. @throws RangeError outside of what may be chosen */
export async function saveKeepDays(db: Db, days: KeepDays, editor: Editor): Promise<void> {
  const { officerId, office, now } = editor;
  for (const name of keepNames) {
    const { least, most } = keepRules[name];
    const wrong = !Number.isInteger(days[name]) || days[name] < least || days[name] > most;
    if (wrong) throw new RangeError(`${name}: ${days[name]}`);
  }
  await changeOfficeSettings(db, office, (settings) => ({ ...settings, keep: days }));
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officerId}`,
    action: 'content.change',
    subject: 'content:retention',
    detail: { office, ...days },
  });
}

/** The first day that is kept when `days` whole days before today are. */
export const firstKept = (now: Date, days: number): string => addDays(localDate(now), -days);

/** When that day begins, epoch milliseconds. */
export const keptFrom = (now: Date, days: number): number => dayStart(firstKept(now, days));

/** What all offices keep, by their codes. */
export async function allKeepDays(db: Db): Promise<ReadonlyMap<string, KeepDays>> {
  const days = new Map<string, KeepDays>();
  for (const { code } of await listOffices(db)) days.set(code, await keepDaysOf(db, code));
  return days;
}

/** From when on the messages of each account stay. */
export async function messagesKeptFrom(
  db: Db,
  name: 'received' | 'sent',
  now: Date,
): Promise<KeptFrom> {
  const days = await allKeepDays(db);
  const usual = keepRules[name].usual;
  const accounts = await listAccountOffices(db);
  const byAccount = accounts.map(({ id, officeCode }): [number, number] => [
    id,
    keptFrom(now, days.get(officeCode)?.[name] ?? usual),
  ]);
  return { byAccount: new Map(byAccount), usual: keptFrom(now, usual) };
}
