import { RejectedRequest } from '../core/errors.ts';

/** Which part of a list is asked for: at most 200 rows (50 when not said), behind `cursor`. */
export interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

/** One part of a list; `next` is the cursor of the following one, null at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/**
 * Reads one part of a list that is ordered by id, newest first. `read` is asked for one row more
 * than is shown, below the id `before`.
 * @throws RejectedRequest 400 when the cursor is none of ours
 */
export async function readPage<Row extends { readonly id: number }, Item>(
  { limit = 50, cursor }: PageQuery,
  read: (part: {
    readonly limit: number;
    readonly before: number | undefined;
  }) => Promise<readonly Row[]>,
  show: (row: Row) => Item,
): Promise<Page<Item>> {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) {
    throw new RejectedRequest(400, 'bad-cursor');
  }
  const size = Math.min(Math.max(limit, 1), 200);
  const before = cursor === undefined ? undefined : Number(cursor);
  const rows = await read({ limit: size + 1, before });
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { items: shown.map(show), next: rows.length > size && last ? String(last.id) : null };
}
