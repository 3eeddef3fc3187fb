import { expect } from 'chai';
import { groupAlike } from '../../src/language/likeness.ts';

describe('groupAlike', () => {
  it('puts what speaks of the same together, the largest group first', () => {
    const texts = [
      'ngurus bpjs kerja',
      'kapan panen raya',
      'bpjs kerja ngurusnya',
      'urus bpjs kerja gmn',
    ];
    const groups = groupAlike(texts, (text) => text);
    expect(groups[0]).to.have.members([texts[0], texts[2], texts[3]]);
    expect(groups.flat()).to.have.lengthOf(texts.length);
  });

  it('keeps strangers apart', () => {
    expect(groupAlike(['sapi mabur', 'udan deres'], (text) => text)).to.have.lengthOf(2);
  });
});
