import { expect } from 'chai';
import { readExamples } from '../../src/language/language-files.ts';
import { servicesKnown, teach, understand } from '../../src/language/understand.ts';

/** Sentences of the facts about how people write, and what they want. */
const table: readonly (readonly [service: string, text: string])[] = [
  ['daftar', 'pak sy mw dftr ak1 gmn caranya'],
  ['lowongan', 'loker lumajang lulusan smk cwe ad g'],
  ['cpmi', 'ASS. MAU TANYA SYRAT KRJA KE MALAYSIA BRP BIAYANYA'],
  ['magang', 'mgng d pabrik bts umur brp'],
  ['status', 'sy sdh dftr 3 hr blm d bls'],
  ['cpmi', 'pk ada calo minta 5jt buat ke taiwan bnr g'],
  ['lowongan', 'golek gawean sing cedhak lumajang onok ta'],
  ['magang', 'yok opo carane ndaftar magang pak'],
  ['cpmi', 'takon syarate nang taiwan'],
  ['aduan', 'wadul, aku diapusi calo'],
  ['status', 'wis ndaftar tapi durung entuk balesan'],
  ['lowongan', 'engkok nyare kalakoan'],
  ['lowongan', 'lwngn smk cwe'],
  ['menu', 'assalamualaikum pak'],
  ['none', 'terima kasih banyak pak'],
  ['none', 'maaf salah kirim'],
  ['none', 'promo pulsa murah hubungi kami'],
];

describe('understand', () => {
  for (const [service, text] of table) {
    it(`${service}: ${text}`, () => {
      expect(understand(text).service).to.equal(service);
    });
  }

  it('leaves danger to its own rule, whatever the examples say', () => {
    const found = understand('tulung aku dikunci majikan gak oleh metu');
    expect(found).to.include({ service: 'aduan', danger: true, score: 1 });
  });

  it('gives a score of a probability and what spoke for it', () => {
    const { score, evidence, ranked } = understand('cara bikin kartu kuning');
    expect(score).to.be.within(0, 1);
    expect(evidence).to.not.equal([]);
    expect(ranked.map(({ label }) => label)).to.include('daftar');
  });

  it('takes an empty text for nothing', () => {
    expect(understand(' ').service).to.equal('none');
  });

  it('says the same to the same text after it has learnt the same', () => {
    const before = understand('info kerja pabrik rokok');
    teach([]);
    expect(understand('info kerja pabrik rokok')).to.deep.equal(before);
  });

  it('learns what officers teach', () => {
    const text = 'mbrebes mili kulo gusti';
    teach([{ service: 'aduan', text }]);
    expect(understand(text).service).to.equal('aduan');
    teach([]);
  });

  it('has examples in three languages for every service', () => {
    for (const service of servicesKnown()) {
      const known = new Set(
        readExamples().flatMap((example) =>
          example.service === service ? [example.language] : [],
        ),
      );
      expect([...known], service).to.have.members(['id', 'jv', 'mad']);
    }
  });
});
