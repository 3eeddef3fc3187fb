import { z } from 'zod';
import { companyKey } from '../language/company-names.ts';
import type { NewAgency } from '../store/agencies.ts';
import { readDate } from './import-cells.ts';
import type { CellMistake } from './import-row.ts';
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

const optional = (most: number): z.ZodType<string | null> =>
  z.string().max(most, `has more than ${most} letters`).nullable().default(null);

const day = z.iso.date('is not a date').nullable().default(null);

const shape = z.object({
  name: z.string({ error: 'is missing' }).max(120, 'has more than 120 letters'),
  licence: optional(80),
  valid_until: day,
  address: optional(250),
  phone: optional(60),
  list_date: day,
});

/** A row as it was understood: `listDate` is the day of the list that it names. */
export type ReadAgency =
  | { readonly kind: 'agency'; readonly agency: NewAgency; readonly listDate: string | null }
  | { readonly kind: 'wrong'; readonly mistakes: readonly CellMistake[] };

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
      column: String(path[0]),
      message,
    }));
    return { kind: 'wrong', mistakes };
  }
  const { valid_until: validUntil, list_date: listDate, name, ...others } = parsed.data;
  const nameKey = companyKey(name);
  if (nameKey === '') return wrong('name', 'is no name of a company');
  if (listDate !== null && listDate > today) return wrong('list_date', 'is in the future');
  return { kind: 'agency', agency: { ...others, name, nameKey, validUntil }, listDate };
}

const wrong = (column: AgencyColumn, message: string): ReadAgency => ({
  kind: 'wrong',
  mistakes: [{ column, message }],
});
