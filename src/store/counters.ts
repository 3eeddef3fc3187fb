import type { NumberLetter } from '../core/number.ts';
import type { Db } from './store.ts';

/**
 * The next number of its kind, from 1001. On PostgreSQL a transaction that is undone leaves a gap:
 * a sequence is not locked, a counted row would be until the end of the transaction.
 */
export async function nextNumber({ sql, dialect }: Db, letter: NumberLetter): Promise<number> {
  const rows: { value: number }[] =
    dialect === 'postgres'
      ? await sql.select(sql.raw('nextval(?) as value', [`numbers_${letter.toLowerCase()}`]))
      : await sql('counters')
          .where({ name: letter })
          .update({ value: sql.raw('value + 1') })
          .returning('value');
  const [row] = rows;
  if (!row) throw new Error(`no counter ${letter}`);
  return row.value;
}
