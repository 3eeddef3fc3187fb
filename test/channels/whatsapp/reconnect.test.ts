import { expect } from 'chai';
import { openReconnects } from '../../../src/channels/whatsapp/reconnect.ts';

const minute = 60_000;

const world = (random = () => 1) => {
  let now = 0;
  const reconnects = openReconnects(() => now, random);
  return { ...reconnects, pass: (ms: number) => void (now += ms), now: () => now };
};

describe('openReconnects', () => {
  for (const reason of [401, 403, 411, 419, 440]) {
    it(`stops at ${reason}`, () => expect(world().after(reason)).to.equal('stop'));
  }

  it('comes back at once when asked to, after pairing', () => {
    expect(world().after(515)).to.deep.equal({ pause: 0 });
  });

  for (const reason of [408, 428, 500, 503, 405, undefined]) {
    it(`waits, twice as long each time and at most five minutes, after ${reason}`, () => {
      const { after, pass } = world();
      const pauses = Array.from({ length: 12 }, () => {
        const next = after(reason);
        pass(10 * minute);
        return next === 'stop' ? undefined : next.pause;
      });
      const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300];
      expect(pauses).to.deep.equal(seconds.map((s) => s * 1_000));
    });
  }

  it('waits anywhere between nothing and that', () => {
    expect(world(() => 0.25).after(408)).to.deep.equal({ pause: 250 });
  });

  it('begins anew after a connection came about', () => {
    const { after, opened } = world();
    after(408);
    after(408);
    opened();
    expect(after(408)).to.deep.equal({ pause: 1_000 });
  });

  for (const reason of [408, 515]) {
    it(`tries at most twenty times in any hour, after ${reason} too`, () => {
      const { after, pass, now, opened } = world(() => 0);
      const attempts: number[] = [];
      while (now() < 3 * 60 * minute) {
        const next = after(reason);
        opened(); // a connection that ends as soon as it is there
        pass(next === 'stop' ? Infinity : next.pause);
        attempts.push(now());
        pass(1);
      }
      for (const at of attempts) {
        const inHour = attempts.filter((other) => other > at - 60 * minute && other <= at);
        expect(inHour.length).to.be.at.most(20);
      }
      expect(attempts.length).to.be.greaterThan(50);
    });
  }
});
