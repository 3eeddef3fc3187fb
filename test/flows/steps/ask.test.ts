import { expect } from 'chai';
import { expects } from '../../../src/flows/book.ts';
import { flowOf, talkWith, type Talk } from '../little.ts';

function asking(step: string, head = ''): Talk {
  return talkWith(flowOf(`  tanya: { ${step} }\n  akhir: { say: Ya. }`, head));
}

describe('ask', () => {
  it('waits for an answer of its kind and keeps it', () => {
    const talk = asking('ask: NIK?, answer: nik, save: nik, next: akhir');
    expect(talk.say('COBA')).to.equal('NIK?');
    expect(expects(talk.book, talk.conversation)).to.equal('nik');
    expect(talk.say('3508 1052 0199 0001')).to.equal('Ya.');
  });

  it('is passed over when the answer came with the keyword', () => {
    const talk = asking('ask: NIK?, answer: nik, save: nik, next: akhir', 'takes: { nik: nik }');
    expect(talk.say('COBA 3508105201990001')).to.equal('Ya.');
  });

  it('says what was wrong in the first message when its turn comes', () => {
    const talk = talkWith(
      flowOf(
        '  nama: { ask: Nama?, answer: name, save: nama, next: nik }\n  nik: { ask: NIK?, answer: nik, save: nik, next: akhir }\n  akhir: { say: Ya. }',
        'takes: { nik: nik, pendidikan: education, nama: name }',
      ),
    );
    expect(talk.say('COBA#350810520199001#SMK')).to.equal('Nama?');
    expect(talk.say('Siti')).to.equal('NIK kurang, hanya 15');
    expect(talk.say('3508105201990001')).to.equal('Ya.');
  });

  it('first says the problem, then simpler words, then brings an officer and asks again', () => {
    const talk = asking('ask: NIK?, answer: nik, save: nik, simpler: 16 angka ya, next: akhir');
    talk.say('COBA');
    expect(talk.say('entah')).to.equal('Ketik NIK');
    expect(talk.say('entah')).to.equal('16 angka ya');
    expect(talk.say('tolong')).to.equal('Petugas membantu, No. K1001. Lanjut percobaan: NIK?');
    expect(talk.done.map(({ input }) => input)).to.deep.equal([{ pertanyaan: 'tolong' }]);
    expect(talk.conversation).to.include({ flow: 'coba', misses: 0 });
  });

  it('has simpler words for a kind of answer when it has none of its own', () => {
    const talk = asking('ask: NIK?, answer: nik, save: nik, next: akhir');
    talk.say('COBA');
    talk.say('entah');
    expect(talk.say('entah')).to.equal('16 angka');
  });

  it('takes words, numbers and kinds of answer side by side', () => {
    const steps = `  tanya:
    ask: Berapa?
    save: jumlah
    answer: { number: angka, words: { LAGI: lagi, SEMUA: semua } }
  angka: { say: 'Angka {jumlah}.' }
  lagi: { say: Lagi. }
  semua: { say: Semua. }`;
    for (const [text, expected] of [
      ['no. 3', 'Angka 3.'],
      ['lagi', 'Lagi.'],
      ['LANJUT', 'Lagi.'],
      ['semua', 'Semua.'],
      ['entah', 'Maaf. Berapa?'],
    ] as const) {
      const talk = talkWith(flowOf(steps));
      talk.say('COBA');
      expect(talk.say(text), text).to.equal(expected);
    }
  });

  const waits = [
    ['{ words: { YA: akhir, TIDAK: akhir } }', 'confirm'],
    ['{ words: { SATU: akhir, DUA: akhir } }', 'choice'],
    ['{ words: { LAGI: akhir }, number: akhir }', 'choice'],
    ['{ words: { SEMUA: akhir }, search: akhir }', 'text'],
    ['reference', 'number'],
  ] as const;
  for (const [answer, kind] of waits) {
    it(`waits for ${kind} with ${answer}`, () => {
      const talk = asking(`ask: Apa?, answer: ${answer}, next: akhir`);
      talk.say('COBA');
      expect(expects(talk.book, talk.conversation)).to.equal(kind);
    });
  }

  it('leads where the value says', () => {
    const step = 'ask: Mau?, answer: yesno, on: { YA: ya, TIDAK: tidak }';
    for (const [text, expected] of [
      ['inggih', 'Baik.'],
      ['gak', 'Tidak.'],
      ['mungkin', 'Balas YA atau TIDAK'],
    ] as const) {
      const talk = talkWith(
        flowOf(`  tanya: { ${step} }\n  ya: { say: Baik. }\n  tidak: { say: Tidak. }`),
      );
      talk.say('COBA');
      expect(talk.say(text), text).to.equal(expected);
    }
  });

  it('asks which of several is meant, by number or words', () => {
    for (const text of ['2', 'yg kunir', 'Kunir']) {
      const talk = talkWith(
        flowOf(
          "  tanya: { ask: Di mana?, answer: area, save: tempat, next: akhir }\n  akhir: { say: '{tempat}' }",
        ),
      );
      talk.say('COBA');
      const asked = talk.say('sukorejo');
      expect(asked).to.equal('Yg mana? 1) Sukorejo, Kec. Kunir 2) Sukorejo, Kec. Pasrujambe');
      expect(expects(talk.book, talk.conversation)).to.equal('choice');
      const expected = text === '2' ? 'Sukorejo, Kec. Pasrujambe' : 'Sukorejo, Kec. Kunir';
      expect(talk.say(text), text).to.equal(expected);
    }
  });

  it('takes a fresh answer instead of one of several', () => {
    const talk = asking('ask: Di mana?, answer: area, save: tempat, next: akhir');
    talk.say('COBA');
    talk.say('sukorejo');
    expect(talk.say('Tempeh')).to.equal('Ya.');
  });

  it('asks once more about an unlikely answer, then takes it and notes the doubt', () => {
    for (const text of ['YA', '3508225201990001']) {
      const talk = talkWith(
        flowOf(
          "  tanya: { ask: NIK?, answer: nik, save: nik, doubts: ragu, next: akhir }\n  akhir: { say: 'Ragu: {ragu}' }",
        ),
      );
      talk.say('COBA');
      expect(talk.say('3508225201990001')).to.equal('Yakin?');
      expect(expects(talk.book, talk.conversation)).to.equal('confirm');
      expect(talk.say(text), text).to.equal('Ragu: nik');
    }
  });

  it('asks again when the unlikely answer is taken back', () => {
    const talk = asking('ask: NIK?, answer: nik, save: nik, doubts: ragu, next: akhir');
    talk.say('COBA');
    talk.say('3508225201990001');
    expect(talk.say('tidak')).to.equal('NIK?');
    expect(talk.say('3508105201990001')).to.equal('Ya.');
  });

  it('takes several details at once when the pending one is among them', () => {
    const talk = talkWith(
      flowOf(
        "  nik: { ask: NIK?, answer: nik, save: nik, next: nama }\n  nama: { ask: Nama?, answer: name, save: nama, next: akhir }\n  akhir: { say: 'Ya {nama}.' }",
        'takes: { nik: nik, nama: name }',
      ),
    );
    talk.say('COBA');
    expect(talk.say('3508105201990001, Siti Aminah')).to.equal('Ya Siti Aminah.');
  });

  it('has its own words for what it does not understand', () => {
    const talk = asking('ask: Apa?, answer: { words: { 1: akhir } }, unclear: Balas 1');
    talk.say('COBA');
    expect(talk.say('entah')).to.equal('Balas 1');
    expect(talk.say('satu')).to.equal('Ya.');
  });

  it('does not call a new answer doubtful because the old one was', () => {
    const talk = talkWith(
      flowOf(
        "  nik: { ask: NIK?, answer: nik, save: nik, doubts: ragu, next: nama }\n  nama: { ask: Nama?, answer: name, save: nama, next: akhir }\n  akhir: { say: 'Ragu: {ragu}.' }",
      ),
    );
    for (const text of ['COBA', '3508225201990001', 'YA', 'KEMBALI', '3508105201990001']) {
      talk.say(text);
    }
    expect(talk.say('Siti')).to.equal('Ragu: .');
  });

  it('asks again although an answer is known when only the kind of answer says where it leads', () => {
    const talk = talkWith(
      flowOf(
        '  tanya: { ask: Berapa?, save: jumlah, answer: { number: tanya, words: { CUKUP: akhir } } }\n  akhir: { say: Ya. }',
      ),
    );
    talk.say('COBA');
    expect(talk.say('3')).to.equal('Berapa?');
    expect(talk.say('cukup')).to.equal('Ya.');
  });
});
