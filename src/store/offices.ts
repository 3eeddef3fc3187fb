import type { Db } from './store.ts';

export interface Office {
  readonly code: string;
  readonly kind: 'province' | 'regency';
  readonly name: string;
}

/** What an office has changed of its texts and places; everything else comes from its file. */
export interface OfficeSettings {
  readonly facts?: Readonly<Record<string, string>>;
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

export async function findOffice(
  { sql }: Db,
  code: string,
): Promise<(Office & { readonly settings: OfficeSettings }) | undefined> {
  const row: (Office & { settings: string }) | undefined = await sql('offices')
    .first('code', 'kind', 'name', 'settings')
    .where({ code });
  if (!row) return undefined;
  const settings: OfficeSettings = JSON.parse(row.settings);
  return { ...row, settings };
}

export async function saveOfficeSettings(
  { sql }: Db,
  code: string,
  settings: OfficeSettings,
): Promise<void> {
  await sql('offices')
    .where({ code })
    .update({ settings: JSON.stringify(settings) });
}
