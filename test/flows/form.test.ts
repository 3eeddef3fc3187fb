import { expect } from 'chai';
import {
  assert,
  constantFrom,
  oneof,
  property,
  record,
  shuffledSubarray,
  string,
} from 'fast-check';
import type { Values } from '../../src/core/json.ts';
import { answerKinds } from '../../src/flows/answers/index.ts';
import { isOneWord, looksLikeForm, readForm } from '../../src/flows/form.ts';
import type { AnswerContext } from '../../src/flows/types.ts';

const context: AnswerContext = { now: new Date('2026-11-23T03:00:00Z'), office: '35.08' };
const registration = {
  nik: 'nik',
  nama: 'name',
  pendidikan: 'education',
  keterampilan: 'skills',
  tempat: 'area',
};
const search = { kata: 'words', tempat: 'area', pendidikan: 'education' };
const nik = '3508105201990001';
const siti = { nik, nama: 'SITI AMINAH', pendidikan: 'SMK', keterampilan: ['Jahit'] };

interface Row {
  readonly text: string;
  readonly values: Values;
  /** `field: problem` of what was given wrongly. */
  readonly wrong?: readonly string[];
  readonly rest?: string;
}

function itReads(takes: Readonly<Record<string, string>>, rows: readonly Row[]): void {
  for (const { text, values, wrong = [], rest = '' } of rows) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const form = readForm(text, takes, context);
      const problems = form.wrong.map(
        ({ field, parsed }) => `${field}: ${parsed.kind === 'value' ? '' : parsed.problem}`,
      );
      expect({ values: form.values, wrong: problems, rest: form.rest }).to.deep.equal({
        values,
        wrong,
        rest,
      });
    });
  }
}

describe('readForm of a registration', () => {
  const small = { ...siti, nama: 'siti aminah' };
  itReads(registration, [
    { text: `${nik}#SITI AMINAH#SMK#JAHIT`, values: siti },
    { text: `${nik} # SITI AMINAH # SMK # JAHIT`, values: siti },
    // What the paper form asks for besides is no skill and no name.
    { text: `${nik}#SITI AMINAH#12-01-1999#SMK#JAHIT`, values: siti },
    { text: `${nik}#SITI AMINAH#LUMAJANG, 12-01-1999#P#ISLAM#SMK#JAHIT`, values: siti },
    { text: `${nik}#SITI AMINAH#27 tahun#belum kawin#SMK#JAHIT`, values: siti },
    { text: `${nik},SITI AMINAH,12-01-1999,SMK,JAHIT,081234567890`, values: siti },
    { text: `SITI AMINAH, SMK, JAHIT, hp 0812-3456-7890, nik ${nik}`, values: siti },
    { text: `${nik} SITI AMINAH tgl lahir 12 januari 1999 SMK JAHIT`, values: siti },
    {
      text: `${nik}#SITI AMINAH#SMK#JAHIT\n3508101201990012#BUDI#SMA#LAS`,
      values: {},
      wrong: ['nik: nik.several'],
    },
    { text: `${nik}#SITI AMINAH#SMK#JAHIT#${nik}`, values: siti },
    { text: `${nik}#DEWI PADANG#SMK#JAHIT`, values: { ...siti, nama: 'DEWI PADANG' } },
    { text: `${nik}#MAGANG#SMK#JAHIT`, values: { ...siti, nama: 'MAGANG' } },
    { text: `${nik}#LAPOR#SMK#JAHIT`, values: { ...siti, nama: 'LAPOR' } },
    {
      text: '３５０８１０５２０１９９０００１#ＳＩＴＩ ＡＭＩＮＡＨ#ＳＭＫ#ＪＡＨＩＴ',
      values: siti,
    },
    { text: `${nik}#SITI AMINAH#SMK#JAHIT#`, values: siti },
    { text: `${nik},SITI AMINAH,SMK,JAHIT`, values: siti },
    { text: `${nik};SITI AMINAH;SMK;JAHIT`, values: siti },
    { text: `${nik}*SITI AMINAH*SMK*JAHIT`, values: siti },
    { text: `${nik}/SITI AMINAH/SMK/JAHIT`, values: siti },
    { text: `${nik}.SITI AMINAH.SMK.JAHIT`, values: siti },
    { text: `${nik}:SITI AMINAH:SMK:JAHIT`, values: siti },
    { text: `${nik} - SITI AMINAH - SMK - JAHIT`, values: siti },
    { text: `${nik}\nSITI AMINAH\nSMK\nJAHIT`, values: siti },
    { text: `${nik} siti aminah smk jahit`, values: small },
    { text: `siti aminah smk jahit ${nik}`, values: small },
    { text: `smk siti aminah ${nik} jahit`, values: small },
    { text: `JAHIT#SMK#SITI AMINAH#${nik}`, values: siti },
    { text: `NIK=${nik} NAMA=SITI AMINAH PENDIDIKAN=SMK KEAHLIAN=JAHIT`, values: siti },
    { text: `nama: siti aminah, nik ${nik}, pendidikan: smk, keahlian: jahit`, values: small },
    { text: `nama siti aminah nik ${nik} pendidikan smk keahlian jahit`, values: small },
    { text: `Nama : SITI AMINAH\nNIK : ${nik}\nPendidikan : SMK\nKeahlian : JAHIT`, values: siti },
    { text: `nama: siti, nik ${nik}`, values: { nik, nama: 'siti' } },
    {
      text: `${nik}##SMK#TATA BUSANA`,
      values: { nik, pendidikan: 'SMK', keterampilan: ['Tata busana'] },
    },
    { text: `${nik}#SITI#SMK#`, values: { nik, nama: 'SITI', pendidikan: 'SMK' } },
    { text: `#${nik}#SITI`, values: { nik, nama: 'SITI' } },
    { text: '3508 1052 0199 0001 # SITI AMINAH # SMK # JAHIT', values: siti },
    { text: '3508.10.520199.0001, SITI AMINAH, SMK, JAHIT', values: siti },
    {
      text: `${nik}#SITI#SMA#JAHIT, MASAK`,
      values: { nik, nama: 'SITI', pendidikan: 'SMA', keterampilan: ['Jahit', 'Masak'] },
    },
    {
      text: `${nik},Siti Aminah, S.Pd,S1,mengajar`,
      values: { nik, nama: 'Siti Aminah, S.Pd', pendidikan: 'S1', keterampilan: ['Mengajar'] },
    },
    {
      text: `${nik}/SITI/SMA/-`,
      values: { nik, nama: 'SITI', pendidikan: 'SMA', keterampilan: [] },
    },
    {
      text: `${nik}#BUDI#TIDAK SEKOLAH#TIDAK ADA`,
      values: { nik, nama: 'BUDI', pendidikan: 'TIDAK SEKOLAH', keterampilan: [] },
    },
    {
      text: `${nik}#SITI#SMK MESIN#PASIRIAN`,
      values: { nik, nama: 'SITI', pendidikan: 'SMK', keterampilan: ['Mesin'], tempat: '35.08.04' },
    },
    {
      text: `${nik}#SITI#SMK MESIN#JAHIT`,
      values: { nik, nama: 'SITI', pendidikan: 'SMK', keterampilan: ['Jahit'] },
    },
    {
      text: `${nik}#SITI#SMK NEGERI 1 LUMAJANG#JAHIT`,
      values: { nik, nama: 'SITI', pendidikan: 'SMK', keterampilan: ['Jahit'] },
    },
    {
      text: `${nik} siti aminah ma jahit desa jatisari tempeh`,
      values: { ...small, pendidikan: 'SMA', tempat: '35.08.05.2009' },
    },
    {
      text: `nik saya ${nik} nama saya siti aminah lulusan smk mesin bisa jahit`,
      values: { ...small, keterampilan: ['Mesin', 'Jahit'] },
      rest: 'saya',
    },
    {
      text: `${nik}#DEWI LESTARI#SMK#JAHIT`,
      values: { ...siti, nama: 'DEWI LESTARI' },
    },
    { text: `${nik}#ADI CONDRO#SMK#JAHIT`, values: { ...siti, nama: 'ADI CONDRO' } },
    { text: `${nik}#GESANG#SMK#JAHIT`, values: { ...siti, nama: 'GESANG' } },
    {
      text: `${nik}#CONDRO#SMK#JAHIT#SITI AMINAH`,
      values: { ...siti, tempat: '35.08.04.2006' },
    },
    {
      text: `${nik}#SITI AMINAH#SMK#JAHIT#KUDUS`,
      values: { ...siti, tempat: '35.08.19.2002' },
    },
    {
      text: `${nik} siti aminah smk jahit condro`,
      values: { ...small, tempat: '35.08.04.2006' },
    },
    { text: `${nik}+SITI AMINAH+SMK+JAHIT`, values: siti },
    { text: `${nik}_SITI AMINAH_SMK_JAHIT`, values: siti },
    { text: `${nik}|SITI AMINAH|SMK|JAHIT`, values: siti },
    {
      text:
        `Nama: SITI AMINAH\nNIK: ${nik}\nAlamat: Dusun Krajan RT 02 RW 05 Desa Sukorejo Kec. Kunir\n` +
        'Pendidikan: SMK Tata Busana\nKeahlian: jahit\nNo HP: 081234567890',
      values: { ...siti, tempat: '35.08.06.2004' },
    },
    {
      text: `nama siti aminah, nik ${nik}, lulusan smk, keahlian jahit, alamat pasirian`,
      values: { ...small, tempat: '35.08.04' },
    },
    { text: `${nik}#SITI AMINAH#SMK#JAHIT#SBY`, values: { ...siti, tempat: '35.78' } },
    { text: 'SITI AMINAH SMK', values: { nama: 'SITI AMINAH', pendidikan: 'SMK' } },
    { text: 'siti aminah', values: { nama: 'siti aminah' } },
    { text: nik, values: { nik } },
    { text: '', values: {} },
    { text: '####', values: {} },
    { text: '???', values: {} },
    {
      text: '350810520199000#SITI AMINAH#SMK#JAHIT',
      values: { nama: 'SITI AMINAH', pendidikan: 'SMK', keterampilan: ['Jahit'] },
      wrong: ['nik: nik.length'],
    },
    {
      text: '35O8105201990001 siti aminah smk',
      values: { nama: 'siti aminah', pendidikan: 'SMK' },
      wrong: ['nik: nik.letter'],
    },
    {
      text: '3508102902010001#SITI#SMK',
      values: { nama: 'SITI', pendidikan: 'SMK' },
      wrong: ['nik: nik.date'],
    },
    {
      text: '3508221201990001#BUDI#SD#TANI',
      values: { nama: 'BUDI', pendidikan: 'SD', keterampilan: ['Tani'] },
      wrong: ['nik: nik.area'],
    },
    {
      text: `${nik}#SITI AMINAH#SMP#JATISARI`,
      values: { nik, nama: 'SITI AMINAH', pendidikan: 'SMP' },
      wrong: ['tempat: area.which'],
    },
    {
      text: `nama: siti 2, nik: ${nik}`,
      values: { nik },
      wrong: ['nama: name.digits'],
    },
    {
      text: `${nik} cek status pendaftaran saya`,
      values: { nik },
      rest: 'cek status pendaftaran saya',
    },
    { text: `nik 12345 nama siti`, values: { nama: 'siti' }, wrong: ['nik: nik.length'] },
  ]);

  it('gives the same for fields in any order, with any separator', () => {
    const fields = {
      nik: constantFrom(nik, '3508101201990001', '3509011506010007'),
      nama: constantFrom('SITI AMINAH', 'Suparno', "Ma'ruf Amin", 'H. Abd. Rohman', 'Dewi'),
      pendidikan: constantFrom('SMK', 'SD', 'SMA', 'MTs', 'D3', 'S1', 'Paket C'),
      keterampilan: constantFrom('JAHIT', 'tata busana', 'las listrik', 'sopir', 'komputer'),
      tempat: constantFrom('Pasirian', 'Tempeh', 'desa Condro', 'Yosowilangun', 'kec. Kunir'),
    };
    const order = shuffledSubarray(Object.keys(fields), { minLength: 2 });
    const separator = constantFrom('#', ' # ', ',', ', ', ';', '*', '\n', ' | ', ' - ');
    assert(
      property(
        record(fields),
        order,
        separator,
        (answers: Readonly<Record<string, string>>, names, sign) => {
          const text = names.map((name) => answers[name]).join(sign);
          const { values, wrong } = readForm(text, registration, context);
          const expected = names.map((name) => {
            const kind = registration[name as keyof typeof registration];
            const parsed = answerKinds[kind]?.parse(answers[name] ?? '', context);
            return [name, parsed?.kind === 'value' ? parsed.value : undefined];
          });
          expect(wrong).to.deep.equal([]);
          expect(values).to.deep.equal(Object.fromEntries(expected));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('gives the same with labels in any order', () => {
    const fields: Readonly<Record<string, string>> = {
      nik,
      nama: 'siti aminah',
      pendidikan: 'smk',
      keahlian: 'jahit',
    };
    const sign = constantFrom(': ', '=', ' = ', ':');
    const between = constantFrom(', ', '\n', ' ', '#');
    assert(
      property(
        shuffledSubarray(Object.keys(fields), { minLength: 4 }),
        sign,
        between,
        (names, is, and) => {
          const text = names.map((name) => `${name}${is}${fields[name]}`).join(and);
          expect(readForm(text, registration, context).values).to.deep.equal({
            ...siti,
            nama: 'siti aminah',
          });
        },
      ),
    );
  });

  it('never throws, and gives no field that was not asked for', () => {
    assert(
      property(string({ unit: 'binary' }), constantFrom('#', ',', ' ', '\n'), (text, sign) => {
        const form = readForm(`${text}${sign}${nik}${sign}smk`, registration, context);
        expect(Object.keys(registration)).to.include.members(Object.keys(form.values));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves over what stands behind four SMS', () => {
    const { values, rest } = readForm(`${'x'.repeat(640)} pasirian`, registration, context);
    expect(values).not.to.have.property('tempat');
    expect(rest).to.match(/pasirian$/);
  });
});

describe('readForm of a search', () => {
  itReads(search, [
    {
      text: 'jahit pasirian smk',
      values: { kata: 'jahit', tempat: '35.08.04', pendidikan: 'SMK' },
    },
    {
      text: 'jahit, pasirian, smk',
      values: { kata: 'jahit', tempat: '35.08.04', pendidikan: 'SMK' },
    },
    {
      text: 'smk#pasirian#jahit',
      values: { kata: 'jahit', tempat: '35.08.04', pendidikan: 'SMK' },
    },
    {
      text: 'jahit.pasirian.smk',
      values: { kata: 'jahit', tempat: '35.08.04', pendidikan: 'SMK' },
    },
    { text: 'lulusan smk di tempeh', values: { tempat: '35.08.05', pendidikan: 'SMK' } },
    { text: 'lulusan ma di kec padang', values: { tempat: '35.08.14', pendidikan: 'SMA' } },
    {
      text: 'operator mesin jember sma',
      values: { kata: 'operator mesin', tempat: '35.09', pendidikan: 'SMA' },
    },
    { text: 'las listrik kec. kunir', values: { kata: 'las listrik', tempat: '35.08.06' } },
    { text: 'sopir selok awar awar', values: { kata: 'sopir', tempat: '35.08.04.2005' } },
    { text: 'sopir selokawarawar', values: { kata: 'sopir', tempat: '35.08.04.2005' } },
    { text: 'jahit pasirean', values: { kata: 'jahit', tempat: '35.08.04' } },
    { text: 'penjaga toko ranu pani', values: { kata: 'penjaga toko', tempat: '35.08.12.2012' } },
    { text: 'lumajang lulusan smk', values: { tempat: '35.08.10', pendidikan: 'SMK' } },
    { text: 'jahit', values: { kata: 'jahit' } },
    { text: 'pasirian', values: { tempat: '35.08.04' } },
    { text: 'smk', values: { pendidikan: 'SMK' } },
    { text: 'sopir batam', values: { kata: 'sopir batam' } },
    { text: 'sopir di batam', values: { kata: 'sopir di batam' } },
    { text: 'taiwan', values: { kata: 'taiwan' } },
    { text: 'malang', values: { kata: 'malang' } }, // Kab. or Kota
    { text: 'kota malang', values: { tempat: '35.73' } },
    { text: 'pabrik rokok kudus', values: { kata: 'pabrik rokok kudus' } },
    { text: 'kerja di kudus', values: { kata: 'kerja di kudus' } },
    { text: 'kerja di desa kudus', values: { kata: 'kerja', tempat: '35.08.19.2002' } },
    { text: 'jual jeruk', values: { kata: 'jual jeruk' } },
    { text: 'jual tempe', values: { kata: 'jual tempe' } },
    { text: 'tukang batu', values: { kata: 'tukang batu' } },
    { text: 'mi ayam', values: { kata: 'mi ayam' } },
    { text: 'tanggung jawab', values: { kata: 'tanggung jawab' } },
    { text: 'umur 18 sd 30', values: { kata: 'umur 18 sd 30' } },
    { text: 'kerja di pasar', values: { kata: 'kerja di pasar' } },
    {
      text: 'satpam d pasirian smk umur 30',
      values: { kata: 'satpam umur 30', tempat: '35.08.04', pendidikan: 'SMK' },
    },
    { text: '', values: {} },
  ]);
});

describe('readForm of other kinds', () => {
  const takes = { lahir: 'date', hp: 'phone', upah: 'money', setuju: 'yesno', nama: 'name' };

  it('tells date, phone, money, yes and name apart', () => {
    const text = 'siti, 2,4 juta';
    expect(readForm(text.replace(', 2', '# 2'), takes, context).values).to.deep.equal({
      nama: 'siti',
      upah: 2_400_000,
    });
    const all = 'ya#0812-3456-7890#12-01-1999#2400000#Siti';
    expect(readForm(all, takes, context).values).to.deep.equal({
      setuju: true,
      hp: '+6281234567890',
      lahir: '1999-01-12',
      upah: 2_400_000,
      nama: 'Siti',
    });
  });

  it('tells an impossible date as a wrong one', () => {
    const { wrong } = readForm('siti 31-02-1999', takes, context);
    expect(wrong.map(({ field }) => field)).to.deep.equal(['lahir']);
  });

  it('takes a label that is the name of a field', () => {
    const takesPlaces = { asal: 'area', tujuan: 'area' };
    const { values } = readForm('tujuan: jember, asal: pasirian', takesPlaces, context);
    expect(values).to.deep.equal({ asal: '35.08.04', tujuan: '35.09' });
  });
});

describe('looksLikeForm', () => {
  const cases = [
    { text: `${nik} siti aminah smk`, expected: true },
    { text: `${nik}#SITI AMINAH#SMK#JAHIT`, expected: true },
    { text: `siti aminah\nsmk\n${nik}`, expected: true },
    { text: '3508221201990001#BUDI#SD', expected: true }, // a NIK to be asked about once more
    { text: nik, expected: false },
    { text: `nik ${nik} siti aminah`, expected: false },
    { text: 'siti aminah#smk#jahit', expected: false },
    { text: '350810520199000#SITI AMINAH#SMK', expected: false },
    { text: `${nik} cek status pendaftaran saya`, expected: false },
    { text: `pak nik saya ${nik} kok belum dibalas ya sudah daftar smk kemarin`, expected: false },
    { text: 'loker lumajang lulusan smk cwe ad g', expected: false },
    { text: '', expected: false },
  ];
  for (const { text, expected } of cases) {
    it(`says ${expected ? 'yes' : 'no'} to ${JSON.stringify(text)}`, () => {
      expect(looksLikeForm(text, context)).to.equal(expected);
    });
  }
});

describe('isOneWord', () => {
  it('is true only of what gives one detail at most', () => {
    const letters = constantFrom('SMK', 'jahit', 'Pasirian', 'tempe', 'Wulandari', 'd', 'mi', 'ya');
    const digits = string({ unit: constantFrom('0', '3', '5', '8', '1', '6', '2'), maxLength: 24 });
    assert(
      property(oneof(letters, digits), (text) => {
        const { values, wrong } = readForm(text, { ...registration, hp: 'phone' }, context);
        const given = new Set([...Object.keys(values), ...wrong.map(({ field }) => field)]);
        expect(given.size).to.be.at.most(1);
        expect(isOneWord(text)).to.equal(text !== '');
      }),
    );
    for (const text of ['siti smk', 'SMK,jahit', `nik${nik}`, '-', '']) {
      expect(isOneWord(text), text).to.equal(false);
    }
  });
});
