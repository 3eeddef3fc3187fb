/** Words with which people begin to ask or complain, and that tell nothing of what. */
const openings = new Set(
  `saya anda kami dia mereka bapak ibu mas mbak min mau akan bisa boleh tolong mohon ada punya tanya
  lapor adu konsultasi petugas bicara dengan ke di dari untuk yang dan atau itu ini ya halo permisi
  assalamualaikum selamat pagi siang sore malam sesuatu sebentar dulu saja lagi juga masih sudah
  belum tidak apa siapa berapa kapan mana dimana bagaimana mengapa numpang pertanyaan soal tentang
  hal masalah disnaker kantor langsung orang info kabar cara daftar`.split(/\s+/u),
);

/** True for a word of a sentence that names nothing to look for. */
export function isOpening(word: string): boolean {
  return openings.has(word);
}

/** True for `mau tanya pak`, `saya mau lapor`: it says that something will be said, not what. */
export function isPlea(words: readonly string[]): boolean {
  return words.every(isOpening);
}

/** Words of somebody who wants or asks something. */
const requests = new Set(
  `mau cari ada minta tolong bisa boleh perlu harus tanya lapor adu cek kabar cara syarat biaya gratis
  apa siapa berapa kapan mana dimana bagaimana mengapa`.split(/\s+/u),
);

/** True for a sentence that wants or asks something: `ada lowongan`, not `kerja di pabrik`. */
export function isRequest(words: readonly string[]): boolean {
  return words.some((word) => requests.has(word));
}
