import { expect } from 'chai';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ak1Dates,
  ak1EndsOn,
  countedFrom,
  dateAfterReport,
  nextAk1Date,
  nextReminder,
  reportMadeOn,
} from '../../src/core/ak1-dates.ts';

/** Months since the year 0. */
const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

describe('addMonths', () => {
  const cases = [
    { label: '31 August + 6: 28 February', date: '2026-08-31', months: 6, expected: '2027-02-28' },
    {
      label: '31 August + 6 in a leap year',
      date: '2027-08-31',
      months: 6,
      expected: '2028-02-29',
    },
    {
      label: '29 February + 24: 28 February',
      date: '2024-02-29',
      months: 24,
      expected: '2026-02-28',
    },
    {
      label: '29 February + 48: 29 February',
      date: '2024-02-29',
      months: 48,
      expected: '2028-02-29',
    },
    { label: '31 March + 6: 30 September', date: '2026-03-31', months: 6, expected: '2026-09-30' },
    { label: '31 October + 6: 30 April', date: '2026-10-31', months: 6, expected: '2027-04-30' },
    {
      label: '28 February + 6 stays the 28th',
      date: '2026-02-28',
      months: 6,
      expected: '2026-08-28',
    },
    { label: 'over the end of the year', date: '2026-11-23', months: 6, expected: '2027-05-23' },
    { label: '1 December + 18', date: '2026-12-01', months: 18, expected: '2028-06-01' },
    { label: 'nothing', date: '2026-11-23', months: 0, expected: '2026-11-23' },
    {
      label: 'in a century without leap day',
      date: '2099-08-31',
      months: 6,
      expected: '2100-02-28',
    },
  ];
  for (const { label, date, months, expected } of cases) {
    it(label, () => {
      expect(addMonths(date, months)).to.equal(expected);
    });
  }

  const dates = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10));

  it('gives a real date in the right month, never a later day of the month', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 60 }), (date, months) => {
        const later = addMonths(date, months);
        expect(new Date(`${later}T00:00:00Z`).toISOString().slice(0, 10)).to.equal(later);
        expect(monthOf(later)).to.equal(monthOf(date) + months);
        const short = later.slice(8) < date.slice(8);
        expect(Number(later.slice(8))).to.be.at.most(Number(date.slice(8)));
        if (short) expect(addDays(later, 1).slice(8)).to.equal('01');
      }),
    );
  });

  it('keeps the order of dates', () => {
    fc.assert(
      fc.property(dates, dates, fc.integer({ min: 0, max: 60 }), (a, b, months) => {
        const [first = '', last = ''] = [a, b].toSorted();
        expect(addMonths(first, months) <= addMonths(last, months)).to.equal(true);
      }),
    );
  });
});

describe('the dates of a card', () => {
  it('are three reports and the end', () => {
    expect(ak1Dates('2026-08-31')).to.deep.equal([
      { kind: 'report', on: '2027-02-28' },
      { kind: 'report', on: '2027-08-31' },
      { kind: 'report', on: '2028-02-29' },
      { kind: 'end', on: '2028-08-31' },
    ]);
  });

  it('are counted from the date of the card, not from the report before', () => {
    expect(ak1Dates('2026-10-31').map(({ on }) => on.slice(5))).to.deep.equal([
      '04-30',
      '10-31',
      '04-30',
      '10-31',
    ]);
  });

  it('are those that the office has set', () => {
    const rule = { reports: [12], valid: 36 };
    expect(ak1Dates('2024-02-29', rule)).to.deep.equal([
      { kind: 'report', on: '2025-02-28' },
      { kind: 'end', on: '2027-02-28' },
    ]);
    expect(ak1EndsOn('2024-02-29', rule)).to.equal('2027-02-28');
  });

  const nexts = [
    { label: 'on the day of issue', today: '2026-11-23', on: '2027-05-23', remind: '2027-05-16' },
    { label: 'before the reminder', today: '2027-05-15', on: '2027-05-23', remind: '2027-05-16' },
    { label: 'on the reminder', today: '2027-05-16', on: '2027-05-23', remind: '2027-11-16' },
    { label: 'on the date itself', today: '2027-05-23', on: '2027-05-23', remind: '2027-11-16' },
    { label: 'the day after', today: '2027-05-24', on: '2027-11-23', remind: '2027-11-16' },
    {
      label: 'after the third report',
      today: '2028-05-24',
      on: '2028-11-23',
      remind: '2028-11-16',
    },
    { label: 'on the last day', today: '2028-11-23', on: '2028-11-23', remind: undefined },
    { label: 'when it has ended', today: '2028-11-24', on: undefined, remind: undefined },
  ];
  for (const { label, today, on, remind } of nexts) {
    it(`next ${label}: ${on ?? 'nothing'}`, () => {
      expect(nextAk1Date('2026-11-23', today)?.on).to.equal(on);
      expect(nextReminder('2026-11-23', today)).to.equal(remind);
    });
  }
});

describe('a report', () => {
  // A card of 23 November 2026: reports on 23 May, 23 November, 23 May, the end on 23 November 2028.
  const cases = [
    { today: '2026-11-23', made: undefined, next: '2027-05-23' },
    { today: '2027-02-21', made: undefined, next: '2027-05-23' },
    { today: '2027-02-22', made: '2027-05-23', next: '2027-11-23' },
    { today: '2027-05-23', made: '2027-05-23', next: '2027-11-23' },
    { today: '2027-06-30', made: '2027-05-23', next: '2027-11-23' },
    { today: '2027-08-21', made: '2027-05-23', next: '2027-11-23' },
    { today: '2027-08-25', made: '2027-11-23', next: '2028-05-23' },
    { today: '2028-05-20', made: '2028-05-23', next: '2028-11-23' },
    { today: '2028-10-01', made: undefined, next: '2028-11-23' },
    { today: '2028-11-23', made: undefined, next: undefined },
  ];
  for (const { today, made, next } of cases) {
    it(`on ${today} is ${made ? `that of ${made}` : 'none of the card'}, then ${next}`, () => {
      expect(reportMadeOn('2026-11-23', today)).to.equal(made);
      expect(dateAfterReport('2026-11-23', today)?.on).to.equal(next);
    });
  }
});

describe('countedFrom', () => {
  const cases = [
    { label: 'an own card', issuedOn: '2026-08-31', endsOn: '2028-08-31', expected: '2026-08-31' },
    {
      label: 'of 29 February',
      issuedOn: '2028-02-29',
      endsOn: '2030-02-28',
      expected: '2028-02-29',
    },
    {
      label: 'a replacement',
      issuedOn: '2027-03-01',
      endsOn: '2028-08-31',
      expected: '2026-08-31',
    },
  ];
  for (const { label, expected, ...card } of cases) {
    it(`${label}: ${expected}`, () => {
      expect(countedFrom(card)).to.equal(expected);
    });
  }
});
