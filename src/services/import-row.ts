import { readCell, type Cell } from './import-cells.ts';
import type { ImportColumn, RowCells } from './import-columns.ts';
import { placeReader } from './import-places.ts';
import { vacancyForm, wrongOrder, type VacancyForm } from './vacancy-form.ts';

/** What is wrong with one cell. */
export interface CellMistake {
  readonly column: string;
  readonly message: string;
  /** What may have been meant. */
  readonly near?: string;
}

/** A row as it was understood. */
export type ReadRow =
  | { readonly kind: 'vacancy'; readonly form: VacancyForm; readonly verified: boolean }
  | { readonly kind: 'wrong'; readonly mistakes: readonly CellMistake[] };

/** `closes_on` is `closesOn` in the form; district and village are its `area`. */
const fieldOf = (column: string): string =>
  column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const columnOf = (field: PropertyKey | undefined): string =>
  field === 'area'
    ? 'district'
    : String(field ?? '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface Gathered {
  readonly fields: Record<string, unknown>;
  readonly mistakes: CellMistake[];
}

function gather(row: Gathered, column: ImportColumn, field: string, cell: Cell): void {
  if ('value' in cell) row.fields[field] = cell.value;
  else {
    const { problem: message, near } = cell;
    row.mistakes.push({ column, message, ...(near !== undefined && { near }) });
  }
}

function checked({ fields, mistakes }: Gathered): ReadRow {
  const { verified, ...form } = fields;
  const wrongColumns = new Set(mistakes.map(({ column }) => column));
  const parsed = vacancyForm.safeParse(form);
  const issues = (parsed.error?.issues ?? [])
    .map(({ path, message, code, input }) => ({
      column: columnOf(path[0]),
      message: input === undefined && code === 'invalid_type' ? 'is missing' : message,
    }))
    .filter(({ column }) => !wrongColumns.has(column));
  const all = [...mistakes, ...issues];
  if (!parsed.success || all.length > 0) return { kind: 'wrong', mistakes: all };
  const low = wrongOrder(parsed.data);
  if (low)
    return {
      kind: 'wrong',
      mistakes: [{ column: columnOf(low), message: 'is above the highest' }],
    };
  return { kind: 'vacancy', form: parsed.data, verified: verified === true };
}

/** Gives a reader of rows for an office whose kecamatan are meant. */
export function rowReader(office: string): (cells: RowCells) => ReadRow {
  const readPlace = placeReader(office);
  return (cells) => {
    const row: Gathered = { fields: {}, mistakes: [] };
    const { district, village, ...others } = cells;
    for (const [column, text] of Object.entries(others) as [ImportColumn, string][]) {
      gather(row, column, fieldOf(column), readCell(column, text));
    }
    if (district !== undefined)
      gather(row, 'district', 'area', readPlace('district', district, ''));
    else if (!cells.country) row.mistakes.push({ column: 'district', message: 'is missing' });
    const { area } = row.fields;
    if (village !== undefined && typeof area === 'string') {
      gather(row, 'village', 'area', readPlace('village', village, area));
    }
    return checked(row);
  };
}
