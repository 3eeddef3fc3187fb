import { expect } from 'chai';
import { flowOf, talkWith } from '../little.ts';

describe('go', () => {
  it('goes on with another flow and ends its own', () => {
    const talk = talkWith(flowOf('  awal: { go: petugas }'));
    expect(talk.say('COBA')).to.equal('Petugas membantu, No. K1001.');
    expect(talk.conversation).to.equal(null);
  });

  it('takes what the person said along', () => {
    const talk = talkWith(
      flowOf(
        "  awal: { ask: Apa?, answer: words, save: kata, next: lain }\n  lain: { go: petugas, with: 'tanya {kata}' }",
      ),
    );
    talk.say('COBA');
    talk.say('upah jahit');
    expect(talk.done).to.deep.equal([
      { kind: 'do', action: 'consultations.open', input: { pertanyaan: 'tanya upah jahit' } },
    ]);
  });
});
