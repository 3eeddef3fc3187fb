import { expect } from 'chai';
import { array, assert, constantFrom, nat, property, string, tuple } from 'fast-check';
import { findKeyword, keywordTable } from '../../src/language/keywords.ts';

// The words that always exist, as CONTRACT lists them.
const table = keywordTable([
  { word: 'DAFTAR', spellings: ['AK1', 'REG', 'NDAFTAR', 'KARTU KUNING', 'DFTR', 'DAPTAR'] },
  { word: 'LOWONGAN', spellings: ['LOKER', 'GAWEAN', 'LOWONGAN KERJA', 'GOLEK GAWEAN'] },
  { word: 'LOWONGAN', spellings: ['KERJA'], weak: true },
  { word: 'MAGANG', spellings: ['PEMAGANGAN'] },
  { word: 'TANYA', spellings: ['KONSULTASI', 'TAKON'] },
  { word: 'ADUAN', spellings: ['LAPOR', 'PENGADUAN', 'WADUL'] },
  { word: 'CPMI', spellings: ['PMI', 'TKI', 'TKW', 'LUAR NEGERI'] },
  { word: 'CEK' },
  { word: 'STATUS' },
  { word: 'MINAT' },
  { word: 'NILAI' },
  { word: 'KABARI' },
  { word: 'AK1 BELUM' },
  { word: 'AK1 SUDAH' },
  { word: 'SURVEI' },
  { word: 'PRIVASI' },
  { word: 'DATA SAYA' },
  { word: 'HAPUS DATA' },
  { word: 'MENU' },
  { word: 'BANTUAN', spellings: ['HELP'] },
  { word: 'BANTUAN', spellings: ['INFO'], weak: true },
  { word: 'BATAL' },
  { word: 'KEMBALI' },
  { word: 'LAGI', spellings: ['LANJUT'] },
  { word: 'SEMUA' },
  { word: 'PETUGAS' },
  { word: 'YA' },
  { word: 'TIDAK' },
  { word: 'BELUM' },
  { word: 'STOP', spellings: ['BERHENTI', 'UNREG', 'OFF'], alone: true },
  { word: 'MULAI' },
]);

describe('findKeyword', () => {
  const found = [
    { text: 'DAFTAR', word: 'DAFTAR', rest: '' },
    { text: 'daftar', word: 'DAFTAR', rest: '' },
    { text: ' Daftar. ', word: 'DAFTAR', rest: '' },
    { text: 'MENU!!!', word: 'MENU', rest: '' },
    { text: 'menu :)', word: 'MENU', rest: '' },
    { text: 'DAFTAR#3508#SITI', word: 'DAFTAR', rest: '3508#SITI' },
    { text: 'DAFTAR # 3508 # SITI #', word: 'DAFTAR', rest: '3508 # SITI #' },
    { text: 'daftar,3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar;3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar*3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar/3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar.3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar:3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar-3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar=3508', word: 'DAFTAR', rest: '3508' },
    { text: 'daftar\n3508\nSiti', word: 'DAFTAR', rest: '3508\nSiti' },
    { text: '*DAFTAR*3508*', word: 'DAFTAR', rest: '3508*' },
    { text: '#daftar#3508', word: 'DAFTAR', rest: '3508' },
    { text: 'kartu kuning', word: 'DAFTAR', rest: '' },
    { text: 'KARTU-KUNING gimana', word: 'DAFTAR', rest: 'gimana' },
    { text: 'kartukuning', word: 'DAFTAR', rest: '' },
    { text: 'ak 1', word: 'DAFTAR', rest: '' },
    { text: 'AK-1', word: 'DAFTAR', rest: '' },
    { text: 'AK1 BELUM', word: 'AK1 BELUM', rest: '' },
    { text: 'ak-1 sudah', word: 'AK1 SUDAH', rest: '' },
    { text: 'data saya', word: 'DATA SAYA', rest: '' },
    { text: 'HAPUS DATA D1042', word: 'HAPUS DATA', rest: 'D1042' },
    { text: 'golek gawean sing cedhak', word: 'LOWONGAN', rest: 'sing cedhak' },
    { text: 'lowongan kerja jahit', word: 'LOWONGAN', rest: 'jahit' },
    { text: 'LOKER LUMAJANG', word: 'LOWONGAN', rest: 'LUMAJANG' },
    { text: 'stop', word: 'STOP', rest: '' },
    { text: 'STOP 🙏', word: 'STOP', rest: '🙏' },
    { text: 'ya 👍', word: 'YA', rest: '👍' },
    { text: 'dаftаr', word: 'DAFTAR', rest: '' }, // Cyrillic а
    { text: 'ＤＡＦＴＡＲ', word: 'DAFTAR', rest: '' },
    { text: 'd\u200Baftar\u200B 3508', word: 'DAFTAR', rest: '3508' },
    { text: 'info loker', word: 'LOWONGAN', rest: '' },
    { text: 'INFO LOWONGAN JAHIT', word: 'LOWONGAN', rest: 'JAHIT' },
    {
      text: 'tanya apakah +62812 itu nomor kantor',
      word: 'TANYA',
      rest: 'apakah +62812 itu nomor kantor',
    },
  ];
  for (const { text, word, rest } of found) {
    it(`finds ${word} in ${JSON.stringify(text)}`, () => {
      expect(findKeyword(table, text)).to.include({ kind: 'keyword', word, rest, exact: true });
    });
  }

  const lostSpaces = [
    { text: 'REG3508101201990001', word: 'DAFTAR', rest: '3508101201990001' },
    { text: 'DAFTAR3508101201990001#SITI', word: 'DAFTAR', rest: '3508101201990001#SITI' },
    { text: 'AK13508101201990001', word: 'DAFTAR', rest: '3508101201990001' },
    { text: 'STATUSK1311', word: 'STATUS', rest: 'K1311' },
    { text: 'minatl1012', word: 'MINAT', rest: 'l1012' },
    { text: 'nilai989898989', word: 'NILAI', rest: '989898989' },
  ];
  for (const { text, word, rest } of lostSpaces) {
    it(`puts the lost space back in ${text}`, () => {
      expect(findKeyword(table, text)).to.include({ kind: 'keyword', word, rest, exact: false });
    });
  }

  it('marks an everyday word as weak', () => {
    expect(findKeyword(table, 'kerja di malaysia')).to.include({ word: 'LOWONGAN', weak: true });
    expect(findKeyword(table, 'loker malaysia')).to.include({ word: 'LOWONGAN', weak: false });
  });

  const suggestions = [
    { text: 'LOWNGAN', suggestion: 'LOWONGAN', rest: '' },
    { text: 'lowongna jahit', suggestion: 'LOWONGAN', rest: 'jahit' },
    { text: 'dafttar 3508', suggestion: 'DAFTAR', rest: '3508' },
    { text: 'DFTAR3508101201990001', suggestion: 'DAFTAR', rest: '3508101201990001' },
    { text: 'kartu kunig', suggestion: 'DAFTAR', rest: '' },
    { text: 'kartukunin', suggestion: 'DAFTAR', rest: '' },
    { text: 'menuuuu', suggestion: 'MENU', rest: '' },
    { text: 'mnu', suggestion: 'MENU', rest: '' },
    { text: 'STP', suggestion: 'STOP', rest: '' },
    { text: 'petugsa', suggestion: 'PETUGAS', rest: '' },
    { text: 'batla', suggestion: 'BATAL', rest: '' },
    { text: 'survey', suggestion: 'SURVEI', rest: '' },
  ];
  for (const { text, suggestion, rest } of suggestions) {
    it(`suggests ${suggestion} for ${text}`, () => {
      expect(findKeyword(table, text)).to.deep.equal({ kind: 'suggestion', suggestion, rest });
    });
  }

  const nothing = [
    { label: 'an empty text', text: '' },
    { label: 'punctuation', text: '??? !!!' },
    { label: 'STOP in a sentence', text: 'stop dulu ya pak' },
    { label: 'a word glued to letters', text: 'TANYAapa' },
    { label: 'a keyword later in the sentence', text: 'pak mau daftar' },
    { label: 'two typing errors', text: 'lwogan' },
    { label: 'three letters before other words', text: 'mnu hari ini' },
    { label: 'the everyday word top', text: 'top' },
    { label: 'the school SMA', text: 'SMA' },
    { label: 'the school SMP', text: 'smp' },
    { label: 'the school SMK', text: 'SMK' },
    { label: 'the school MA', text: 'ma' },
    { label: 'the school MI', text: 'MI' },
    { label: 'the family card', text: 'KK' },
    { label: 'D3', text: 'D3' },
    { label: 'S1', text: 's1' },
    { label: 'the everyday word laki', text: 'laki laki' },
    { label: 'the everyday word minta', text: 'minta tolong pak' },
    { label: 'the everyday word batas', text: 'batas umur brp' },
    { label: 'the trade dagang', text: 'dagang' },
    { label: 'the city Malang', text: 'malang' },
    { label: 'Bali', text: 'bali' },
    { label: 'bricks', text: 'bata' },
    { label: 'a number', text: '3508101201990001' },
    { label: 'emoji', text: '😀😀' },
  ];
  for (const { label, text } of nothing) {
    it(`finds nothing in ${label}`, () => {
      expect(findKeyword(table, text)).to.equal(undefined);
    });
  }

  it('suggests nothing when two words are equally near', () => {
    const pair = keywordTable([{ word: 'KABARI' }, { word: 'KABARA' }]);
    expect(findKeyword(pair, 'kabare')).to.equal(undefined);
  });

  it('never throws', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        findKeyword(table, text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not care about case, zero-width characters and full-width letters', () => {
    const word = constantFrom(
      'daftar',
      'kartu kuning',
      'lowongan jahit',
      'LOWNGAN',
      'stop',
      'reg3508',
      'siti',
    );
    const shapes = [
      (letter: string) => letter,
      (letter: string) => letter.toUpperCase(),
      (letter: string) => `\u200B${letter}\uFEFF`,
      (letter: string) =>
        letter.replace(/[!-~]/u, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0)),
    ];
    assert(
      property(word, array(nat(3), { minLength: 20, maxLength: 20 }), (text, choice) => {
        const disguised = Array.from(text, (letter, at) => shapes[choice[at] ?? 0]?.(letter)).join(
          '',
        );
        const [plain, other] = [findKeyword(table, text), findKeyword(table, disguised)];
        const shown = (match: typeof plain): unknown =>
          match && { ...match, rest: match.rest.normalize('NFKC').toLowerCase() };
        expect(shown(other)).to.deep.equal(shown(plain));
      }),
    );
  });

  it('finds every spelling, whatever separator stands behind it', () => {
    const spelling = constantFrom(...table.spellings.keys());
    const separator = constantFrom(
      '#',
      ',',
      ';',
      '*',
      '/',
      '.',
      ':',
      '-',
      '=',
      ' ',
      '\n',
      ' # ',
      ', ',
    );
    assert(
      property(tuple(spelling, separator), ([key, sign]) => {
        const match = findKeyword(table, `${key}${sign}xyzzy`);
        const alone = table.spellings.get(key)?.alone === true;
        expect(match?.kind === 'keyword' && match.word).to.equal(
          !alone && table.spellings.get(key)?.word,
        );
      }),
    );
  });
});

describe('keywordTable', () => {
  it('refuses one spelling for two words', () => {
    const entries = [
      { word: 'DAFTAR', spellings: ['AK1'] },
      { word: 'STATUS', spellings: ['ak 1'] },
    ];
    expect(() => keywordTable(entries)).to.throw('ak 1 means both DAFTAR and STATUS');
  });
});
