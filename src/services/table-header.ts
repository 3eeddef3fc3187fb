import { InputError } from '../core/errors.ts';
import { clean } from '../language/clean.ts';

/** Where each column of a table stands, and the headers that are none of ours. */
export interface Header<Column extends string> {
  readonly places: ReadonlyMap<Column, number>;
  readonly unknown: readonly string[];
}

/** `Tgl. Tutup` is `tgl_tutup`. */
const headerKey = (cell: string): string =>
  cell
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');

/** A header that is told on a terminal or a page: whoever wrote the file moves no cursor there. */
const shown = (cell: string): string => clean(cell).replaceAll(/\s+/g, ' ').slice(0, 60);

/**
 * Gives a reader of first rows. `names`: each column with what else offices call it, divided by `|`.
 * The reader throws InputError when a needed column is missing or one stands twice.
 */
export function headerReader<Column extends string>(
  names: Readonly<Record<Column, string>>,
  needed: readonly Column[],
): (cells: readonly string[]) => Header<Column> {
  const entries = Object.entries(names) as [Column, string][];
  const columnOf = new Map<string, Column>(
    entries.flatMap(([column, others]) =>
      [column, ...others.split('|')].map((name) => [name, column] as const),
    ),
  );
  return (cells) => {
    const places = new Map<Column, number>();
    const unknown: string[] = [];
    for (const [at, cell] of cells.entries()) {
      const column = columnOf.get(headerKey(cell));
      if (column === undefined) unknown.push(shown(cell));
      else if (places.has(column)) throw new InputError(`the column ${column} stands twice`);
      else places.set(column, at);
    }
    const missing = needed.filter((column) => !places.has(column));
    if (missing.length === 0) return { places, unknown };
    throw new InputError(`the file has no column ${missing.join(', ')}`);
  };
}

/** Names the cells of a row, trimmed; those that are empty are left out. */
export function nameCells<Column extends string>(
  { places }: Header<Column>,
  cells: readonly string[],
): Readonly<Partial<Record<Column, string>>> {
  const named = [...places].map(([column, at]) => [column, cells[at]?.trim() ?? ''] as const);
  const given = named.filter(([, text]) => text !== '');
  return Object.fromEntries(given) as Partial<Record<Column, string>>;
}
