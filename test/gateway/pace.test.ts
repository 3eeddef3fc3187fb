import { expect } from 'chai';
import fc from 'fast-check';
import { openPace } from '../../src/gateway/pace.ts';

describe('openPace', () => {
  it('lets a burst of ten segments go, then keeps the rate', () => {
    let time = 0;
    const pace = openPace(2, () => time);
    expect(pace.available()).to.equal(10);
    pace.spend(10);
    expect(pace.available()).to.equal(0);
    expect(pace.wait()).to.equal(500);
    time = 500;
    expect(pace.available()).to.equal(1);
  });

  it('waits longer after a message of many segments', () => {
    let time = 0;
    const pace = openPace(1, () => time);
    pace.spend(13);
    expect(pace.wait()).to.equal(4_000);
    time = 4_000;
    expect(pace.available()).to.equal(1);
  });

  it('never sends more than burst + rate x time, whatever the order of events', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3_000 }), { maxLength: 60 }), (pauses) => {
        let time = 0;
        let sent = 0;
        const pace = openPace(3, () => time);
        for (const pause of pauses) {
          time += pause;
          const now = pace.available();
          pace.spend(now);
          sent += now;
        }
        return sent <= 10 + (3 * time) / 1000;
      }),
    );
  });
});
