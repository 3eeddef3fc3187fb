import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'mocha';
import { rmSync } from 'node:fs';
import type { ActionCatalogue } from '../../src/core/action.ts';
import type { BookPlaces } from '../../src/flows/book.ts';

/** The actions that the little flows of tests may ask for. */
export const catalogue: ActionCatalogue = {
  'consultations.open': { takes: ['pertanyaan'], outcomes: { opened: ['nomor'] } },
  'things.find': { takes: ['kata'], outcomes: { found: ['jumlah'], none: [] } },
};

/** The least that every set of flows has. */
export const leastFlows: Readonly<Record<string, string>> = {
  'menu.yaml': `
flow: menu
about: Daftar layanan
keywords: [MENU]
kept: no
start: menu
steps:
  menu:
    ask: Balas COBA
    answer: { words: { 1: coba } }
  coba: { go: petugas }
`,
  'petugas.yaml': `
flow: petugas
about: Minta bantuan
keywords: [PETUGAS]
takes: { pertanyaan: text }
start: buka
steps:
  buka:
    do: consultations.open
    with: { pertanyaan: pertanyaan }
    on: { opened: selesai }
  selesai: { say: 'Petugas membantu, No. {nomor}.' }
`,
};

const replies = `
words: { BANTUAN: [HELP], LAGI: [LANJUT] }
weak: { BANTUAN: [INFO] }
unclear: Maaf.
did-you-mean: 'Maksud Anda {kata}?'
which-line: Nomor berapa?
help: Bantuan.
ways-out: 'BATAL utk berhenti.'
first-question: Awal.
nothing-to-go-back: Tdk ada.
nothing-to-cancel: Tdk ada.
nothing-more: Sudah semua.
cancelled: '{judul} batal.'
cancelled-all: '{judul} batal semua.'
go-on: 'Lanjut {judul}:'
come-back: 'KEMBALI utk {judul}.'
resume: 'Lanjutkan {judul}?'
more: 'Balas LAGI.'
problems:
  nik.none: Ketik NIK
  nik.length: 'NIK kurang, hanya {jumlah}'
  education.unknown: Pendidikan apa?
  name.empty: Nama siapa?
  name.digits: Nama tanpa angka
  area.which: 'Yg mana? {pilihan}'
  area.unknown: Tdk ada
  nik.area: Yakin?
  number.format: Balas angka
  words.empty: Tulis kata
  yesno.unclear: Balas YA atau TIDAK
simpler: { nik: 16 angka }
`;

const samples = `
jumlah: ['15', '15']
kata: [COBA, COBA]
pilihan: [1) A, 1) A]
`;

/**
 * Writes flow files into a folder of their own and says where they are. What is given is added to
 * the least that every set of flows has, or replaces a file of it.
 */
export function writeFlows(
  files: Readonly<Record<string, string>>,
  words: string = replies,
  moreSamples = '',
): BookPlaces {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ ...leastFlows, ...files })) {
    writeFileSync(join(folder, name), text.trimStart());
  }
  const said = mkdtempSync(join(tmpdir(), 'replies-'));
  after(() => rmSync(said, { recursive: true, force: true }));
  writeFileSync(join(said, 'id.yaml'), words);
  writeFileSync(join(said, 'samples.yaml'), samples + moreSamples);
  return { flows: folder, replies: said, catalogue };
}
