import { expect } from 'chai';
import { choicesOf } from '../../src/flows/choices.ts';
import type { Conversation, TurnContext } from '../../src/flows/types.ts';
import { facts, ownBook } from './talk.ts';

const book = ownBook();
const now = new Date('2026-11-23T08:00:00+07:00');
const context: TurnContext = { now, medium: 'telegram', facts, office: '35.08' };

const at = (flow: string, step: string, more: Partial<Conversation> = {}): Conversation => ({
  flow,
  step,
  version: book.flows[flow]?.version ?? '',
  answers: {},
  stack: [],
  misses: 0,
  askedAt: now.toISOString(),
  ...more,
});

const asked = '3 lowongan (gratis): 1) Perawat, Lumajang 2) Kasir PT. Maju 3) Sopir';
const list = at('lowongan', 'daftar', {
  answers: { jumlah: 3, baris: '1) Perawat, Lumajang 2) Kasir PT. Maju 3) Sopir' },
});

const cases: readonly {
  readonly label: string;
  readonly reply: string;
  readonly after: Conversation | null;
  readonly buttons: readonly string[];
}[] = [
  {
    label: 'names and papers in capitals are none',
    reply: 'SITI AMINAH, bawa KTP ke PT MAGANG JAYA. Balas MENU',
    after: null,
    buttons: ['MENU'],
  },
  {
    label: 'an example is none, though it is a word that is known',
    reply: 'Balas satu kata, contoh: LOWONGAN. Semua layanan? Balas MENU.',
    after: null,
    buttons: ['MENU'],
  },
  {
    label: 'an example with a full stop in it ends with its sentence',
    reply: 'Contoh: SITI AMINAH, S.Pd MENU. Batal? Balas BATAL',
    after: null,
    buttons: ['BATAL'],
  },
  {
    label: 'a word that needs a number behind it is none',
    reply: 'Rinciannya? Balas STATUS lalu nomornya. Atau balas TANYA lalu pertanyaan Anda',
    after: null,
    buttons: ['TANYA'],
  },
  {
    label: 'numbers of the office, alone behind "balas" or with their verdict',
    reply: 'K1001, D1002. Rincian: balas L1003. Jelas? Balas K1001 YA, balas K1001 BELUM.',
    after: null,
    buttons: ['L1003', 'K1001 YA', 'K1001 BELUM'],
  },
  {
    label: 'what was typed and is read back is none, what is asked about it is',
    reply:
      '1) upah 2) BATAL SAJA LAPOR 3) MENU 4) STOP 5) CV STATUS. Kirim? YA, TANPA NAMA, atau RAHASIA (tanpa nomor). Salah? Balas nomor & isinya',
    after: at('aduan', 'periksa'),
    buttons: ['YA', 'TANPA NAMA', 'RAHASIA'],
  },
  {
    label: 'answers of a closed kind, without "balas"',
    reply: 'Anda dilarang memberi tahu keluarga? YA, TIDAK atau TIDAK TAHU',
    after: at('cpmi-tes', 'delapan'),
    buttons: ['YA', 'TIDAK', 'TIDAK TAHU'],
  },
  {
    label: 'the word that YA stands for is none',
    reply: 'Maksud Anda LOWONGAN? Balas YA. Atau balas MENU utk semua layanan.',
    after: at('menu', 'menu', { pending: { kind: 'suggestion', text: 'LOWONGAN jahit' } }),
    buttons: ['YA', 'MENU'],
  },
  {
    label: 'which of two villages, by its name',
    reply: 'Yg mana? 1) Jatisari, Kec. Tempeh 2) Jatisari. Balas nomornya.',
    after: at('daftar', 'tempat', {
      pending: {
        kind: 'options',
        options: [
          { label: 'Jatisari, Kec. Tempeh', value: 'a' },
          { label: 'Jatisari', value: 'b' },
        ],
      },
    }),
    buttons: ['1=Jatisari, Kec. Tempeh', '2=Jatisari'],
  },
  {
    label: 'the lines of a list that is asked about; "PT." ends no line',
    reply: `${asked}. Balas nomornya, atau LAGI`,
    after: list,
    buttons: ['1=Perawat, Lumajang', '2=Kasir PT. Maju', '3=Sopir', 'LAGI'],
  },
  {
    label: 'numbers of other words than the question are none',
    reply: 'Langkah: 1) Buat akun 2) Pilih. Balas LAGI utk lanjutannya.',
    after: list,
    buttons: ['LAGI'],
  },
  {
    label: 'never more than ten, each once',
    reply: `Balas YA. Balas YA. ${'LOWONGAN MAGANG CPMI TANYA ADUAN STATUS DAFTAR SURVEI PRIVASI MENU STOP'
      .split(' ')
      .map((word) => `Balas ${word}.`)
      .join(' ')}`,
    after: null,
    buttons: 'YA LOWONGAN MAGANG CPMI TANYA ADUAN STATUS DAFTAR SURVEI PRIVASI'.split(' '),
  },
];

describe('choicesOf', () => {
  for (const { label, reply, after, buttons } of cases) {
    it(label, () => {
      const choices = choicesOf(book, reply, after, context);
      const said = choices.map((one) =>
        one.text === one.label ? one.text : `${one.text}=${one.label}`,
      );
      expect(said).to.deep.equal(buttons);
    });
  }
});
