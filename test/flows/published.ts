import type { NewAgency } from '../../src/store/agencies.ts';
import type { NewVacancy } from '../../src/store/vacancies.ts';

/** What the office of Lumajang has in the transcripts, numbered from L1001. */
export const vacancies: readonly Partial<NewVacancy>[] = [
  { title: 'Operator jahit', ageMin: 18, ageMax: 35 },
  { title: 'Penjahit', areaCode: '35.08.05', wageMin: 2_300_000, employer: 'Konveksi Melati' },
  { title: 'Helper garmen', areaCode: '35.08.06', wageMin: 2_200_000, education: 'SD' },
  { title: 'Penjahit gorden', areaCode: '35.08.20', wageMin: null, howToApply: null },
  { title: 'Tukang las', employer: 'Bengkel Sumber Rejeki', contact: '0334 000111' },
  { title: 'Sopir truk pasir', gender: 'L', education: 'SD' },
  {
    title: 'Perawat',
    areaCode: '35.08.10',
    education: 'D3',
    wageMax: 3_000_000,
    employer: 'Klinik Sehat',
  },
  {
    title: 'Caregiver',
    areaCode: null,
    country: 'Taiwan',
    scope: 'AKAN',
    agency: 'PT Contoh Uji',
    wageMin: 9_500_000,
  },
  { title: 'Operator produksi', areaCode: '21.71', scope: 'AKAD', wageMin: 4_900_000 },
  { title: 'Kasir', areaCode: '35.78', officeCode: '35.78', employer: 'Toko Serba Ada' },
  { title: 'Penjahit belum diperiksa', status: 'draft', verifiedAt: null },
  { title: 'Penjahit lewat waktu', closesOn: '2026-11-22' },
  {
    title: 'Magang bengkel motor',
    kind: 'apprenticeship',
    areaCode: '35.08.05',
    wageMin: 900_000,
    education: 'SMK',
  },
  {
    title: 'Magang tata boga',
    kind: 'apprenticeship',
    areaCode: '35.08.10',
    wageMin: 800_000,
  },
  { title: 'Kasir', kind: 'apprenticeship', areaCode: '35.08.19', wageMin: 700_000 },
  { title: 'Kasir toko', kind: 'apprenticeship', areaCode: '35.08.04', wageMin: 750_000 },
  { title: 'Kasir apotek', kind: 'apprenticeship', areaCode: '35.08.10', wageMin: 800_000 },
  {
    title: 'Kasir koperasi',
    kind: 'apprenticeship',
    areaCode: '35.08.05',
    wageMin: 850_000,
  },
];

/** The licensed agencies that the office of Lumajang knows in the transcripts. */
export const agencies: readonly Partial<NewAgency>[] = [
  { name: 'PT Contoh Uji' },
  { name: 'PT. Mitra Melati Internasional', validUntil: '2026-03-31' },
  { name: 'PT Anggrek Bulan Sejahtera' },
  { name: 'PT Anggrek Bulan Mandiri', validUntil: null },
];
