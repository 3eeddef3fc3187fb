import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { isoTime } from '../../src/core/format.ts';
import { addWorkingMinutes } from '../../src/core/working-time.ts';
import {
  CalendarError,
  getCalendar,
  saveCalendar,
  type CalendarForm,
} from '../../src/services/calendars.ts';
import { shownHours, workingTimeOf, type Week } from '../../src/services/office-hours.ts';
import { officeFacts, seedOffices } from '../../src/services/offices.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const morning = ['08.00-14.00'];
const broken = ['08.00-12.00', '13.00-15.00'];
const weekdays: Week = { Sen: morning, Sel: morning, Rab: morning, Kam: morning, Jum: morning };

describe('shownHours', () => {
  const rows: readonly (readonly [string, Week, string])[] = [
    ['one time all week', weekdays, 'Sen-Jum 08.00-14.00'],
    [
      'a short Friday',
      { ...weekdays, Jum: ['07.30-11.00'] },
      'Sen-Kam 08.00-14.00, Jum 07.30-11.00',
    ],
    ['a single day', { Rab: morning }, 'Rab 08.00-14.00'],
    ['days apart', { Sen: morning, Rab: morning }, 'Sen 08.00-14.00, Rab 08.00-14.00'],
    ['Saturday and Sunday', { Sab: morning, Min: morning }, 'Sab-Min 08.00-14.00'],
    [
      'a break',
      Object.fromEntries(Object.keys(weekdays).map((day) => [day, broken])),
      'Sen-Jum 08.00-12.00 & 13.00-15.00',
    ],
    [
      'no breaks where there is no room',
      { Sen: broken, Sel: broken, Rab: broken, Kam: broken, Jum: ['08.00-11.00'] },
      'Sen-Kam 08.00-15.00, Jum 08.00-11.00',
    ],
  ];
  for (const [label, week, expected] of rows) {
    it(`tells ${label}`, () => {
      expect(shownHours(week)).to.equal(expected);
    });
  }

  it('refuses hours that no SMS has room for', () => {
    const week = { Sen: ['07.00-08.00'], Sel: ['08.00-09.00'], Rab: ['09.00-10.00'] };
    expect(() => shownHours(week)).to.throw(InputError);
  });
});

onEachDatabase('the calendar of an office', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const form: CalendarForm = { week: weekdays, holidays: {}, standards: {} };
  const save = (change: Partial<CalendarForm>, office = '35.08') =>
    store.transaction((db) =>
      saveCalendar(db, { ...form, ...change }, { office, officerId: 1, now }),
    );
  /** The moment ten minutes of work after a moment. */
  const tenMinutesOn = async (from: string, office = '35.08'): Promise<string> => {
    const calendar = await workingTimeOf(store, office);
    const sum = addWorkingMinutes(calendar, new Date(`${from}:00+07:00`), 10);
    return isoTime(sum.getTime()).slice(0, 16);
  };

  it('comes from the files, each day with its origin', async () => {
    const calendar = await getCalendar(store, '35.08');
    expect(calendar).to.include({ shown: 'Sen-Jum 08.00-14.00', hoursConfirmed: false });
    expect(calendar.standards).to.deep.include({ question: { days: 1 }, complaint: { days: 7 } });
    expect(calendar.holidays).to.deep.include({
      date: '2026-12-25',
      name: 'Natal',
      from: 'general',
      confirmed: true,
    });
    expect((await getCalendar(store, '35.09')).standards['complaint']).to.deep.equal({ days: 5 });
  });

  it('says no hours of an office that has given none, and works by the usual ones', async () => {
    expect((await officeFacts(store, '35.09'))['jam']).to.equal('jam kerja');
    expect(await tenMinutesOn('2026-11-28T10:00', '35.09')).to.equal('2026-11-30T08:10');
  });

  it('changes what people are told and what is reckoned at once, together', async () => {
    await save({ week: { Sen: ['09.00-12.00'], Kam: ['09.00-12.00'] } }, '35.09');
    expect((await officeFacts(store, '35.09'))['jam']).to.equal('Sen 09.00-12.00, Kam 09.00-12.00');
    expect(await tenMinutesOn('2026-11-24T10:00', '35.09')).to.equal('2026-11-26T09:10');
    expect(await getCalendar(store, '35.09')).to.include({ hoursConfirmed: true });
  });

  it('takes a local holiday, and a general one on which the office works', async () => {
    await save({ holidays: { '2026-12-15': 'Hari Jadi Lumajang', '2026-12-24': null } });
    expect(await tenMinutesOn('2026-12-15T10:00')).to.equal('2026-12-16T08:10');
    expect(await tenMinutesOn('2026-12-24T10:00')).to.equal('2026-12-24T10:10');
    expect(await tenMinutesOn('2026-12-15T10:00', '35.09')).to.equal('2026-12-15T10:10');
    const { holidays, workdays } = await getCalendar(store, '35.08');
    expect(holidays.filter(({ from }) => from === 'office')).to.have.length(1);
    expect(workdays).to.deep.equal(['2026-12-24']);
  });

  it('takes what the province has set for all', async () => {
    await save({ holidays: { '2027-03-10': 'Idul Fitri' } }, '35');
    expect(await tenMinutesOn('2027-03-10T10:00')).to.equal('2027-03-11T08:10');
    const { holidays } = await getCalendar(store, '35.08');
    expect(holidays.find(({ date }) => date === '2027-03-10')?.from).to.equal('province');
    await save({ holidays: { '2027-03-10': null } });
    expect(await tenMinutesOn('2027-03-10T10:00')).to.equal('2027-03-10T10:10');
  });

  it('leaves a line in the audit trail', async () => {
    await save({});
    expect(await store.sql('audit').first('actor', 'action', 'subject')).to.deep.equal({
      actor: 'officer:1',
      action: 'calendar.change',
      subject: 'office:35.08',
    });
  });

  const manyHours = { Sen: ['07.00-08.00'], Sel: ['08.00-09.00'], Rab: ['09.00-10.00'] };
  const faults: readonly (readonly [string, Partial<CalendarForm>, string])[] = [
    ['no hours at all', { week: {} }, 'hours'],
    ['hours that end before they begin', { week: { Sen: ['14.00-08.00'] } }, 'hours'],
    ['hours that overlap', { week: { Sen: ['08.00-12.00', '11.00-15.00'] } }, 'hours'],
    ['an hour that is none', { week: { Sen: ['08.00-25.00'] } }, 'hours'],
    ['words for hours', { week: { Sen: ['pagi'] } }, 'hours'],
    ['more hours than an SMS tells', { week: manyHours }, 'hours-shown'],
    ['a day that is none', { holidays: { '2026-02-30': 'x' } }, 'date'],
    ['a date written otherwise', { holidays: { '24-12-2026': 'x' } }, 'date'],
    ['a holiday without a name', { holidays: { '2026-12-15': '' } }, 'name'],
    ['half a day', { standards: { question: { days: 0.5 } } }, 'standard'],
    ['no time at all', { standards: { question: { minutes: 0 } } }, 'standard'],
    ['a standard of nothing', { standards: { tea: { days: 1 } } }, 'standard'],
  ];
  for (const [label, change, fault] of faults) {
    it(`refuses ${label} and keeps what was`, async () => {
      const refused: unknown = await save(change).catch((error: unknown) => error);
      expect(refused).to.be.instanceOf(CalendarError).and.include({ fault });
      expect((await officeFacts(store, '35.08'))['jam']).to.equal('Sen-Jum 08.00-14.00');
    });
  }
});
