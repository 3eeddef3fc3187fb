import { expect } from 'chai';
import { admit, isLoop } from '../../src/gateway/guards.ts';

const now = 10_000_000;
const person = { helper: false, floodNoticedAt: null };
const traffic = (minute: number, day = minute) => ({ minute, fiveMinutes: minute, day });

const cases = [
  { label: 'a first message is answered', traffic: undefined, sender: person, expected: 'answer' },
  {
    label: 'the 19th of a minute is answered',
    traffic: traffic(18),
    sender: person,
    expected: 'answer',
  },
  { label: 'the 20th gets one notice', traffic: traffic(19), sender: person, expected: 'notice' },
  {
    label: 'then there is silence',
    traffic: traffic(21),
    sender: { helper: false, floodNoticedAt: now - 1_000 },
    expected: 'silence',
  },
  {
    label: 'a notice of more than an hour ago is given again',
    traffic: traffic(21),
    sender: { helper: false, floodNoticedAt: now - 3_600_001 },
    expected: 'notice',
  },
  {
    label: 'the 200th of a day gets a notice',
    traffic: traffic(1, 199),
    sender: person,
    expected: 'notice',
  },
  {
    label: 'a village helper registers many people and is exempt',
    traffic: traffic(150, 900),
    sender: { helper: true, floodNoticedAt: null },
    expected: 'answer',
  },
];

describe('admit', () => {
  for (const row of cases) {
    it(row.label, () => expect(admit(row.traffic, row.sender, now)).to.equal(row.expected));
  }
});

describe('isLoop', () => {
  it('is true at the 21st equal reply, not before', () => {
    const equal = Array.from({ length: 20 }, () => 'sama');
    expect(isLoop('sama', equal)).to.equal(true);
    expect(isLoop('sama', equal.slice(1))).to.equal(false);
    expect(isLoop('lain', equal)).to.equal(false);
  });
});
