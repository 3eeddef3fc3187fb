import { expect } from 'chai';
import { expects, loadBook, replyText } from '../../src/flows/book.ts';
import { advance } from '../../src/flows/engine.ts';
import type { TurnContext } from '../../src/flows/types.ts';
import { writeFlows } from './flow-files.ts';
import { flowOf, talkOver, talkWith, type Talk } from './little.ts';

const two = `  nik: { ask: NIK?, answer: nik, save: nik, next: nama }
  nama: { ask: Nama?, answer: name, save: nama, next: akhir }
  akhir: { say: 'Ya {nama}.' }`;

/** The flow COBA under another name. */
function other(name: string, steps: string): Readonly<Record<string, string>> {
  const text = (flowOf(steps)['coba.yaml'] ?? '')
    .replace('flow: coba', `flow: ${name}`)
    .replace('[COBA]', `[${name.toUpperCase()}]`)
    .replace('title: percobaan', `title: ${name}`);
  return { [`${name}.yaml`]: text };
}

/** At the first question of COBA. */
function atNik(head = ''): Talk {
  const talk = talkWith(flowOf(two, head));
  talk.say('COBA');
  return talk;
}

/** At its second question. */
function atName(): Talk {
  const talk = atNik('takes: { nik: nik, nama: name }');
  talk.say('3508105201990001');
  return talk;
}

const context: TurnContext = {
  now: new Date('2026-11-23T01:00:00Z'),
  medium: 'sms',
  facts: {},
  office: '35.08',
};

describe('advance', () => {
  it('fails with a sentence when actions lead round and nobody is asked', () => {
    const talk = talkWith(
      flowOf(
        '  awal: { do: things.find, on: { found: awal, none: akhir } }\n  akhir: { say: Ya. }',
      ),
      { 'things.find': { name: 'found', values: {} } },
    );
    expect(() => talk.say('COBA')).to.throw(
      'flow coba passed 50 steps without a question: it loops',
    );
  });

  it('counts the steps anew when the person writes', () => {
    const talk = talkWith(
      flowOf(
        '  tanya: { ask: Lagi?, answer: yesno, on: { YA: cari, TIDAK: akhir } }\n  cari: { do: things.find, on: { found: tanya, none: tanya } }\n  akhir: { say: Ya. }',
      ),
      { 'things.find': { name: 'found', values: {} } },
    );
    talk.say('COBA');
    for (let turn = 0; turn < 60; turn += 1) expect(talk.say('YA')).to.equal('Lagi?');
  });

  it('refuses an outcome that nobody waits for', () => {
    const book = loadBook(writeFlows({}));
    const event = { kind: 'outcome', action: 'things.find', name: 'found', values: {} } as const;
    expect(() => advance(book, null, event, context)).to.throw('no dialogue waits for it');
  });

  it('refuses a word that steers nothing', () => {
    const book = loadBook(writeFlows({}));
    const event = { kind: 'word', word: 'ENTAH' } as const;
    expect(() => advance(book, null, event, context)).to.throw('ENTAH is no escape word');
  });

  it('understands every escape word without and within a dialogue', () => {
    for (const word of ['MENU', 'BANTUAN', 'BATAL', 'KEMBALI', 'LAGI', 'SEMUA', 'PETUGAS']) {
      const alone = talkWith(flowOf(two));
      expect(alone.say(word), word).to.be.a('string');
      const within = talkWith(flowOf(two));
      within.say('COBA');
      expect(within.say(word), word).to.be.a('string');
    }
  });

  it('asks an empty message again without counting it', () => {
    const talk = talkWith(flowOf(two));
    talk.say('COBA');
    expect(talk.say('')).to.equal('NIK?');
    expect(talk.conversation?.misses).to.equal(0);
  });
});

describe('a flow that changed while somebody was in it', () => {
  it('goes on when the step is still there', () => {
    const words = flowOf(two.replace('Nama?', 'Siapa nama?'), 'takes: { nik: nik, nama: name }');
    const talk = talkOver(loadBook(writeFlows(words)), {}, atName().conversation);
    expect(talk.say('Siti')).to.equal('Ya Siti.');
  });

  it('begins again with its answers when the step is gone', () => {
    const renamed = flowOf(two.replaceAll('nama:', 'siapa:').replace('next: nama', 'next: siapa'));
    const talk = talkOver(loadBook(writeFlows(renamed)), {}, atName().conversation);
    expect(talk.say('Siti')).to.equal('Nama?');
    expect(talk.say('Siti')).to.equal('Ya Siti.');
  });

  it('is forgotten when the flow is gone', () => {
    const talk = talkOver(loadBook(writeFlows({})), {}, atName().conversation);
    expect(talk.say('Siti')).to.equal('Balas COBA');
  });

  it('begins again, answers kept, when it was set aside and is taken up', () => {
    const before = talkWith({ ...flowOf(two), ...other('lain', two) });
    for (const text of ['COBA', '3508105201990001', 'LAIN']) before.say(text);
    const renamed = flowOf(two.replaceAll('nama:', 'siapa:').replace('next: nama', 'next: siapa'));
    const book = loadBook(writeFlows({ ...renamed, ...other('lain', two) }));
    expect(talkOver(book, {}, before.conversation).say('COBA')).to.equal('Nama?');
    expect(talkOver(book, {}, before.conversation).say('BATAL')).to.equal(
      'lain batal. Lanjut percobaan: Nama?',
    );
  });

  it('is skipped on the way back when the flow is gone', () => {
    const talk = talkWith({ ...flowOf(two), ...other('lain', two) });
    talk.say('COBA');
    talk.say('LAIN');
    const later = talkOver(loadBook(writeFlows(other('lain', two))), {}, talk.conversation);
    expect(later.say('BATAL')).to.equal('lain batal semua.');
    expect(later.conversation).to.equal(null);
  });
});

describe('dialogues within dialogues', () => {
  const names = ['satu', 'dua', 'tiga', 'empat', 'lima'];
  const many = Object.assign({}, ...names.map((name) => other(name, two))) as Record<
    string,
    string
  >;

  it('sets aside at most three, dropping the oldest', () => {
    const talk = talkWith(many);
    for (const name of names) talk.say(name);
    expect(talk.conversation?.stack.map(({ flow }) => flow)).to.deep.equal([
      'dua',
      'tiga',
      'empat',
    ]);
  });

  it('holds each flow once', () => {
    const talk = talkWith(many);
    for (const name of ['satu', 'dua', 'satu 3508105201990001', 'dua', 'tiga']) talk.say(name);
    const flows = talk.conversation?.stack.map(({ flow }) => flow) ?? [];
    expect(flows).to.have.length(new Set(flows).size);
  });

  it('takes up one that was set aside where it was, by its keyword alone', () => {
    const talk = talkWith(many);
    talk.say('SATU');
    talk.say('3508105201990001');
    talk.say('DUA');
    expect(talk.say('SATU')).to.equal('Nama?');
  });

  it('comes back with the question in the same message', () => {
    const talk = talkWith(many);
    talk.say('SATU');
    talk.say('DUA');
    talk.say('3508105201990001');
    expect(talk.say('Siti')).to.equal('Ya Siti. Lanjut satu: NIK?');
    expect(talk.conversation).to.include({ flow: 'satu', step: 'nik' });
  });

  it('comes back with KEMBALI when both do not fit into two SMS', () => {
    const long = '  awal: { say: "' + 'kata '.repeat(60).trim() + '", long: yes }';
    const talk = talkWith({ ...many, ...other('lama', long) });
    talk.say('SATU');
    expect(talk.say('LAMA')).to.match(/Balas LAGI\.$/);
    expect(talk.say('LAGI')).to.match(/kata\. KEMBALI utk satu\.$/);
    expect(talk.say('KEMBALI')).to.equal('NIK?');
  });

  it('takes the answer also before KEMBALI', () => {
    const long = '  awal: { say: "' + 'kata '.repeat(60).trim() + '", long: yes }';
    const talk = talkWith({ ...many, ...other('lama', long) });
    talk.say('SATU');
    talk.say('LAMA');
    expect(talk.say('3508105201990001')).to.equal('Nama?');
  });

  it('drops them all when a flow forgets', () => {
    const talk = talkWith({
      ...many,
      'henti.yaml':
        'flow: henti\nabout: Berhenti\nalone: [STOP]\nforgets: yes\nstart: akhir\nsteps:\n  akhir: { say: Baik. }\n',
    });
    talk.say('SATU');
    talk.say('DUA');
    expect(talk.say('STOP')).to.equal('Baik.');
    expect(talk.conversation).to.equal(null);
  });
});

describe('a question left open', () => {
  it('is good for 24 hours', () => {
    expect(atNik().say('3508105201990001', 23)).to.equal('Nama?');
  });

  it('is resumed with YA after that', () => {
    const talk = atNik();
    expect(talk.say('3508105201990001', 25)).to.equal('Lanjutkan percobaan?');
    expect(expects(talk.book, talk.conversation)).to.equal('confirm');
    expect(talk.say('ya')).to.equal('NIK?');
  });

  it('is dropped with TIDAK', () => {
    const talk = atNik();
    talk.say('halo', 25);
    expect(talk.say('tidak')).to.equal('percobaan batal semua.');
    expect(talk.conversation).to.equal(null);
  });

  it('is dropped when the person wants something else', () => {
    const talk = atNik();
    talk.say('PETUGAS', 25);
    expect(talk.conversation).to.equal(null);
  });
});

describe('a near miss of a keyword', () => {
  it('is asked about, and read as meant after YA', () => {
    const talk = talkWith(flowOf(two));
    expect(talk.say('PETUGS')).to.equal('Maksud Anda PETUGAS?');
    expect(expects(talk.book, talk.conversation)).to.equal('confirm');
    expect(talk.say('YA')).to.equal('Petugas membantu, No. K1001.');
  });

  it('asks the pending question again after TIDAK', () => {
    const talk = atNik();
    expect(talk.say('PETUGS')).to.equal('Maksud Anda PETUGAS?');
    expect(talk.say('TIDAK')).to.equal('NIK?');
  });

  it('lets the pending question be answered all the same', () => {
    const talk = atNik();
    talk.say('PETUGS');
    expect(talk.say('3508105201990001')).to.equal('Nama?');
  });

  it('is a miss like another: the third brings an officer', () => {
    const talk = talkWith(flowOf(two));
    talk.say('PETUGS');
    talk.say('PETUGS');
    expect(talk.say('PETUGS')).to.equal('Petugas membantu, No. K1001.');
  });
});

describe('expects', () => {
  it('is null when nothing is asked', () => {
    const { book } = talkWith({});
    expect(expects(book, null)).to.equal(null);
  });

  it('is choice for words and numbers to choose from', () => {
    const talk = talkWith({});
    talk.say('MENU');
    expect(expects(talk.book, talk.conversation)).to.equal('choice');
  });
});

describe('replyText', () => {
  it('fills the words said outside flows', () => {
    const { book } = talkWith({});
    expect(replyText(book, 'resume', { judul: 'ini' })).to.equal('Lanjutkan ini?');
  });

  it('fails when there are no such words', () => {
    const { book } = talkWith({});
    expect(() => replyText(book, 'entah')).to.throw('templates/replies has no entah');
  });
});

describe('a dialogue that is not kept', () => {
  const search = flowOf(
    '  tanya: { ask: Cari apa?, answer: words, save: kata, next: akhir }\n  akhir: { say: Ya. }',
    'kept: no',
  );

  it('is cancelled, helped and repeated like another while it is open', () => {
    const talk = talkWith(search);
    talk.say('COBA');
    expect(talk.say('LAGI')).to.equal('Cari apa?');
    expect(talk.say('KEMBALI')).to.equal('Awal. Cari apa?');
    expect(talk.say('BANTUAN')).to.equal('BATAL utk berhenti.');
    expect(talk.say('BATAL')).to.equal('percobaan batal semua.');
  });

  it('is replaced when another begins, and forgotten after a day', () => {
    const talk = talkWith({ ...search, ...other('lain', two) });
    talk.say('COBA');
    talk.say('LAIN');
    expect(talk.conversation?.stack).to.deep.equal([]);
    const later = talkWith(search);
    later.say('COBA');
    expect(later.say('jahit', 25)).to.equal('Balas COBA');
  });
});

describe('the keyword of the dialogue that is going on', () => {
  const head = 'takes: { nik: nik, nama: name }\nform: nik';
  const cases = [
    { label: 'alone asks again', text: 'COBA', expected: 'Nama?' },
    { label: 'with the answer goes on', text: 'coba siti', expected: 'Ya siti.' },
    { label: 'with another NIK begins anew', text: 'COBA 3508101201990002', expected: 'Nama?' },
  ];
  for (const { label, text, expected } of cases) {
    it(label, () => {
      const talk = atNik(head);
      talk.say('3508105201990001');
      expect(talk.say(text)).to.equal(expected);
    });
  }

  it('behind a list begins anew, also with the same words', () => {
    const talk = talkWith(
      flowOf(
        '  cari: { do: things.find, with: { kata: kata }, on: { found: daftar, none: daftar } }\n  daftar: { ask: Nomor?, save: pilihan, answer: { number: akhir, words: { LAGI: akhir } } }\n  akhir: { say: Ya. }',
        'takes: { kata: words }',
      ),
      { 'things.find': { name: 'none', values: {} } },
    );
    talk.say('COBA jahit');
    talk.say('COBA jahit');
    expect(talk.done.map(({ action }) => action)).to.deep.equal(['things.find']);
  });
});
