import type { NumberLetter } from '../core/number.ts';
import { firstRow } from './statement.ts';
import type { Db } from './store.ts';

/**
 * The next number of its kind, from 1001. On PostgreSQL a transaction that is undone leaves a gap:
 * a sequence is not locked, a counted row would be until the end of the transaction.
 */
export async function nextNumber(db: Db, letter: NumberLetter): Promise<number> {
  const row = await (db.dialect === 'postgres'
    ? firstRow<{ value: number }>(db, 'select nextval(?) as value', [
        `numbers_${letter.toLowerCase()}`,
      ])
    : firstRow<{ value: number }>(
        db,
        'update counters set value = value + 1 where name = ? returning value',
        [letter],
      ));
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
