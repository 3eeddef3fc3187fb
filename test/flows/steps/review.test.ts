import { expect } from 'chai';
import { expects } from '../../../src/flows/book.ts';
import { readCorrections, readNamed } from '../../../src/flows/steps/corrections.ts';
import { flowOf, talkWith, type Talk } from '../little.ts';

const steps = `  nik: { ask: NIK?, answer: nik, save: nik, forget: [jumlah], next: cek }
  cek: { do: things.find, on: { found: nama, none: nama } }
  nama: { ask: Nama?, answer: name, save: nama, next: sekolah }
  sekolah: { ask: Sekolah?, answer: education, save: sekolah, next: periksa }
  periksa:
    review:
      - { show: '{nama}', step: nama }
      - { show: '{sekolah}', step: sekolah }
      - { show: '{nik}', step: nik }
    prompt: '{baca}. Benar?'
    next: akhir
  akhir: { say: 'Terima kasih {nama}.' }`;

function reviewing(): Talk {
  const talk = talkWith(flowOf(steps, 'takes: { nik: nik, nama: name, sekolah: education }'), {
    'things.find': { name: 'none', values: {} },
  });
  const asked = talk.say('COBA#3508105201990001#SITI#SMK');
  expect(asked).to.equal('1) SITI 2) SMK 3) 3508********0001. Benar?');
  return talk;
}

describe('review', () => {
  it('reads back with numbers and goes on with YA', () => {
    const talk = reviewing();
    expect(expects(talk.book, talk.conversation)).to.equal('confirm');
    expect(talk.say('iya betul')).to.equal('Terima kasih SITI.');
  });

  const corrected = [
    ['2 SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['2. SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['no 2 SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['yg salah nomor 2, harusnya SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['sekolah: SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['salah nama', 'Nama?'],
    ['salah nama, harusnya Siti Nur', '1) Siti Nur 2) SMK 3) 3508********0001. Benar?'],
    ['namanya Siti Nur', '1) Siti Nur 2) SMK 3) 3508********0001. Benar?'],
    ['ijazah SMA', '1) SITI 2) SMA 3) 3508********0001. Benar?'],
    ['alamat tempeh', 'Maaf. 1) SITI 2) SMK 3) 3508********0001. Benar?'],
    ['1 Siti Nur, 2 SMA', '1) Siti Nur 2) SMA 3) 3508********0001. Benar?'],
    ['3 3508101201990002', '1) SITI 2) SMK 3) 3508********0002. Benar?'],
    ['2', 'Sekolah?'],
    ['salah nomor 2', 'Sekolah?'],
    ['2 sekolahan', 'Pendidikan apa?'],
    ['ga punya', 'Maaf. 1) SITI 2) SMK 3) 3508********0001. Benar?'],
    ['tidak sekolah', '1) SITI 2) TIDAK SEKOLAH 3) 3508********0001. Benar?'],
    ['salah', 'Nomor berapa?'],
    ['tidak', 'Nomor berapa?'],
    ['7 SMA', 'Maaf. 1) SITI 2) SMK 3) 3508********0001. Benar?'],
  ] as const;

  for (const [text, expected] of corrected) {
    it(`answers "${text}"`, () => {
      expect(reviewing().say(text)).to.equal(expected);
    });
  }

  it('asks for the action again when what it depends on is corrected', () => {
    const talk = reviewing();
    talk.say('3 3508101201990002, 1 Siti');
    expect(talk.done.map(({ action }) => action)).to.deep.equal(['things.find']);
  });

  it('never goes on with a gap: KEMBALI from a correction asks what is missing', () => {
    const talk = reviewing();
    expect(talk.say('1')).to.equal('Nama?');
    expect(talk.say('KEMBALI')).to.equal('Nama?');
    expect(talk.say('Budi')).to.equal('1) Budi 2) SMK 3) 3508********0001. Benar?');
  });

  it('reads back again after a correction that was first wrong', () => {
    const talk = reviewing();
    talk.say('2 sekolahan');
    expect(talk.say('S1')).to.equal('1) SITI 2) S1 3) 3508********0001. Benar?');
  });
});

describe('readNamed', () => {
  const lines = [
    { name: 'nama', kind: 'name', shown: ['name'] },
    { name: 'nik', kind: 'nik', shown: ['', 'date'] },
    { name: 'tempat', kind: 'area', shown: ['area'] },
  ];
  const rows = [
    ['nama Siti', { line: 1, text: 'Siti' }],
    ['yg salah nama', { line: 1, text: '' }],
    ['NIKnya salah', { line: 2, text: '' }],
    ['tanggal lahir salah', { line: 2, text: '' }],
    ['alamatnya Tempeh Lor', { line: 3, text: 'Tempeh Lor' }],
    ['keahlian jahit', undefined],
    ['entah', undefined],
  ] as const;
  for (const [text, expected] of rows) {
    it(`reads "${text}"`, () => {
      expect(readNamed(text, lines)).to.deep.equal(expected);
    });
  }
});

describe('readCorrections', () => {
  const cases = [
    { text: '3 SMA', expected: [{ line: 3, text: 'SMA' }] },
    { text: '3) SMA', expected: [{ line: 3, text: 'SMA' }] },
    { text: '3SMA', expected: [{ line: 3, text: 'SMA' }] },
    { text: 'nomor 3 salah, jadi SMA', expected: [{ line: 3, text: 'SMA' }] },
    { text: 'maaf yg no.3 itu SMA', expected: [{ line: 3, text: 'SMA' }] },
    {
      text: '3 SMA dan 5 Pasirian',
      expected: [
        { line: 3, text: 'SMA' },
        { line: 5, text: 'Pasirian' },
      ],
    },
    { text: '4 -', expected: [{ line: 4, text: '-' }] },
    { text: '4 jahit, masak', expected: [{ line: 4, text: 'jahit, masak' }] },
    { text: '9 SMA', expected: [] },
    { text: '0 SMA', expected: [] },
    { text: '3508105201990001', expected: [] },
    { text: 'SMA', expected: [] },
    { text: '', expected: [] },
  ];

  for (const { text, expected } of cases) {
    it(`reads "${text}"`, () => {
      expect(readCorrections(text, 5)).to.deep.equal(expected);
    });
  }
});
