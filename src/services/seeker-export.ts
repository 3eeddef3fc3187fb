import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayStart } from '../core/format.ts';
import { recordAudit } from '../store/audit.ts';
import type { SeekerFilter } from '../store/registered-seekers.ts';
import { longRead } from '../store/reads.ts';
import type { Db, Store } from '../store/store.ts';
import type { Viewer } from './seeker-desk.ts';
import { countFitting, findSeekers, indexAllSeekers } from './seeker-index.ts';
import { readProfiles } from './seeker-profile.ts';
import { sheetGroups, sheetLabels, type SheetName } from './seeker-sheet.ts';
import { writeTable } from './table-write.ts';

/** What a supervisor asks for. Days are `YYYY-MM-DD`, both included. */
export interface SheetExport {
  readonly from: string;
  readonly to: string;
  readonly sheet: SheetName;
  readonly format: 'csv' | 'xlsx';
  /** The whole NIK, to type into another system; else masked. */
  readonly fullNik: boolean;
}

/** More rows than these are no list that somebody works through; they are exported in parts. */
export const mostExported = 5000;

const aTime = 500;

const day = 24 * 60 * 60 * 1000;

async function* rowsOf(
  db: Db,
  filter: Omit<SeekerFilter, 'limit' | 'before'>,
  { sheet, fullNik }: SheetExport,
): AsyncGenerator<readonly string[]> {
  let before: number | undefined;
  for (;;) {
    const seekers = await findSeekers(db, { ...filter, before, limit: aTime });
    const profiles = await readProfiles(
      db,
      seekers.map(({ id }) => id),
    );
    for (const seeker of seekers) {
      const profile = profiles.get(seeker.id) ?? {};
      const groups = sheetGroups(sheet, seeker, { profile, fullNik });
      yield groups.flatMap(({ fields }) => fields.map(({ value }) => value));
    }
    if (seekers.length < aTime) return;
    before = seekers.at(-1)?.id;
  }
}

/** A table is written to a file that only we may read, and is gone once it was read. */
async function tableFile(
  format: SheetExport['format'],
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'sapakerja-'));
  try {
    const file = join(folder, `export.${format}`);
    await writeTable(file, header, rows);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Sheet = { readonly file: Buffer; readonly count: number } | 'too-many';

/** The table of `exportSheets`, for the officers of one office or of all. */
export async function buildSheet(
  db: Db,
  office: string | undefined,
  asked: SheetExport,
): Promise<Sheet> {
  const filter = { office, from: dayStart(asked.from), to: dayStart(asked.to) + day };
  const count = await countFitting(db, { ...filter, limit: mostExported + 1 });
  if (count > mostExported) return 'too-many';
  const rows = rowsOf(db, filter, asked);
  return { file: await tableFile(asked.format, sheetLabels(asked.sheet), rows), count };
}

const longSheet = longRead(import.meta.url, buildSheet);

/**
 * The seekers who registered on these days, every field of the form in its order, newest first. No
 * cell is taken for a formula. The trail keeps the days, the number of rows and whether NIKs were
 * whole. Gives `too-many` above `mostExported`.
 */
export async function exportSheets(
  store: Store,
  { office, officerId, now }: Viewer,
  asked: SheetExport,
): Promise<Sheet> {
  await indexAllSeekers(store);
  const made = await store.read(longSheet, office, asked);
  if (made === 'too-many') return made;
  const { from, to, sheet, format, fullNik } = asked;
  await recordAudit(store, {
    at: now.getTime(),
    actor: `officer:${officerId}`,
    action: 'seeker.export',
    subject: 'seekers',
    detail: { from, to, sheet, format, rows: made.count, nik: fullNik ? 'whole' : 'masked' },
  });
  return made;
}
