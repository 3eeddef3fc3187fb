import { expect } from 'chai';
import {
  isoTime,
  localDate,
  shortDate,
  shownDate,
  shownMoment,
  shownMoney,
  shownTime,
} from '../../src/core/format.ts';

describe('dates and times', () => {
  const evening = new Date('2026-11-23T17:30:00Z');

  it('says the date where the office is', () => {
    expect(localDate(evening)).to.equal('2026-11-24');
    expect(localDate(evening, 'UTC')).to.equal('2026-11-23');
  });

  it('says the time with a dot', () => {
    expect(shownTime(evening)).to.equal('00.30');
    expect(shownTime(new Date('2026-11-24T08:00:00Z'))).to.equal('15.00');
  });

  it('writes a date with the day first', () => {
    expect(shownDate('1999-01-12')).to.equal('12-01-1999');
  });

  const days = [
    { date: '2026-11-24', expected: 'Sel 24 Nov' },
    { date: '2026-05-01', expected: 'Jum 1 Mei' },
    { date: '2026-08-16', expected: 'Min 16 Agu' },
    { date: '2026-12-31', expected: 'Kam 31 Des' },
  ];
  for (const { date, expected } of days) {
    it(`writes ${date} as ${expected}`, () => {
      expect(shortDate(date)).to.equal(expected);
    });
  }

  const zones = [
    { zone: 'Asia/Jakarta', expected: '2026-11-24T00:30:00+07:00' },
    { zone: 'Asia/Makassar', expected: '2026-11-24T01:30:00+08:00' },
    { zone: 'UTC', expected: '2026-11-23T17:30:00+00:00' },
  ];
  for (const { zone, expected } of zones) {
    it(`tells programs a moment by the clock of ${zone}`, () => {
      expect(isoTime(evening.getTime(), zone)).to.equal(expected);
    });
  }

  it('follows a clock that is put on, and an offset that no hour is', () => {
    const moments = ['06:59:59', '07:00:00', '06:59:59'].map((time) =>
      Date.parse(`2026-03-08T${time}Z`),
    );
    expect(moments.map((at) => isoTime(at, 'America/New_York'))).to.deep.equal([
      '2026-03-08T01:59:59-05:00',
      '2026-03-08T03:00:00-04:00',
      '2026-03-08T01:59:59-05:00',
    ]);
    expect(isoTime(evening.getTime(), 'Asia/Kathmandu')).to.equal('2026-11-23T23:15:00+05:45');
  });

  it('writes a moment as day and time', () => {
    expect(shownMoment(new Date('2026-11-24T08:00:00Z'))).to.equal('Sel 24 Nov 15.00');
  });
});

describe('shownMoney', () => {
  const cases = [
    { rupiah: 2_400_000, expected: 'Rp2,4 jt' },
    { rupiah: 2_000_000, expected: 'Rp2 jt' },
    { rupiah: 2_281_469, expected: 'Rp2,28 jt' },
    { rupiah: 1_000_000, expected: 'Rp1 jt' },
    { rupiah: 12_500_000, expected: 'Rp12,5 jt' },
    { rupiah: 1_250_000_000, expected: 'Rp1.250 jt' },
    { rupiah: 500_000, expected: 'Rp500 rb' },
    { rupiah: 999_999, expected: 'Rp999.999' },
    { rupiah: 1_250, expected: 'Rp1.250' },
    { rupiah: 350, expected: 'Rp350' },
    { rupiah: 0, expected: 'Rp0' },
  ];
  for (const { rupiah, expected } of cases) {
    it(`writes ${rupiah} as ${expected}`, () => {
      expect(shownMoney(rupiah)).to.equal(expected);
    });
  }
});
