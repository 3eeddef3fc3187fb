import { plainText, readWords } from './words.ts';

/** What a complaint is about; `danger` is never chosen, it is noticed. */
export type ComplaintCategory =
  'wages' | 'dismissal' | 'broker' | 'safety' | 'officer' | 'other' | 'danger';

/** Categories that are asked for, in the order of their numbers, as they are called to people. */
export const categories: readonly (readonly [ComplaintCategory, string])[] = [
  ['wages', 'upah'],
  ['dismissal', 'PHK/kontrak'],
  ['broker', 'calo/penipuan kerja'],
  ['safety', 'keselamatan'],
  ['officer', 'petugas/layanan kantor'],
  ['other', 'lainnya'],
];

/** Words that tell a category, those that tell most first. */
const signs: readonly (readonly [ComplaintCategory, RegExp])[] = [
  [
    'officer',
    /\b(?:petugas|oknum|pegawai (?:disnaker|dinas)|pungli|loket|disnaker|dinas tenaga kerja|pelayanan|antri(?:an)?)\b/u,
  ],
  [
    'broker',
    /\b(?:calo|penipu(?:an)?|d[io]?tipu|tertipu|diapusi|etepo|palsu|bodong|abal|sponsor|tekong|agen|uang muka|biaya pendaftaran|p3mi|pjtki)\b/u,
  ],
  [
    'wages',
    /\b(?:upah|opa|gaji(?:h|ku|nya|an)?|gajiku|digaji|bayaran|thr|lembur(?:an)?|um[rk]|bpjs|jamsostek|tunjangan|insentif|uang makan|rapel)\b/u,
  ],
  [
    'dismissal',
    /\b(?:phk|pecat|dipecat|kontrak|pkwt|dirumahkan|pesangon|ijaza?h|ijasah|paklaring|diberhentikan|dikeluarkan|mengundurkan|resign|mutasi|cuti|skorsing)\b/u,
  ],
  [
    'safety',
    /\b(?:k3|kecelakaan|celaka|keselamatan|apd|helm|masker|mesin|kejepit|terjepit|luka|berbahaya|pelindung|kimia|kebakaran|nyetrum)\b/u,
  ],
];

/** What a text is a complaint about; undefined when its words do not tell. */
export function readCategory(text: string): ComplaintCategory | undefined {
  const plain = plainText(text);
  return signs.find(([, sign]) => sign.test(plain))?.[0];
}

/** How a category is called to people; empty for one that is none. */
export function categoryName(category: string): string {
  return categories.find(([key]) => key === category)?.[1] ?? '';
}

const firm = /^(?:pt|cv|ud|ksp|bumdes|pjtki|lpk)$/u;

/** Words behind a firm's name that are none of it. */
const behindName = new Set(
  `di d dan atau tidak tdk gak ga g belum blm durung sudah sdh yang yg sejak mulai dari karena krn tapi
  padahal saya sy kami upah gaji bulan bln hari tahun thn minggu lumajang kec kecamatan desa ds kab
  dengan dgn untuk utk pada oleh bayar dibayar menahan minta phk memecat tempat tentang soal bos ini
  itu telat potong memotong selama sampai kabur tutup bangkrut bohong menipu nipu sama pak bu`.split(
    /\s+/u,
  ),
);

/** A firm's name has at most so many words. */
const longestName = 4;

/** The firm that a complaint names: `PT Maju Jaya`; undefined when it names none. */
export function readAccused(text: string): string | undefined {
  const words = readWords(text.slice(0, 1_000));
  const start = words.findIndex(({ plain }) => firm.test(plain));
  if (start < 0) return undefined;
  const rest = words.slice(start + 1, start + 1 + longestName);
  const stop = rest.findIndex(({ plain }) => behindName.has(plain) || /^\d/u.test(plain));
  const named = rest.slice(0, stop < 0 ? undefined : stop);
  if (named.length === 0) return undefined;
  const ended = named.findIndex(({ raw }) => /[.,;:!?)]$/u.test(raw));
  const own = named.slice(0, ended < 0 ? undefined : ended + 1);
  const name = [words[start], ...own].map((word) => word?.raw ?? '').join(' ');
  return name.replace(/[.,;:!?)]+$/u, '');
}

const amount = '(?:\\d{1,3}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|se)';
const unit = '(?:hari|hr|minggu|mgg|pekan|bulan|bln|tahun|thn|th|wulan|dino)';
const months =
  '(?:jan|feb|mar|apr|mei|jun|jul|agu|agustus|sep|okt|nov|des)(?:uari|ruari|et|il|i|tember|ober|ember)?';

const moment = new RegExp(
  `\\b(?:(?:sejak|mulai|dari|wiwit)\\s+(?:tanggal\\s+|tgl\\s+|bulan\\s+|bln\\s+)?(?:${amount}\\s*)?(?:${unit}|${months})(?:\\s+(?:lalu|kemarin|\\d{4}))?` +
    `|${amount}\\s*${unit}(?:\\s+(?:terakhir|ini|lalu|yang lalu|yg lalu))?` +
    `|${unit}\\s+(?:lalu|kemarin|ini|wingi)|kemarin|kmrn|tadi (?:pagi|siang|sore|malam)|hari ini|wingi` +
    `|\\d{1,2}[-/]\\d{1,2}(?:[-/]\\d{2,4})?|\\d{1,2} ${months}(?: \\d{4})?)(?![\\p{L}\\d])`,
  'iu',
);

/** When it happened, in the words of the complaint: `2 bulan`, `kemarin`; undefined when not said. */
export function readWhen(text: string): string | undefined {
  return moment.exec(text.slice(0, 1_000))?.[0];
}

const nameless =
  /\b(?:tanpa nama|anonim|nama (?:saya |sy )?(?:jangan|tdk|tidak) (?:di)?(?:sebut|tulis|cantum)|jangan (?:di)?(?:sebut|tulis|cantum)(?:kan)? nama)/u;
const secret =
  /\b(?:rahasia(?:kan)?|dirahasiakan|jangan bilang siapa|jangan sampai (?:bos|pt|majikan|mandor) tahu)\b/u;

/** How the writer wants to be treated, when the complaint says so by itself. */
export function readPrivacy(text: string): 'anonymous' | 'confidential' | undefined {
  const plain = plainText(text);
  if (secret.test(plain)) return 'confidential';
  return nameless.test(plain) ? 'anonymous' : undefined;
}
