/** Words that steer any dialogue; each is known under its canonical spelling. */
export const escapeWords = [
  'MENU',
  'BANTUAN',
  'BATAL',
  'KEMBALI',
  'LAGI',
  'SEMUA',
  'PETUGAS',
] as const;

/** Words that answer a question and mean nothing without one. */
export const answerWords = ['YA', 'TIDAK', 'BELUM'] as const;
