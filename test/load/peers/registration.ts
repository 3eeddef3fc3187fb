/** What a peer has asked for when the registration is complete. */
export interface Form {
  nik: string;
  nama: string;
  pendidikan: string;
  keterampilan: string[];
}

/** The registration of flows/daftar.yaml as every peer holds it: what is asked, and what is taken. */
interface Question {
  readonly field: keyof Form;
  readonly ask: string;
  /** What the answer means; undefined when it must be asked again. */
  readonly read: (text: string) => string | string[] | undefined;
}

const levels = ['TIDAK SEKOLAH', 'SD', 'SMP', 'SMA', 'SMK', 'D3', 'S1'];

export const questions: readonly Question[] = [
  {
    field: 'nik',
    ask: 'Daftar kartu kuning (AK1), gratis. Ketik 16 angka NIK di KTP.',
    read: (text) => (/^\d{16}$/.test(text) ? text : undefined),
  },
  {
    field: 'nama',
    ask: 'Siapa nama lengkap Anda sesuai KTP? Contoh: SITI AMINAH.',
    read: (text) => (/^[A-Z' .]{3,}$/i.test(text) ? text.toUpperCase() : undefined),
  },
  {
    field: 'pendidikan',
    ask: `Pendidikan terakhir Anda? Balas: ${levels.join(', ')}.`,
    read: (text) => levels.find((level) => level === text.toUpperCase()),
  },
  {
    field: 'keterampilan',
    ask: 'Hampir selesai. Apa keahlian Anda? Contoh: JAHIT, MASAK.',
    read: (text) => text.split(',').map((skill) => skill.trim()),
  },
];

/** Asks to confirm what was understood. */
export const review = (form: Partial<Form>): string =>
  `1) ${form.nama} 2) ${form.nik} 3) ${form.pendidikan} 4) ${form.keterampilan?.join(', ')}. Benar semua? Balas YA.`;

export const isYes = (text: string): boolean => text.toUpperCase() === 'YA';

export const thanks =
  'Terima kasih. Bawa KTP asli & fotokopi, fotokopi ijazah, 2 foto 3x4 ke kantor.';

export const help = 'Balas DAFTAR utk mendaftar kartu kuning (AK1).';
