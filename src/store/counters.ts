import type { NumberLetter } from '../core/number.ts';
import type { Db } from './store.ts';

/**
 * The next number of its kind. On PostgreSQL the counter stays locked until the transaction ends,
 * so take it last.
 */
export async function nextNumber({ sql }: Db, letter: NumberLetter): Promise<number> {
  const rows: { value: number }[] = await sql('counters')
    .where({ name: letter })
    .update({ value: sql.raw('value + 1') })
    .returning('value');
  const [row] = rows;
  if (!row) throw new Error(`no counter ${letter}`);
  return row.value;
}
