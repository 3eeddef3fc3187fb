import { expect } from 'chai';
import { flowOf, talkWith } from '../little.ts';

describe('say', () => {
  it('ends the dialogue', () => {
    const talk = talkWith(flowOf('  awal: { say: Halo. }'));
    expect(talk.say('COBA')).to.equal('Halo.');
    expect(talk.conversation).to.equal(null);
  });

  it('stands before the next question in the same message', () => {
    const talk = talkWith(
      flowOf(
        '  awal: { say: Halo., next: lalu }\n  lalu: { say: Begini., next: tanya }\n  tanya: { ask: Apa?, answer: words, next: akhir }\n  akhir: { say: Ya. }',
      ),
    );
    expect(talk.say('COBA')).to.equal('Halo. Begini. Apa?');
    expect(talk.say('jahit')).to.equal('Ya.');
  });

  it('stands before what an action brings, across the action', () => {
    const talk = talkWith(
      flowOf(
        '  awal: { say: Sebentar., next: cari }\n  cari: { do: things.find, on: { found: ada, none: ada } }\n  ada: { say: "Ada {jumlah}." }',
      ),
      { 'things.find': { name: 'found', values: { jumlah: 3 } } },
    );
    expect(talk.say('COBA')).to.equal('Sebentar. Ada 3.');
  });

  it('pages content that is longer than two SMS', () => {
    const words = 'Ini kalimat yg panjang sekali. '.repeat(15).trim();
    const talk = talkWith(flowOf(`  awal: { say: '${words}', long: yes }`));
    const first = talk.say('COBA') ?? '';
    expect(first)
      .to.match(/sekali\. Balas LAGI\.$/)
      .and.have.length.at.most(306);
    const second = talk.say('lagi') ?? '';
    expect(`${first.replace(' Balas LAGI.', '')} ${second}`).to.equal(words);
    expect(talk.say('LAGI')).to.equal('Sudah semua.');
  });
});
