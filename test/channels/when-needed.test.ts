import { expect } from 'chai';
import { whenNeeded } from '../../src/channels/when-needed.ts';

describe('whenNeeded', () => {
  it('opens when first asked, once for all who ask', async () => {
    let opened = 0;
    const ask = whenNeeded(async () => (opened += 1));
    expect(opened).to.equal(0);
    expect(await Promise.all([ask(), ask()])).to.deep.equal([1, 1]);
    expect(await ask()).to.equal(1);
  });

  it('tries again after a failure', async () => {
    let broken = true;
    const ask = whenNeeded(async () => {
      if (broken) throw new Error('not there');
      return 'there';
    });
    expect(await ask().catch((error: Error) => error.message)).to.equal('not there');
    broken = false;
    expect(await ask()).to.equal('there');
  });
});
