import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/core/errors.ts';
import { isoTime } from '../../src/core/format.ts';
import {
  addWorkingDays,
  addWorkingMinutes,
  checkHours,
  isWorkingTime,
  nextOpening,
  roundUpToHour,
  workingMinutesBetween,
  type Span,
  type WorkingTime,
} from '../../src/core/working-time.ts';

const plain: readonly Span[] = [[8 * 60, 14 * 60]];
const broken: readonly Span[] = [
  [8 * 60, 12 * 60],
  [13 * 60, 15 * 60],
];
const shortFriday: readonly Span[] = [[7 * 60 + 30, 11 * 60]];

const holidays = new Set(['2026-12-24', '2026-12-25', '2027-01-01']);
const calendars = {
  /** Mon-Fri 08.00-14.00: 360 minutes a day. */
  plain: { week: [[], plain, plain, plain, plain, plain, []], holidays },
  /** Mon-Thu 08.00-12.00 & 13.00-15.00, Fri 07.30-11.00. */
  broken: { week: [[], broken, broken, broken, broken, shortFriday, []], holidays },
  /** Saturdays only. */
  saturday: { week: [[], [], [], [], [], [], plain], holidays },
} satisfies Record<string, WorkingTime>;

type Name = keyof typeof calendars;

/** A moment where the office is; 23 November 2026 is a Monday. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const told = (moment: Date): string => isoTime(moment.getTime()).slice(0, 16).replace('T', ' ');

describe('addWorkingMinutes', () => {
  const rows: readonly (readonly [string, Name, string, number, string])[] = [
    ['within a day', 'plain', '2026-11-23 08:00', 60, '2026-11-23 09:00'],
    ['to the very closing', 'plain', '2026-11-23 08:00', 360, '2026-11-23 14:00'],
    ['one minute past closing', 'plain', '2026-11-23 08:00', 361, '2026-11-24 08:01'],
    ['over a night', 'plain', '2026-11-23 13:30', 60, '2026-11-24 08:30'],
    ['Friday afternoon', 'plain', '2026-11-27 13:00', 120, '2026-11-30 09:00'],
    ['Friday after closing', 'plain', '2026-11-27 16:00', 60, '2026-11-30 09:00'],
    ['Saturday', 'plain', '2026-11-28 10:00', 60, '2026-11-30 09:00'],
    ['Sunday before midnight', 'plain', '2026-11-29 23:59', 60, '2026-11-30 09:00'],
    ['before opening', 'plain', '2026-11-23 05:00', 60, '2026-11-23 09:00'],
    ['at closing', 'plain', '2026-11-23 14:00', 1, '2026-11-24 08:01'],
    ['none at all, open', 'plain', '2026-11-23 09:10', 0, '2026-11-23 09:10'],
    ['none at all, closed', 'plain', '2026-11-28 09:10', 0, '2026-11-30 08:00'],
    ['a whole week', 'plain', '2026-11-23 08:00', 5 * 360 + 1, '2026-11-30 08:01'],
    ['over Christmas', 'plain', '2026-12-23 13:00', 120, '2026-12-28 09:00'],
    ['over the end of the year', 'plain', '2026-12-31 13:00', 120, '2027-01-04 09:00'],
    ['on a holiday', 'plain', '2026-12-25 09:00', 30, '2026-12-28 08:30'],
    ['over lunch', 'broken', '2026-11-23 11:30', 60, '2026-11-23 13:30'],
    ['in the middle of lunch', 'broken', '2026-11-23 12:20', 10, '2026-11-23 13:10'],
    ['to lunch', 'broken', '2026-11-23 11:00', 60, '2026-11-23 12:00'],
    ['over a short Friday', 'broken', '2026-11-27 10:30', 60, '2026-11-30 08:30'],
    ['over lunch and night', 'broken', '2026-11-23 11:00', 200, '2026-11-24 08:20'],
    ['a day a week', 'saturday', '2026-11-23 08:00', 361, '2026-12-05 08:01'],
    ['half a minute', 'plain', '2026-11-23 13:59', 1.5, '2026-11-24 08:00'],
  ];
  for (const [label, calendar, from, minutes, expected] of rows) {
    it(`${label}: ${from} + ${minutes} min`, () => {
      const sum = addWorkingMinutes(calendars[calendar], at(from), minutes);
      expect(told(sum)).to.equal(expected);
    });
  }
});

describe('addWorkingDays', () => {
  const rows: readonly (readonly [string, Name, string, number, string])[] = [
    ['to the next day', 'plain', '2026-11-23 09:15', 1, '2026-11-24 09:15'],
    ['from Friday', 'plain', '2026-11-27 09:15', 1, '2026-11-30 09:15'],
    ['from Friday evening', 'plain', '2026-11-27 18:00', 1, '2026-12-01 08:00'],
    ['from Sunday', 'plain', '2026-11-22 08:05', 1, '2026-11-24 08:00'],
    ['from closing', 'plain', '2026-11-23 14:00', 1, '2026-11-25 08:00'],
    ['over Christmas', 'plain', '2026-12-23 09:00', 2, '2026-12-29 09:00'],
    ['over the end of the year', 'plain', '2026-12-31 10:00', 1, '2027-01-04 10:00'],
    ['60 days of supervision', 'plain', '2026-11-23 09:00', 60, '2027-02-18 09:00'],
    ['no day', 'plain', '2026-11-23 09:00', 0, '2026-11-23 09:00'],
    ['into a shorter day', 'broken', '2026-11-26 14:00', 1, '2026-11-27 11:00'],
    ['into an earlier day', 'broken', '2026-11-27 07:30', 1, '2026-11-30 08:00'],
    ['a day a week', 'saturday', '2026-11-28 09:00', 2, '2026-12-12 09:00'],
  ];
  for (const [label, calendar, from, days, expected] of rows) {
    it(`${label}: ${from} + ${days}`, () => {
      expect(told(addWorkingDays(calendars[calendar], at(from), days))).to.equal(expected);
    });
  }

  it('moves a time of the break to its end', () => {
    const week = [[], plain, broken, [], [], [], []];
    const sum = addWorkingDays({ week, holidays }, at('2026-11-23 12:30'), 1);
    expect(told(sum)).to.equal('2026-11-24 13:00');
  });
});

describe('isWorkingTime and nextOpening', () => {
  const rows: readonly (readonly [string, Name, string, boolean, string])[] = [
    ['at opening', 'plain', '2026-11-23 08:00', true, '2026-11-23 08:00'],
    ['a minute before', 'plain', '2026-11-23 07:59', false, '2026-11-23 08:00'],
    ['at closing', 'plain', '2026-11-23 14:00', false, '2026-11-24 08:00'],
    ['a minute before closing', 'plain', '2026-11-23 13:59', true, '2026-11-23 13:59'],
    ['at lunch', 'broken', '2026-11-23 12:30', false, '2026-11-23 13:00'],
    ['on Saturday', 'plain', '2026-11-28 09:00', false, '2026-11-30 08:00'],
    ['on a holiday', 'plain', '2026-12-24 09:00', false, '2026-12-28 08:00'],
    [
      'on New Year, still the old year in UTC',
      'plain',
      '2027-01-01 03:00',
      false,
      '2027-01-04 08:00',
    ],
  ];
  for (const [label, calendar, moment, open, opening] of rows) {
    it(`${label}: ${moment}`, () => {
      expect(isWorkingTime(calendars[calendar], at(moment))).to.equal(open);
      expect(told(nextOpening(calendars[calendar], at(moment)))).to.equal(opening);
    });
  }
});

describe('workingMinutesBetween', () => {
  const rows: readonly (readonly [string, Name, string, string, number])[] = [
    ['within a day', 'plain', '2026-11-23 09:00', '2026-11-23 10:30', 90],
    ['over a weekend', 'plain', '2026-11-27 13:00', '2026-11-30 09:00', 120],
    ['closed all along', 'plain', '2026-11-28 09:00', '2026-11-29 09:00', 0],
    ['over lunch', 'broken', '2026-11-23 11:30', '2026-11-23 13:30', 60],
    ['backwards', 'plain', '2026-11-24 09:00', '2026-11-23 09:00', 0],
    ['over Christmas', 'plain', '2026-12-23 08:00', '2026-12-28 08:30', 390],
  ];
  for (const [label, calendar, from, to, minutes] of rows) {
    it(`${label}: ${from} to ${to}`, () => {
      expect(workingMinutesBetween(calendars[calendar], at(from), at(to))).to.equal(minutes);
    });
  }
});

describe('roundUpToHour', () => {
  for (const [from, expected] of [
    ['2026-11-24 14:01', '2026-11-24 15:00'],
    ['2026-11-24 14:00', '2026-11-24 14:00'],
    ['2026-12-31 23:30', '2027-01-01 00:00'],
  ] as const) {
    it(from, () => {
      expect(told(roundUpToHour(at(from)))).to.equal(expected);
    });
  }
});

describe('an empty calendar', () => {
  const none: WorkingTime = { week: [[], [], [], [], [], [], []], holidays: new Set() };
  const everyDay = Array.from({ length: 800 }, (_, day) =>
    new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10),
  );
  const alwaysOff: WorkingTime = { ...calendars.plain, holidays: new Set(everyDay) };
  const moment = at('2026-11-23 09:00');
  const deeds = {
    addWorkingMinutes: (calendar: WorkingTime) => addWorkingMinutes(calendar, moment, 60),
    addWorkingDays: (calendar: WorkingTime) => addWorkingDays(calendar, moment, 2),
    nextOpening: (calendar: WorkingTime) => nextOpening(calendar, moment),
  };
  for (const [name, deed] of Object.entries(deeds)) {
    for (const [label, calendar] of Object.entries({ none, alwaysOff })) {
      it(`is told by ${name}, which ends (${label})`, () => {
        expect(() => deed(calendar)).to.throw(InputError, 'no working hours');
      });
    }
  }

  it('knows of no working minute', () => {
    expect(isWorkingTime(none, moment)).to.equal(false);
  });
});

const mondays = (spans: readonly Span[]): WorkingTime['week'] => [[], spans, [], [], [], [], []];

describe('checkHours', () => {
  const rows: readonly (readonly [string, WorkingTime['week'], string | undefined])[] = [
    ['takes a span', mondays(plain), undefined],
    ['takes a break', mondays(broken), undefined],
    ['takes midnight to midnight', mondays([[0, 1440]]), undefined],
    ['refuses hours that end before they begin', mondays([[600, 500]]), 'weekday 1'],
    ['refuses hours of no length', mondays([[600, 600]]), 'weekday 1'],
    [
      'refuses overlap',
      mondays([
        [480, 720],
        [700, 900],
      ]),
      'weekday 1',
    ],
    [
      'refuses disorder',
      mondays([
        [780, 900],
        [480, 720],
      ]),
      'weekday 1',
    ],
    ['refuses a day of 25 hours', mondays([[480, 1500]]), 'weekday 1'],
    ['refuses no hours at all', mondays([]), 'no working hours at all'],
    ['refuses half a week', [plain, plain], 'no working hours at all'],
  ];
  for (const [label, given, message] of rows) {
    it(label, () => {
      if (message === undefined) checkHours(given);
      else expect(() => checkHours(given)).to.throw(InputError, message);
    });
  }
});

describe('working time', () => {
  const start = at('2026-11-01 00:00').getTime();
  const moments = fc
    .integer({ min: 0, max: 120 * 24 * 60 })
    .map((minutes) => new Date(start + minutes * 60_000));
  const some = fc.constantFrom(...Object.values(calendars));

  it('takes away what it has added', () => {
    fc.assert(
      fc.property(some, moments, fc.integer({ min: 0, max: 10_000 }), (calendar, from, minutes) => {
        const to = addWorkingMinutes(calendar, from, minutes);
        expect(workingMinutesBetween(calendar, from, to)).to.equal(minutes);
      }),
    );
  });

  it('adds in two steps what it adds in one', () => {
    const minutes = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(some, moments, minutes, minutes, (calendar, from, a, b) => {
        const step = addWorkingMinutes(calendar, addWorkingMinutes(calendar, from, a), b);
        expect(told(step)).to.equal(told(addWorkingMinutes(calendar, from, a + b)));
      }),
    );
  });

  it('ends a number of days within hours, never before it began', () => {
    fc.assert(
      fc.property(some, moments, fc.integer({ min: 1, max: 30 }), (calendar, from, days) => {
        const to = addWorkingDays(calendar, from, days);
        expect(to.getTime()).to.be.above(from.getTime());
        const justBefore = new Date(to.getTime() - 1);
        expect(isWorkingTime(calendar, to) || isWorkingTime(calendar, justBefore)).to.equal(true);
      }),
    );
  });
});
