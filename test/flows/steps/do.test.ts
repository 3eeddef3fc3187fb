import { expect } from 'chai';
import { flowOf, talkWith } from '../little.ts';

const search = flowOf(
  `  cari:
    do: things.find
    with: { kata: { from: kata, else: semua } }
    on: { found: ada, none: kosong }
    keep: [jumlah]
  ada: { say: 'Ada {jumlah}.' }
  kosong: { say: Kosong. }`,
  'takes: { kata: words }',
);

describe('do', () => {
  it('gives the action what it takes, and goes on by the outcome', () => {
    const talk = talkWith(search, { 'things.find': { name: 'found', values: { jumlah: 12 } } });
    expect(talk.say('COBA jahit')).to.equal('Ada 12.');
    expect(talk.done).to.deep.equal([
      { kind: 'do', action: 'things.find', input: { kata: 'jahit' } },
    ]);
  });

  it('takes another way at another outcome', () => {
    const talk = talkWith(search, { 'things.find': { name: 'none', values: {} } });
    expect(talk.say('COBA jahit')).to.equal('Kosong.');
  });

  it('gives what stands after else: when nothing was said', () => {
    const talk = talkWith(search, { 'things.find': { name: 'none', values: {} } });
    talk.say('COBA');
    expect(talk.done.map(({ input }) => input)).to.deep.equal([{ kata: 'semua' }]);
  });

  it('gives words and numbers of the flow itself', () => {
    const talk = talkWith(
      flowOf(
        '  cari: { do: things.find, with: { kata: { is: magang } }, on: { found: akhir, none: akhir } }\n  akhir: { say: Ya. }',
      ),
      { 'things.find': { name: 'none', values: {} } },
    );
    talk.say('COBA');
    expect(talk.done.map(({ input }) => input)).to.deep.equal([{ kata: 'magang' }]);
  });

  it('keeps what the person said, but renews what an action gave', () => {
    const steps = `  cari:
    do: things.find
    with: {}
    on: { found: tanya, none: tanya }
    keep: [jumlah]
  tanya: { ask: 'Ada {jumlah}. Lagi?', answer: { words: { YA: cari, TIDAK: akhir } } }
  akhir: { say: Ya. }`;
    const found = { 'things.find': { name: 'found', values: { jumlah: 12 } } };
    const own = talkWith(flowOf(steps, 'takes: { jumlah: number }'), found);
    expect(own.say('COBA 5')).to.equal('Ada 5. Lagi?');
    const given = talkWith(flowOf(steps), found);
    expect(given.say('COBA')).to.equal('Ada 12. Lagi?');
    expect(given.say('YA')).to.equal('Ada 12. Lagi?');
  });

  it('fails with a sentence when the action gives what no step answers', () => {
    const talk = talkWith(search, { 'things.find': { name: 'lost', values: {} } });
    expect(() => talk.say('COBA')).to.throw('things.find gave lost, which no step answers');
  });
});
