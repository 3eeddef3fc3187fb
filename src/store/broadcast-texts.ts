import type { Db } from './store.ts';

/** Where the text of a broadcast is sealed to: random, so that it needs no id. */
export const textPlace = (key: string): string => `broadcasts.text|${key}`;

/** The texts of these broadcasts as people read them, by id. */
export async function broadcastTexts(
  { sql, keys }: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows: { id: number; key: string; text_sealed: string }[] = await sql('broadcasts')
    .select('id', 'key', 'text_sealed')
    .whereIn('id', [...new Set(ids)]);
  return new Map(rows.map((row) => [row.id, keys.open(row.text_sealed, textPlace(row.key))]));
}
