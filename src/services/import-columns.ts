import { headerReader, type Header } from './table-header.ts';

/** The columns of an import as CONTRACT names them; the first seven are needed. */
export const importColumns = [
  'title',
  'employer',
  'kind',
  'district',
  'education',
  'openings',
  'closes_on',
  'skills',
  'wage_min',
  'wage_max',
  'scope',
  'disability_friendly',
  'description',
  'verified',
  'village',
  'country',
  'gender',
  'age_min',
  'age_max',
  'experience',
  'contact',
  'how_to_apply',
  'kbji',
  'agency',
  'job_order',
] as const;

export type ImportColumn = (typeof importColumns)[number];

const needed: readonly ImportColumn[] = importColumns.slice(0, 7);

/** How offices head their own lists. */
const indonesian: Readonly<Record<ImportColumn, string>> = {
  title: 'jabatan|nama_jabatan|posisi|lowongan|pekerjaan|judul',
  employer: 'perusahaan|nama_perusahaan|pemberi_kerja|penyelenggara',
  kind: 'jenis|jenis_lowongan',
  district: 'kecamatan|wilayah|lokasi|tempat|kode_wilayah|kabupaten|penempatan',
  education: 'pendidikan|pendidikan_minimal|pendidikan_min|pendidikan_terakhir',
  openings: 'jumlah|jumlah_lowongan|kebutuhan|kuota|jumlah_orang|formasi',
  closes_on: 'tutup|tanggal_tutup|tgl_tutup|batas_lamaran|berlaku_sampai|masa_berlaku|sampai',
  skills: 'keterampilan|keahlian|kompetensi',
  wage_min: 'upah_minimum|upah_min|gaji_minimum|gaji_min|upah|gaji|uang_saku',
  wage_max: 'upah_maksimum|upah_maks|upah_max|gaji_maksimum|gaji_maks|gaji_max',
  scope: 'lingkup|antar_kerja',
  disability_friendly: 'difabel|disabilitas|ramah_disabilitas|ramah_difabel',
  description: 'uraian|keterangan|deskripsi|uraian_pekerjaan',
  verified: 'terverifikasi|diperiksa|verifikasi',
  village: 'desa|kelurahan|desa_kelurahan',
  country: 'negara|negara_tujuan',
  gender: 'jenis_kelamin|kelamin|jk',
  age_min: 'usia_minimum|usia_min|umur_minimum|umur_min',
  age_max: 'usia_maksimum|usia_maks|usia_max|umur_maksimum|umur_maks|umur_max',
  experience: 'pengalaman',
  contact: 'kontak|kontak_hrd|narahubung|telepon',
  how_to_apply: 'cara_melamar|cara_lamar|cara_mendaftar',
  kbji: 'kode_kbji',
  agency: 'agen|p3mi|nama_p3mi|perusahaan_penempatan',
  job_order: 'nomor_job_order|no_job_order',
};

/** Reads the first row. @throws InputError when a needed column is missing or one stands twice */
export const readHeader = headerReader(indonesian, needed);

export type ImportHeader = Header<ImportColumn>;

/** The cells of a row by column, trimmed. */
export type RowCells = Readonly<Partial<Record<ImportColumn, string>>>;
