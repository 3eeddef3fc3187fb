import type { weekdays } from '../core/format.ts';
import type { QuietHours } from '../core/quiet-hours.ts';
import { firstRow } from './statement.ts';
import type { Db } from './store.ts';

/** Working days, or minutes. */
export type Standard = { readonly days: number } | { readonly minutes: number };

export type Weekday = (typeof weekdays)[number];

export interface Office {
  readonly code: string;
  readonly kind: 'province' | 'regency';
  readonly name: string;
}

/** Where an officer has a fact from, and when it was last made sure of (`YYYY-MM-DD`). */
export interface FactNote {
  readonly source: string;
  readonly checked: string;
  readonly confirmed: boolean;
}

/** What an office has changed of its texts and places; everything else comes from its file. */
export interface OfficeSettings {
  readonly facts?: Readonly<Record<string, string>>;
  /** What the changed facts rest on, by the same names. */
  readonly factNotes?: Readonly<Record<string, FactNote>>;
  /** Days after which a list of licensed agencies counts as old. */
  readonly agencyListDays?: number;
  /** Weekly opening hours: `{ Sen: ['08.00-14.00'] }`. */
  readonly hours?: Readonly<Partial<Record<Weekday, readonly string[]>>>;
  /** Holidays of its own by date, and dates of the general list (null) on which it works. */
  readonly holidays?: Readonly<Record<string, string | null>>;
  /** Between which times of day (`20.00`, `07.00`) nothing leaves that nobody asked for. */
  readonly quietHours?: QuietHours;
  /** How soon an answer is promised, by kind of matter. */
  readonly standards?: Readonly<Record<string, Standard>>;
  /** When holders of AK1 cards report, and how long a card is valid, in months. */
  readonly ak1?: { readonly reports: readonly number[]; readonly valid: number };
  /** How many days what is kept: `{ received: 30 }` (services/retention.ts). */
  readonly keep?: Readonly<Record<string, number>>;
  /** KABARI compared: this percentage of those who begin is told a week later; left out: nobody. */
  readonly alertComparison?: number;
  readonly centroids?: Readonly<Record<string, readonly [latitude: number, longitude: number]>>;
}

export async function countOffices({ sql }: Db): Promise<number> {
  const [row] = await sql('offices').count({ count: '*' });
  return Number(row?.['count'] ?? 0);
}

/** Adds the offices that are missing; those present stay as they are. */
export async function addOffices({ sql }: Db, offices: readonly Office[]): Promise<void> {
  await sql('offices').insert(offices).onConflict('code').ignore();
}

/** All offices in the order of their codes. */
export async function listOffices({ sql }: Db): Promise<readonly Office[]> {
  return sql('offices').select('code', 'kind', 'name').orderBy('code');
}

/** An office with what it has changed of its texts and places. */
export type OfficeWithSettings = Office & { readonly settings: OfficeSettings };

/** Offices that a transaction has read: a batch of turns asks for the same one again and again. */
const readBy = new WeakMap<object, Map<string, Promise<OfficeWithSettings | undefined>>>();

async function readOffice(db: Db, code: string): Promise<OfficeWithSettings | undefined> {
  const row = await firstRow<Office & { settings: string }>(
    db,
    'select code, kind, name, settings from offices where code = ?',
    [code],
  );
  if (!row) return undefined;
  const settings: OfficeSettings = JSON.parse(row.settings);
  return { ...row, settings };
}

/** The office of that code; read once in a transaction. */
export async function findOffice(db: Db, code: string): Promise<OfficeWithSettings | undefined> {
  if (!db.held) return readOffice(db, code);
  const known = readBy.get(db.held) ?? new Map<string, Promise<OfficeWithSettings | undefined>>();
  readBy.set(db.held, known);
  const found = known.get(code) ?? readOffice(db, code);
  known.set(code, found);
  return found;
}

export async function saveOfficeSettings(
  { sql, held }: Db,
  code: string,
  settings: OfficeSettings,
): Promise<void> {
  if (held) readBy.delete(held);
  await sql('offices')
    .where({ code })
    .update({ settings: JSON.stringify(settings) });
}

/** Changes what an office has set, from what it is now; others wait until the transaction ends. */
export async function changeOfficeSettings(
  db: Db,
  code: string,
  change: (settings: OfficeSettings) => OfficeSettings,
): Promise<void> {
  const row: { settings: string } | undefined = await db
    .sql('offices')
    .first('settings')
    .where({ code })
    .forUpdate(); // knex leaves it out on SQLite, whose one writer holds the whole database
  if (!row) throw new Error(`there is no office ${code}`);
  await saveOfficeSettings(db, code, change(JSON.parse(row.settings)));
}
