import { z } from 'zod';
import { companyKey } from '../language/company-names.ts';
import type { NewAgency } from '../store/agencies.ts';
import { readDate } from './import-cells.ts';
import { headerReader } from './table-header.ts';

/** Columns of a list of licensed agencies, and how such lists head them. */
const names = {
  name: 'nama|nama_p3mi|nama_perusahaan|perusahaan|p3mi|nama_agen|nama_pt',
  licence: 'izin|nomor_izin|no_izin|sip3mi|nomor_sip3mi|no_sip3mi|license|siup',
  valid_until:
    'berlaku_sampai|berlaku_sampai_dengan|masa_berlaku|masa_berlaku_izin|sampai|izin_sampai|tanggal_berakhir|berakhir|valid_until_date',
  address: 'alamat|alamat_kantor|alamat_perusahaan',
  phone: 'telepon|telp|no_telepon|no_telp|nomor_telepon|hp|kontak',
  list_date: 'tanggal_daftar|tanggal|tgl_daftar|tanggal_data|per_tanggal|tanggal_unduh',
} as const;

export type AgencyColumn = keyof typeof names;

/** Reads the first row. @throws InputError when there is no column `name`, or one stands twice */
export const readAgencyHeader = headerReader<AgencyColumn>(names, ['name']);

/** What is wrong with a cell; the command line and the officers' page have words for each. */
export type AgencyProblem =
  'missing' | 'no-name' | 'no-date' | 'future' | 'too-long' | 'repeated' | 'broken';

/** A mistake in one cell. `detail`: the line on which the same agency stands already. */
export interface AgencyMistake {
  readonly column: AgencyColumn;
  readonly problem: AgencyProblem;
  readonly detail?: string;
}

const tooLong = 'too-long' satisfies AgencyProblem;

const optional = (most: number): z.ZodType<string | null> =>
  z.string().max(most, tooLong).nullable().default(null);

const day = z.iso
  .date('no-date' satisfies AgencyProblem)
  .nullable()
  .default(null);

const shape = z.object({
  name: z.string({ error: 'missing' satisfies AgencyProblem }).max(120, tooLong),
  licence: optional(80),
  valid_until: day,
  address: optional(250),
  phone: optional(60),
  list_date: day,
});

/** A row as it was understood: `listDate` is the day of the list that it names. */
export type ReadAgency =
  | { readonly kind: 'agency'; readonly agency: NewAgency; readonly listDate: string | null }
  | { readonly kind: 'wrong'; readonly mistakes: readonly AgencyMistake[] };

/** Reads the cells of a row; `today` (`YYYY-MM-DD`) is the latest day that a list can be of. */
export function readAgency(
  cells: Readonly<Partial<Record<AgencyColumn, string>>>,
  today: string,
): ReadAgency {
  const { valid_until: until, list_date: listed, ...rest } = cells;
  const dates = {
    ...(until !== undefined && { valid_until: readDate(until) }),
    ...(listed !== undefined && { list_date: readDate(listed) }),
  };
  const parsed = shape.safeParse({ ...rest, ...dates });
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path, message }) => ({
      column: path[0] as AgencyColumn,
      problem: message as AgencyProblem, // the schema's messages are such names
    }));
    return { kind: 'wrong', mistakes };
  }
  const { valid_until: validUntil, list_date: listDate, name, ...others } = parsed.data;
  const nameKey = companyKey(name);
  if (nameKey === '') return wrong('name', 'no-name');
  if (listDate !== null && listDate > today) return wrong('list_date', 'future');
  return { kind: 'agency', agency: { ...others, name, nameKey, validUntil }, listDate };
}

const wrong = (column: AgencyColumn, problem: AgencyProblem): ReadAgency => ({
  kind: 'wrong',
  mistakes: [{ column, problem }],
});
