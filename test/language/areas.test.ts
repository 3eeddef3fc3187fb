import { expect } from 'chai';
import { assert, constantFrom, property, string } from 'fast-check';
import {
  areaName,
  areaTitle,
  findArea,
  isKnownArea,
  kecamatanIn,
  kecamatanOf,
  regencyOf,
} from '../../src/language/areas.ts';
import { namesOf } from '../../src/language/gazetteer.ts';

const office = '35.08';

describe('findArea', () => {
  const places = [
    { text: 'pasirian', code: '35.08.04' },
    { text: 'PASIRIAN', code: '35.08.04' },
    { text: 'kec. pasirian', code: '35.08.04' },
    { text: 'di pasirian', code: '35.08.04' },
    { text: 'pasirian lumajang', code: '35.08.04' },
    { text: 'desa pasirian', code: '35.08.04.2008' },
    { text: 'selokawarawar', code: '35.08.04.2005' },
    { text: 'Selok Awar-Awar', code: '35.08.04.2005' },
    { text: 'selok awar2', code: '35.08.04.2005' },
    { text: 'oro oro ombo', code: '35.08.02.2005' },
    { text: 'orooro ombo', code: '35.08.02.2005' },
    { text: 'alun2', code: '35.08.20.2005' },
    { text: 'Alun-Alun', code: '35.08.20.2005' },
    { text: 'ds jatisari tempeh', code: '35.08.05.2009' },
    { text: 'jatisari, kec. kedungjajang', code: '35.08.16.2009' },
    { text: 'tempeh jatisari', code: '35.08.05.2009' },
    { text: 'kec tempeh desa jatisari', code: '35.08.05.2009' },
    { text: 'kel jogoyudan', code: '35.08.10.1009' },
    { text: 'padang', code: '35.08.14' },
    { text: 'desa padang', code: '35.08.14.2006' },
    { text: 'kudus', code: '35.08.19.2002' },
    { text: 'barat', code: '35.08.14.2001' },
    { text: 'mojo', code: '35.08.14.2003' },
    { text: 'grobogan', code: '35.08.16.2007' },
    { text: 'lumajang', code: '35.08.10' },
    { text: 'kabupaten lumajang', code: '35.08' },
    { text: 'kec lumajang', code: '35.08.10' },
    { text: 'kota lumajang', code: '35.08.10' },
    { text: 'lumajang kota', code: '35.08.10' },
    { text: 'jl veteran 53 rt 02 rw 05 ds boreng', code: '35.08.10.2008' },
    { text: 'perum asri blok b ds boreng kec lumajang', code: '35.08.10.2008' },
    { text: 'yg tempeh', code: '35.08.05' },
    { text: 'pasirian pak', code: '35.08.04' },
    { text: 'saya tinggal di tempeh lor ya bu', code: '35.08.05.2007' },
    { text: 'yosowilangun', code: '35.08.07' },
    { text: 'yosowilangun lor', code: '35.08.07.2006' },
    { text: 'ranu pani', code: '35.08.12.2012' },
    { text: 'rt 02 rw 05 dusun krajan desa sukorejo kec kunir', code: '35.08.06.2004' },
    { text: 'krajan kec tempeh', code: '35.08.05' },
    { text: 'jember', code: '35.09' },
    { text: 'kab. malang', code: '35.07' },
    { text: 'kota malang', code: '35.73' },
    { text: 'malang kota', code: '35.73' },
    { text: 'surabaya', code: '35.78' },
    { text: 'sby', code: '35.78' },
    { text: 'pasirian lmj', code: '35.08.04' },
    { text: 'kepanjen', code: '35.07.13' },
  ];
  for (const { text, code } of places) {
    it(`finds ${code} in ${JSON.stringify(text)}`, () => {
      expect(findArea(text, { office })).to.deep.equal({ kind: 'area', code, exact: true });
    });
  }

  const mistyped = [
    { text: 'pasirean', code: '35.08.04' },
    { text: 'temepeh', code: '35.08.05' },
    { text: 'sendurro', code: '35.08.12' },
    { text: 'kec gucailit', code: '35.08.13' },
    { text: 'surabya', code: '35.78' },
  ];
  for (const { text, code } of mistyped) {
    it(`forgives the typing error of ${text}`, () => {
      expect(findArea(text, { office })).to.deep.equal({ kind: 'area', code, exact: false });
    });
  }

  const ambiguous = [
    { text: 'jatisari', codes: ['35.08.05.2009', '35.08.16.2009'] },
    { text: 'kebonsari', codes: ['35.08.07.2011', '35.08.21.2002'] },
    { text: 'pandansari', codes: ['35.08.12.2003', '35.08.16.2001'] },
    { text: 'sukorejo', codes: ['35.08.06.2004', '35.08.11.2003'] },
    { text: 'sukosari', codes: ['35.08.06.2005', '35.08.17.2005'] },
    { text: 'sumberejo', codes: ['35.08.03.2004', '35.08.15.2007'] },
    { text: 'tempursari', codes: ['35.08.01', '35.08.16.2010'] },
    { text: 'tunjung', codes: ['35.08.13.2007', '35.08.18.2003'] },
    { text: 'wonokerto', codes: ['35.08.09.2005', '35.08.13.2001'] },
    { text: 'labruk', codes: ['35.08.10.2002', '35.08.21.2004'] },
    { text: 'malang', codes: ['35.07', '35.73'] },
  ];
  for (const { text, codes } of ambiguous) {
    it(`gives a choice for ${text}`, () => {
      expect(findArea(text, { office })).to.deep.equal({ kind: 'options', codes, exact: true });
    });
  }

  it('asks for the kecamatan of a name that many villages elsewhere have', () => {
    expect(findArea('desa sumbersari', { office: '35.01' })).to.deep.equal({ kind: 'many' });
  });

  const unknown = [
    'batam',
    'taiwan',
    'xyz',
    '',
    'rt 02',
    '???',
    'kec',
    'jahit',
    'constructor',
    '__proto__',
  ];
  for (const text of unknown) {
    it(`finds no place in ${JSON.stringify(text)}`, () => {
      expect(findArea(text, { office })).to.equal(undefined);
    });
  }

  it('knows the whole country when asked to', () => {
    const wide = { office, wide: true };
    expect(findArea('batam', wide)).to.include({ code: '21.71' });
    expect(findArea('jakarta timur', wide)).to.include({ code: '31.75' });
    expect(findArea('bali', wide)).to.include({ code: '51' });
  });

  it('lets words stand before a kecamatan unless every word must belong', () => {
    expect(findArea('las listrik kec kunir', { office })).to.include({ code: '35.08.06' });
    expect(findArea('las listrik kec kunir', { office, whole: true })).to.equal(undefined);
  });

  it("serves a province's own office", () => {
    expect(findArea('jember', { office: '35' })).to.include({ code: '35.09' });
  });

  it('finds each of the 205 villages by name and kecamatan', () => {
    const villages = [...namesOf('villages', '35.08.').values()].flat();
    expect(villages).to.have.length(205);
    const codes = constantFrom(...villages);
    assert(
      property(codes, constantFrom(' ', ', ', ' kec. ', '\n', ' Kecamatan '), (code, between) => {
        const text = `desa ${areaName(code)}${between}${areaName(kecamatanOf(code) ?? '')}`;
        expect(findArea(text, { office })).to.deep.equal({ kind: 'area', code, exact: true });
      }),
      { numRuns: 500 },
    );
  });

  it('never throws', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        findArea(text, { office, wide: true });
      }),
      { numRuns: 300 },
    );
  });
});

describe('names of areas', () => {
  const cases = [
    { code: '35.08.04', name: 'Pasirian', title: 'Kec. Pasirian' },
    { code: '35.08.05.2009', name: 'Jatisari', title: 'Jatisari, Kec. Tempeh' },
    { code: '35.08.04.2005', name: 'Selok Awar-Awar', title: 'Selok Awar-Awar, Kec. Pasirian' },
    { code: '35.08', name: 'Kab. Lumajang', title: 'Kab. Lumajang' },
    { code: '35.73', name: 'Kota Malang', title: 'Kota Malang' },
    { code: '31.75', name: 'Kota Jakarta Timur', title: 'Kota Jakarta Timur' },
    { code: '35', name: 'Jawa Timur', title: 'Jawa Timur' },
    { code: '99.99', name: '99.99', title: '99.99' },
  ];
  for (const { code, name, title } of cases) {
    it(`calls ${code} ${title}`, () => {
      expect([areaName(code), areaTitle(code)]).to.deep.equal([name, title]);
    });
  }

  it('knows which codes exist', () => {
    expect(['35', '35.08', '35.08.21', '35.08.10.1012'].every(isKnownArea)).to.equal(true);
    const wrong = ['35.08.22', '35.08.10.9999', '00.00', '', 'abc', '35.08.', '35.08.10.1012.1'];
    expect(wrong.filter(isKnownArea)).to.deep.equal([]);
  });

  it('climbs from a village to its kecamatan and regency', () => {
    expect(kecamatanOf('35.08.05.2009')).to.equal('35.08.05');
    expect(kecamatanOf('35.08')).to.equal(undefined);
    expect(regencyOf('35.08.05.2009')).to.equal('35.08');
    expect(regencyOf('35')).to.equal(undefined);
  });

  it('lists the 21 kecamatan of Lumajang in order', () => {
    const codes = kecamatanIn('35.08');
    expect(codes).to.have.length(21);
    expect(codes[0]).to.equal('35.08.01');
    expect(codes.at(-1)).to.equal('35.08.21');
  });
});
