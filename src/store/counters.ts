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

/** So many numbers of a kind at once, in order. */
export async function nextNumbers(
  { sql, dialect }: Db,
  letter: NumberLetter,
  count: number,
): Promise<number[]> {
  if (dialect === 'postgres') {
    const series = sql.raw(`(select nextval('numbers_${letter.toLowerCase()}') as value
      from generate_series(1, ${count})) as taken`);
    return sql.from(series).orderBy('value').pluck('value');
  }
  const rows: { value: number }[] = await sql('counters')
    .where({ name: letter })
    .update({ value: sql.raw('value + ?', [count]) })
    .returning('value');
  const last = rows[0]?.value ?? 0;
  return Array.from({ length: count }, (_, at) => last - count + 1 + at);
}
