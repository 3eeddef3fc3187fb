import { expect } from 'chai';
import { advance } from '../../src/flows/engine.ts';
import { interpret } from '../../src/flows/interpret.ts';
import type { Conversation, FlowEvent, TurnContext } from '../../src/flows/types.ts';
import { facts, ownBook } from './talk.ts';

const book = ownBook();
const context: TurnContext = {
  now: new Date('2026-11-23T01:00:00Z'),
  medium: 'sms',
  facts,
  office: '35.08',
};

/** The conversation after a keyword, at its first question. */
function asked(flow: string): Conversation | null {
  return advance(book, null, { kind: 'start', flow, text: '' }, context).conversation;
}

const start = (flow: string, text = ''): FlowEvent => ({ kind: 'start', flow, text });
const free = (flow: string, values = {}): FlowEvent => ({ kind: 'start', flow, text: '', values });
const word = (name: string): FlowEvent => ({ kind: 'word', word: name });
const words = (text: string): FlowEvent => ({ kind: 'text', text });

interface Case {
  readonly text: string;
  readonly expected: FlowEvent;
  /** The flow whose first question is pending. */
  readonly during?: string;
}

const cases: readonly Case[] = [
  { text: 'DAFTAR', expected: start('daftar') },
  { text: 'daftar siti', expected: start('daftar', 'siti') },
  { text: 'Kartu Kuning', expected: start('daftar') },
  { text: 'daftar kartu kuning siti', expected: start('daftar', 'siti') },
  { text: 'REG3508105201990001#SITI', expected: start('daftar', '3508105201990001#SITI') },
  { text: 'AK1 BELUM', expected: start('ak1-belum') },
  { text: 'ak1 sudah', expected: start('ak1-sudah') },
  { text: 'ak1 sudah jadi apa belum', expected: start('daftar', 'sudah jadi apa belum') },
  { text: 'info', expected: word('BANTUAN') },
  { text: 'info loker jahit', expected: start('lowongan', 'jahit') },
  { text: 'bantuan', expected: word('BANTUAN') },
  { text: 'lanjut', expected: word('LAGI') },
  { text: 'info kerja jahit', expected: start('lowongan', 'jahit') },
  { text: 'AK1 blm', expected: start('ak1-belum') },
  { text: 'aksatu', expected: start('daftar') },
  { text: 'batal pak', expected: word('BATAL') },
  { text: 'tanya dong bu', expected: start('tanya') },
  { text: 'tanya bu Dewi ada?', expected: start('tanya', 'bu Dewi ada?') },
  { text: 'lagi cari kerja', expected: free('lowongan') },
  { text: 'enek gawean jahit ora', expected: free('lowongan', { kata: 'jahit' }) },
  { text: 'gaji saya belum dibayar', expected: free('aduan', { isi: 'gaji saya belum dibayar' }) },
  { text: 'saya mau lapor pak', expected: free('aduan') },
  {
    text: 'ada lowongan sopir tidak pak',
    during: 'daftar',
    expected: free('lowongan', { kata: 'sopir' }),
  },
  {
    text: 'gaji saya belum dibayar',
    during: 'lowongan',
    expected: free('aduan', { isi: 'gaji saya belum dibayar' }),
  },
  { text: 'jangan kirim sms lagi', expected: { kind: 'suggest', word: 'STOP', text: '' } },
  { text: 'jual pulsa murah bosku', expected: words('jual pulsa murah bosku') },
  { text: 'batal', expected: word('BATAL') },
  { text: 'stop', expected: start('stop') },
  { text: 'stop kontak rusak', expected: words('stop kontak rusak') },
  { text: 'petugas tolong', expected: start('petugas', 'tolong') },
  { text: 'DAFTRA', expected: { kind: 'suggest', word: 'DAFTAR', text: '' } },
  { text: 'entah', expected: words('entah') },
  // Greetings and thanks, in a dialogue nothing, where YA is waited for yes.
  { text: 'halo pak', expected: start('menu') },
  { text: 'terima kasih banyak', expected: start('terima-kasih') },
  { text: 'makasih pak, tapi kapan jadinya', expected: words('makasih pak, tapi kapan jadinya') },
  { text: 'halo pak', during: 'daftar', expected: words('') },
  { text: 'ok', during: 'tanya', expected: words('') },
  {
    text: '3508105201990001/SITI AMINAH/SMK',
    expected: start('daftar', '3508105201990001/SITI AMINAH/SMK'),
  },
  { text: '3508105201990001', expected: words('3508105201990001') },
  {
    text: 'DAFTR 3508105201990001 siti smk jahit',
    expected: start('daftar', '3508105201990001 siti smk jahit'),
  },
  {
    text: 'saya mau daftar, nama saya siti nik 3508105201990001 lulusan smk bisa jahit',
    expected: start(
      'daftar',
      'saya mau daftar, nama saya siti nik 3508105201990001 lulusan smk bisa jahit',
    ),
  },
  // Everyday words give way to the question that is pending, unless they stand alone.
  { text: 'kerja di pabrik', expected: start('lowongan', 'di pabrik') },
  { text: 'kerja di pabrik', during: 'daftar', expected: words('kerja di pabrik') },
  { text: 'kerja', during: 'daftar', expected: start('lowongan') },
  { text: 'kerja di pabrik', during: 'menu', expected: start('lowongan', 'di pabrik') },
  // A question that takes any words takes a sentence that begins with a keyword.
  { text: 'lowongan masih ada?', during: 'tanya', expected: words('lowongan masih ada?') },
  { text: 'lowongan', during: 'tanya', expected: start('lowongan') },
  { text: 'MINAT L1001', during: 'tanya', expected: start('minat', 'L1001') },
  { text: 'status d 1042', during: 'tanya', expected: start('status', 'd 1042') },
  { text: 'batal', during: 'tanya', expected: word('BATAL') },
  { text: 'daftra', during: 'tanya', expected: words('daftra') },
  {
    text: '3508105201990001 siti smk bagaimana',
    during: 'tanya',
    expected: words('3508105201990001 siti smk bagaimana'),
  },
  {
    text: 'DAFTAR#3508105201990001#SITI#SMK',
    during: 'tanya',
    expected: start('daftar', '3508105201990001#SITI#SMK'),
  },
  // A keyword interrupts any other question.
  { text: 'tanya jam buka', during: 'daftar', expected: start('tanya', 'jam buka') },
  { text: '2', during: 'menu', expected: words('2') },
];

function because(text: string, during?: string): string {
  return interpret(book, during === undefined ? null : asked(during), text, context).because;
}

describe('interpret', () => {
  for (const { text, during, expected } of cases) {
    it(`reads "${text}"${during === undefined ? '' : ` during ${during}`}`, () => {
      const conversation = during === undefined ? null : asked(during);
      expect(interpret(book, conversation, text, context).event).to.deep.include(expected);
    });
  }

  it('says why without saying what was written', () => {
    expect(because('DAFTAR siti')).to.equal('keyword DAFTAR');
    expect(because('batal')).to.equal('word BATAL');
    expect(because('3508105201990001', 'daftar')).to.equal('answer to daftar.nik');
    expect(because('3508105201990001/SITI/SMK')).to.equal('form of daftar');
    expect(because('DAFTRA')).to.equal('almost DAFTAR');
    expect(because('entah')).to.equal('not understood');
    expect(because('halo')).to.equal('a greeting or thanks');
  });
});

/** The table of words of the contract: canonical word, its spellings, the flow or escape word. */
const contract: readonly (readonly [string, string])[] = [
  ['DAFTAR, AK1, REG, NDAFTAR, KARTU KUNING, DFTR, DAPTAR', 'daftar'],
  ['LOWONGAN, LOKER, KERJA, GAWEAN', 'lowongan'],
  ['MAGANG, PEMAGANGAN', 'magang'],
  ['TANYA, KONSULTASI, TAKON', 'tanya'],
  ['ADUAN, LAPOR, PENGADUAN, WADUL', 'aduan'],
  ['CPMI, PMI, TKI, TKW, LUAR NEGERI', 'cpmi'],
  ['CEK', 'cek'],
  ['STATUS', 'status'],
  ['MINAT', 'minat'],
  ['NILAI', 'nilai'],
  ['KABARI', 'kabari'],
  ['AK1 BELUM', 'ak1-belum'],
  ['AK1 SUDAH', 'ak1-sudah'],
  ['SURVEI', 'survei'],
  ['PRIVASI', 'privasi'],
  ['DATA SAYA', 'data-saya'],
  ['HAPUS DATA', 'hapus-data'],
  ['MENU', 'menu'],
  ['PETUGAS', 'petugas'],
  ['STOP, BERHENTI, UNREG, OFF', 'stop'],
  ['MULAI', 'mulai'],
  ['BANTUAN, HELP, INFO', 'BANTUAN'],
  ['BATAL', 'BATAL'],
  ['KEMBALI', 'KEMBALI'],
  ['LAGI, LANJUT', 'LAGI'],
  ['SEMUA', 'SEMUA'],
];

describe('words that always exist', () => {
  for (const [spellings, meaning] of contract) {
    for (const spelling of spellings.split(', ')) {
      const variants = [
        spelling,
        spelling.toLowerCase(),
        ` ${spelling.replaceAll(' ', '  ')} `,
        spelling.replaceAll(' ', ''),
      ];
      it(`${spelling} means ${meaning}, however it is spaced and cased`, () => {
        for (const variant of variants) {
          const { event } = interpret(book, null, variant, context);
          const meant = event.kind === 'start' ? event.flow : event.kind === 'word' && event.word;
          expect(meant, variant).to.equal(meaning);
        }
      });
    }
  }

  for (const spelling of ['YA', 'TIDAK', 'BELUM']) {
    it(`${spelling} says nothing where nothing was asked`, () => {
      const { event } = interpret(book, null, spelling, context);
      expect(event).to.deep.include({ kind: 'text', text: spelling });
    });
  }
});
