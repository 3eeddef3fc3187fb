import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { assert, constantFrom, property, string } from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { shownDate } from '../../../src/core/format.ts';
import { measureSms } from '../../../src/core/sms.ts';
import { choice } from '../../../src/flows/answers/choice.ts';
import { answerKinds } from '../../../src/flows/answers/index.ts';
import { areaTitle, findArea } from '../../../src/language/areas.ts';
import { namesOf } from '../../../src/language/gazetteer.ts';
import { context, itReads, itRefuses, kindOf, parse } from './cases.ts';

describe('answers: words', () => {
  itReads('words', [
    ['jahit pasirian', 'jahit pasirian', 'jahit pasirian'],
    ['jahit\n  pasirian', 'jahit pasirian'],
  ]);
  itRefuses('words', [
    ['???', 'words.empty'],
    ['😀', 'words.empty'],
  ]);
});

describe('answers: text', () => {
  itReads('text', [
    ['pak sy mau tanya\n\nkapan buka?', 'pak sy mau tanya\n\nkapan buka?'],
    ['??', '??', '??'],
  ]);
});

describe('answers: unsure', () => {
  itReads('unsure', [
    ['ya', 'YA', 'YA'],
    ['tidak', 'TIDAK', 'TIDAK'],
    ['iyo', 'YA'],
    ['gak', 'TIDAK'],
    ['TIDAK TAHU', 'TIDAK TAHU', 'TIDAK TAHU'],
    ['gak tau pak', 'TIDAK TAHU'],
    ['saya kurang tahu', 'TIDAK TAHU'],
    ['ora ngerti', 'TIDAK TAHU'],
    ['gatau', 'TIDAK TAHU'],
    ['ragu2', 'TIDAK TAHU'],
    ['ragu-ragu', 'TIDAK TAHU'],
    ['entah', 'TIDAK TAHU'],
    ['lewati', 'TIDAK TAHU'],
    ['?', 'TIDAK TAHU'],
    ['belum tahu', 'TIDAK TAHU'],
  ]);
  itRefuses('unsure', [
    ['temannya yang minta', 'unsure.unclear'],
    ['tahu', 'unsure.unclear'],
  ]);
});

describe('answers: numbers', () => {
  itReads('numbers', [
    ['1 2 4 7', [1, 2, 4, 7], '1, 2, 4, 7'],
    ['1,2,4,7', [1, 2, 4, 7]],
    ['7. 2) 1', [1, 2, 7]],
    ['1247', [1, 2, 4, 7]],
    ['no 1 dan 3', [1, 3]],
    ['1-3 sama 5', [1, 2, 3, 5]],
    ['2 sampai 4', [2, 3, 4]],
    ['3', [3]],
    ['12', [12]],
    ['satu dua', [1, 2]],
    ['1 1 1', [1]],
    ['sudah punya 1 & 2', [1, 2]],
  ]);
  itRefuses('numbers', [
    ['KTP', 'numbers.format'],
    ['1 ktp', 'numbers.format'],
    ['0', 'numbers.format'],
    ['99', 'numbers.format'],
    ['5-2', 'numbers.format'],
    ['-', 'numbers.format'],
  ]);
});

describe('answers: name', () => {
  itReads('name', [
    ['Siti Aminah pak', 'Siti Aminah'],
    ['Budi, A.Md', 'Budi, A.Md'],
    ['SITI AMINAH', 'SITI AMINAH', 'SITI AMINAH'],
    ['Suparno', 'Suparno'],
    ['nama saya Siti Aminah', 'Siti Aminah'],
    ['Nama: budi', 'budi'],
    ['nama lengkap saya adalah Siti', 'Siti'],
    ['saya siti', 'siti'],
    ['pak, nama saya Joko', 'Joko'],
    ['a/n Hartono', 'Hartono'],
    ['Siti Aminah, S.Pd.', 'Siti Aminah, S.Pd.'],
    ['Drs. H. Abd. Rohman', 'Drs. H. Abd. Rohman'],
    ["Ma'ruf", "Ma'ruf"],
    ['Ma’ruf', "Ma'ruf"],
    ['Nur-Aini', 'Nur-Aini'],
    ['"Siti"', 'Siti'],
    ['Siti   Aminah', 'Siti Aminah'],
    ['Sayuti', 'Sayuti'],
    ['Namanya Wati', 'Wati'],
    ['M. Ali', 'M. Ali'],
    ['Anis', 'Anis'],
    ['A'.repeat(60), 'A'.repeat(60)],
  ]);
  itRefuses('name', [
    ['siti smk jahit', 'name.empty'],
    ['Muhammad 2', 'name.digits'],
    ['3508101201990001', 'name.digits'],
    ['ya', 'name.empty'],
    ['tidak', 'name.empty'],
    ['pak', 'name.empty'],
    ['U', 'name.empty'],
    ['?', 'name.empty'],
    ['😀', 'name.empty'],
    ['siapa?', 'name.characters'],
    ['siti@contoh', 'name.characters'],
    ['<b>siti</b>', 'name.characters'],
    ['ꦲꦤꦕꦫ', 'name.characters'],
    ['A'.repeat(61), 'name.long'],
  ]);
});

describe('answers: nik', () => {
  itReads('nik', [
    ['3508101201990001', '3508101201990001', '3508********0001'],
    ['3508 1012 0199 0001', '3508101201990001'],
    ['3508.10.120199.0001', '3508101201990001'],
    ['3508-1012-0199-0001', '3508101201990001'],
    ['nik:3508101201990001', '3508101201990001'],
    ['NIK saya 3508101201990001 pak', '3508101201990001'],
    ['no ktp 3508101201990001.', '3508101201990001'],
    ['３５０８１０１２０１９９０００１', '3508101201990001'],
    ['3508105201990001', '3508105201990001'],
    ['3509011506010007', '3509011506010007'],
    ['3509991506010007', '3509991506010007'], // another regency's old code: for the officer to see
    ['3508102311090001', '3508102311090001'], // 17 years: the service tells about the guardian
  ]);
  itRefuses('nik', [
    ['350810120199000', 'nik.length', { jumlah: '15' }],
    ['3508 1012 0199 000', 'nik.length', { jumlah: '15' }],
    ['35081012019900011', 'nik.length', { jumlah: '17' }],
    ['35O8101201990001', 'nik.letter', { huruf: 'O', angka: '0' }],
    ['3508l01201990001', 'nik.letter', { huruf: 'L', angka: '1' }],
    ['350810I201990001', 'nik.letter', { huruf: 'I', angka: '1' }],
    ['3508101201990001 siti', 'nik.digits'],
    ['3508102902010001', 'nik.date', { tanggal: '29-02-2001' }],
    ['3508103102990001', 'nik.date', { tanggal: '31-02-1999' }],
    ['3508100001990001', 'nik.date', { tanggal: '00-01-1999' }],
    ['3508101213990001', 'nik.month', { bulan: '13' }],
    ['3508105201990000', 'nik.example'],
    ['1111111111111111', 'nik.same'],
    ['0108101201990001', 'nik.province', { kode: '01' }],
    ['3508101201200001', 'nik.young', { umur: '6' }],
    ['lupa', 'nik.none'],
    ['tidak punya ktp', 'nik.none'],
  ]);

  it("doubts a kecamatan that the office's regency does not have", () => {
    expect(parse('nik', '3508221201990001')).to.deep.equal({
      kind: 'doubt',
      problem: 'nik.area',
      value: '3508221201990001',
      values: { kode: '350822' },
    });
  });
});

describe('answers: yesno', () => {
  const yes =
    'ya|YA|y|iya|iyo|yo|yaa|Ya.|ya pak|iya bu|ok|oke|okee|siap|betul|benar|bnr|betul semua|benar semua pak|' +
    'ya benar|enggih|nggih|inggih|engghi|leres|setuju|mau|sudah benar|tidak ada yg salah|gak ada yang salah|' +
    'tidak salah|👍|👍🏽|✅|ya 👍|ok makasih';
  const no =
    'tidak|TIDAK|tdk|gak|ga|g|nggak|ngga|enggak|ndak|dak|ora|mboten|bukan|jangan|salah|tidak pak|gak mau|' +
    'belum|blm|durung|tidak benar|no|👎';
  itReads('yesno', [
    ...yes.split('|').map((text) => [text, true, 'YA'] as const),
    ...no.split('|').map((text) => [text, false, 'TIDAK'] as const),
  ]);
  itRefuses(
    'yesno',
    ['ya tapi salah nama', 'sudah', 'pak', 'siti', 'SMA', '3 SMA', 'mungkin', '?', '😀', '1'].map(
      (text) => [text, 'yesno.unclear'] as const,
    ),
  );
});

describe('answers: choice', () => {
  const kind = choice([
    { label: 'Jatisari, Kec. Tempeh', value: '35.08.05.2009' },
    { label: 'Jatisari, Kec. Kedungjajang', value: '35.08.16.2009' },
  ]);
  const rows = [
    { text: '1', value: '35.08.05.2009' },
    { text: '2)', value: '35.08.16.2009' },
    { text: 'no. 2', value: '35.08.16.2009' },
    { text: 'dua', value: '35.08.16.2009' },
    { text: 'yang pertama', value: '35.08.05.2009' },
    { text: 'nomor satu pak', value: '35.08.05.2009' },
    { text: 'Tempeh', value: '35.08.05.2009' },
    { text: 'kec kedungjajang', value: '35.08.16.2009' },
    { text: 'Jatisari, Kec. Tempeh', value: '35.08.05.2009' },
  ];
  for (const { text, value } of rows) {
    it(`chooses by ${text}`, () => {
      expect(kind.parse(text, context)).to.include({ kind: 'value', value });
    });
  }

  for (const text of ['3', '0', 'jatisari', 'pasirian', '?']) {
    it(`cannot choose by ${text}`, () => {
      const expected = { kind: 'wrong', problem: 'choice.unknown', values: { jumlah: 2 } };
      expect(kind.parse(text, context)).to.deep.equal(expected);
    });
  }

  it('shows the label of a value', () => {
    expect(kind.show('35.08.05.2009')).to.equal('Jatisari, Kec. Tempeh');
  });
});

describe('answers: education', () => {
  const levels: Readonly<Record<string, string>> = {
    'TIDAK SEKOLAH':
      'tidak sekolah|tdk sekolah|gak pernah sekolah|tdk tamat SD|tidak lulus sd|belum pernah sekolah|' +
      'tidak punya ijazah|tidak ada|buta huruf',
    SD: 'SD|sd|MI|mi|SR|paket a|Kejar Paket A|sekolah dasar|madrasah ibtidaiyah|lulusan mi|tidak tamat smp|sdn 2 pasirian|putus sekolah smp',
    SMP: 'SMP|MTs|mtsn|SLTP|paket b|tsanawiyah|smp n 2|tidak lulus sma|lulus smp pak|smp bukan sma',
    SMA: 'SMA|MA|ma|MAN|man 1 lumajang|SLTA|SMU|aliyah|paket c|kejar paket C|lulusan ma|sma/sederajat|slta sederajat|SMA/SMK',
    SMK: 'SMK|smk|STM|SMEA|MAK|smkn 1|lulusan smk mesin|saya lulusan smk mas|smk tata busana|smkk|SMK.',
    D1: 'D1|diploma 1|D I|d-1',
    D2: 'D2|DII|d ii',
    D3: 'D3|D-3|d.3|D III|diploma 3|diploma tiga kebidanan|akper|diploma|ahli madya',
    D4: 'D4|D IV|sarjana terapan',
    S1: 'S1|s-1|S 1 ekonomi|sarjana|sarjana hukum|strata 1',
    S2: 'S2|magister',
    S3: 'S3|doktor',
  };
  for (const [level, texts] of Object.entries(levels)) {
    itReads(
      'education',
      texts.split('|').map((text) => [text, level, level] as const),
    );
  }
  itRefuses(
    'education',
    ['kuliah', 'jahit', 'ya', '?', 'siti aminah', 'sekolah', '3', 'di pasirian'].map(
      (text) => [text, 'education.unknown'] as const,
    ),
  );
});

describe('answers: skills', () => {
  itReads('skills', [
    ['saya bisa jahit dan masak pak', ['Jahit', 'Masak']],
    ['jahit, 3508105201990001, hp 081234567890', ['Jahit']],
    ['JAHIT', ['Jahit'], 'Jahit'],
    ['TATA BUSANA', ['Tata busana'], 'Tata busana'],
    ['jahit, masak', ['Jahit', 'Masak'], 'Jahit, Masak'],
    ['jahit; masak / las', ['Jahit', 'Masak', 'Las']],
    ['jahit dan masak & las', ['Jahit', 'Masak', 'Las']],
    ['jahit\nmasak', ['Jahit', 'Masak']],
    ['saya bisa menjahit', ['Menjahit']],
    ['keahlian: las listrik', ['Las listrik']],
    ['LAS', ['Las']],
    ['SIM B1', ['SIM B1']],
    ['TKJ', ['TKJ']],
    ['jahit, jahit, JAHIT', ['Jahit']],
    ['a, b, c, d, e, f', ['A', 'B', 'C', 'D', 'E']],
    ['jahit,,masak,', ['Jahit', 'Masak']],
    ['tidak ada', [], '-'],
    ['tdk ada', []],
    ['belum punya keahlian', []],
    ['gak punya', []],
    ['tidak', []],
    ['-', []],
    ['kosong', []],
  ]);
  itRefuses('skills', [
    ['3508105201990001', 'skills.unclear'],
    ['ya', 'skills.unclear'],
    ['???', 'skills.unclear'],
    ['x'.repeat(41), 'skills.unclear'],
  ]);
});

describe('answers: date', () => {
  itReads('date', [
    ['12-01-1999', '1999-01-12', '12-01-1999'],
    ['12/1/99', '1999-01-12'],
    ['12.01.1999', '1999-01-12'],
    ['12 01 1999', '1999-01-12'],
    ['12 jan 1999', '1999-01-12'],
    ['12 Januari 1999', '1999-01-12'],
    ['12 Pebruari 99', '1999-02-12'],
    ['5 agt 2001', '2001-08-05'],
    ['12011999', '1999-01-12'],
    ['120199', '1999-01-12'],
    ['1999-01-12', '1999-01-12'],
    ['tgl 5 mei 05', '2005-05-05'],
    ['Lumajang, 12-01-1999', '1999-01-12'],
    ['29-02-2000', '2000-02-29'],
    ['31-12-27', '2027-12-31'],
    ['hari ini', '2026-11-23'],
    ['besok', '2026-11-24'],
    ['kemarin', '2026-11-22'],
  ]);
  itRefuses('date', [
    ['31-02-1999', 'date.impossible', { tanggal: '31-02-1999' }],
    ['29-02-2001', 'date.impossible', { tanggal: '29-02-2001' }],
    ['12-13-1999', 'date.impossible', { tanggal: '12-13-1999' }],
    ['00-01-1999', 'date.impossible', { tanggal: '00-01-1999' }],
    ['1999', 'date.format'],
    ['12 januari', 'date.format'],
    ['nanti', 'date.format'],
    ['3508101201990001', 'date.format'],
  ]);

  it('reads what is shown of any day', () => {
    const days = constantFrom('1999-01-12', '2000-02-29', '2026-12-31', '1961-06-01');
    const months =
      'januari februari maret april mei juni juli agustus september oktober november desember';
    assert(
      property(days, (day) => {
        const [year = '', month = '', number = ''] = day.split('-');
        const inWords = `${number} ${months.split(' ')[Number(month) - 1]} ${year}`;
        for (const text of [shownDate(day), inWords, day]) {
          expect(parse('date', text)).to.include({ kind: 'value', value: day });
        }
      }),
    );
  });
});

describe('answers: phone', () => {
  itReads('phone', [
    ['0812-3456-7890', '+6281234567890', '081234567890'],
    ['hp: 081234567890', '+6281234567890'],
    ['no wa saya 0812 3456 7890.', '+6281234567890'],
    ['+620812 3456 7890', '+6281234567890'],
    ['+60123456789', '+60123456789', '+60123456789'],
  ]);
  itRefuses(
    'phone',
    ['081331', '08179315964 - 081331', 'o81234567890', 'tidak punya', '3508101201990001'].map(
      (text) => [text, 'phone.format'] as const,
    ),
  );
});

describe('answers: area', () => {
  itReads('area', [
    ['pasirian', '35.08.04', 'Kec. Pasirian'],
    ['desa wonorejo', '35.08.16.2004', 'Wonorejo, Kec. Kedungjajang'],
    ['saya tinggal di tempeh', '35.08.05'],
    ['pasirean', '35.08.04'],
    ['jember', '35.09', 'Kab. Jember'],
    ['denpasar', '51.71', 'Kota Denpasar'],
  ]);
  itRefuses('area', [
    ['atlantis', 'area.unknown'],
    ['???', 'area.unknown'],
  ]);

  it('gives the nine village names that two kecamatan have as a choice', () => {
    const twice = [...namesOf('villages', '35.08.')].filter(([, codes]) => codes.length > 1);
    expect(twice).to.have.length(9);
    for (const [name, codes] of twice) {
      const parsed = parse('area', name);
      expect(parsed).to.include({ kind: 'options', problem: 'area.which' });
      const labels = parsed.kind === 'options' ? parsed.options.map(({ label }) => label) : [];
      expect(labels).to.have.length(2);
      expect(labels).to.include(areaTitle(codes[1] ?? ''));
    }
  });

  it('says that a name is in many places', () => {
    expect(findArea('desa sumbersari', { office: '35.01' })).to.deep.equal({ kind: 'many' });
    expect(kindOf('area').parse('desa sumbersari', { ...context, office: '35.01' })).to.deep.equal({
      kind: 'wrong',
      problem: 'area.many',
    });
  });
});

describe('answers: money', () => {
  itReads('money', [
    ['2,4 jt', 2_400_000, 'Rp2,4 jt'],
    ['2.4jt', 2_400_000],
    ['2.400.000', 2_400_000],
    ['2400000', 2_400_000],
    ['2400rb', 2_400_000],
    ['2400 ribu', 2_400_000],
    ['Rp 2 juta', 2_000_000],
    ['Rp2.400.000,-', 2_400_000],
    ['dua juta', 2_000_000],
    ['satu setengah juta', 1_500_000],
    ['sejuta', 1_000_000],
    ['Rp1 juta 500 ribu', 1_500_000],
    ['2jt500rb', 2_500_000],
    ['2,4jt/bln', 2_400_000],
    ['gaji 2jt', 2_000_000],
    ['dua puluh lima ribu', 25_000, 'Rp25 rb'],
    ['100k', 100_000],
  ]);
  itRefuses(
    'money',
    ['2400', '2', '2-3 jt', 'banyak', 'juta', '', '-2 jt x', '99999999999', '1.5'].map(
      (text) => [text, 'money.format'] as const,
    ),
  );
});

describe('answers: number', () => {
  itReads('number', [
    ['3', 3, '3'],
    ['3)', 3],
    ['no. 3', 3],
    ['３', 3],
    ['tiga', 3],
    ['yang ketiga', 3],
    ['dua belas', 12],
    ['dua puluh satu', 21],
    ['sepuluh', 10],
    ['0', 0],
    ['1.500', 1_500],
    ['007', 7],
  ]);
  itRefuses(
    'number',
    ['-1', 'x', '3 4', '3,5', '1234567890', '?', 'satu dua'].map(
      (text) => [text, 'number.format'] as const,
    ),
  );
});

describe('answers: ratings', () => {
  itReads('ratings', [
    ['434', '434', '434'],
    ['4 3 4', '434'],
    ['4,3,4.', '434'],
    ['4-3-4 pak', '434'],
    ['empat tiga empat', '434'],
    ['1) 4 2) 3 3) 4', '434'],
    ['4. 4\n5. 3\n6. 2', '432'],
    ['1=1 2=2 3=3', '123'],
    ['syarat 4 cara 3 cepat 2', '432'],
    ['433443434', '433443434'],
    ['433 443 434', '433443434'],
    ['1.4 2.3 3.3 4.4 5.4 6.3 7.4 8.3 9.4', '433443434'],
    ['\uFF14\uFF13\uFF14', '434'],
  ]);
  itRefuses('ratings', [
    ['bagus', 'ratings.none'],
    ['?', 'ratings.none'],
    ['saya mau tanya kartu saya yg dulu itu hilang 3 hari lalu', 'ratings.none'],
    ['4', 'ratings.count', { jumlah: 1 }],
    ['43', 'ratings.count', { jumlah: 2 }],
    ['4343', 'ratings.count', { jumlah: 4 }],
    ['43344343', 'ratings.count', { jumlah: 8 }],
    ['4334434341', 'ratings.count', { jumlah: 10 }],
    ['430', 'ratings.range', { angka: '0' }],
    ['45555', 'ratings.range', { angka: '5' }],
    ['433443439', 'ratings.range', { angka: '9' }],
    ['4 3 lima', 'ratings.range', { angka: '5' }],
  ]);
});

describe('answers: reference', () => {
  itReads('reference', [
    ['L1012', 'L1012'],
    ['l 1012', 'L1012'],
    ['L-1O12', 'L1012'],
    ['no. L1012 ya pak', 'L1012'],
    ['yg d1042', 'D1042'],
    ['1012', '1012'],
    ['l1001 SITI AMINAH', 'L1001'],
  ]);
  itRefuses('reference', [
    ['1', 'reference.format'],
    ['yang jahit', 'reference.format'],
    ['D3', 'reference.format'],
    ['3508105201990001', 'reference.format'],
    ['L1012345678901', 'reference.format'],
  ]);
});

describe('answers: all kinds', () => {
  const kinds = Object.entries(answerKinds);

  it('go by their own names', () => {
    for (const [name, kind] of kinds) expect(kind.name).to.equal(name);
  });

  const strange = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
  for (const [name, kind] of kinds) {
    it(`${name} takes names of JavaScript for words`, () => {
      for (const text of strange) expect(() => kind.parse(text, context)).not.to.throw();
    });

    it(`${name} never throws, and shows whatever it reads`, () => {
      assert(
        property(string({ unit: 'binary' }), (text) => {
          const parsed = kind.parse(text, context);
          if (parsed.kind !== 'value') return;
          expect(kind.show(parsed.value)).to.be.a('string');
          expect(JSON.parse(JSON.stringify(parsed.value))).to.deep.equal(parsed.value);
        }),
        { numRuns: name === 'area' ? 100 : 500 },
      );
    });
  }
});

describe('words for answers', () => {
  const root = new URL('../../../../', import.meta.url);
  const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
  const replies = parseYaml(read('templates/replies/id.yaml')) as {
    readonly problems: Readonly<Record<string, string>>;
    readonly simpler: Readonly<Record<string, string>>;
  };
  // The longest that can stand in each place.
  const values: Readonly<Record<string, string>> = {
    jumlah: '4096',
    huruf: 'O',
    angka: '0',
    kode: '350822',
    bulan: '13',
    tanggal: '29-02-2001',
    umur: '14',
    pilihan: '1) Banyuputih Kidul, Kec. Jatiroto 2) Jatisari, Kec. Kedungjajang',
  };
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/gu, (_, name: string) => values[name] ?? `unknown ${name}`);

  const files = [...Object.keys(answerKinds), 'choice'];
  const source = files.map((name) => read(`src/flows/answers/${name}.ts`)).join('\n');
  const used = new Set(source.match(/(?<=')(?:[a-z]+)\.[a-z]+(?=')/gu));

  it('are there for every problem, and no others', () => {
    expect(used.size).to.be.above(25);
    expect(Object.keys(replies.problems).toSorted()).to.deep.equal([...used].toSorted());
  });

  it('are there in simpler words for every kind', () => {
    expect(Object.keys(replies.simpler).toSorted()).to.deep.equal(files.toSorted());
  });

  const texts = [...Object.entries(replies.problems), ...Object.entries(replies.simpler)];
  for (const [name, text] of texts) {
    it(`${name} is one SMS in GSM-7 with everything filled in`, () => {
      expect(filled(text)).not.to.match(/unknown|[{}]/u);
      expect(measureSms(filled(text))).to.include({ encoding: 'GSM-7', segments: 1 });
    });
  }
});

describe('a question', () => {
  itReads('question', [
    ['Berapa lama kartu kuning jadi?', 'Berapa lama kartu kuning jadi?'],
    ['jam buka', 'jam buka'],
    ['belum paham syarat AK1', 'belum paham syarat AK1'],
  ]);
  itRefuses(
    'question',
    ['YA', 'ok pak', 'belum', 'TIDAK', 'sudah jelas', '...', '?'].map(
      (text) => [text, 'question.empty'] as const,
    ),
  );
});

describe('a year of birth', () => {
  itReads('year', [
    ['1999', '1999'],
    ['th 1999', '1999'],
    ['12-01-1999', '1999'],
    ['lahir tahun 2001 pak', '2001'],
  ]);
  itRefuses(
    'year',
    ['99', '1899', '2999', '3508105201990001', 'tidak tahu', '1999 atau 2000'].map(
      (text) => [text, 'year.format'] as const,
    ),
  );
});
