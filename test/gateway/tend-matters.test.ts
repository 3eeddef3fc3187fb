import { expect } from 'chai';
import { isoTime } from '../../src/core/format.ts';
import { tendMatters } from '../../src/gateway/tend-matters.ts';
import { saveCalendar } from '../../src/services/calendars.ts';
import {
  addFromContact,
  claimMatter,
  confirmMatter,
  getMatter,
  queueOf,
  replyToMatter,
  type MatterView,
} from '../../src/services/matters.ts';
import type { Officer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addTestOfficer, addTestPerson, type Person } from '../helpers/matters.ts';

/** A moment where the office is; 23 November 2026 is a Monday. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const monday = at('2026-11-23 08:00');

onEachDatabase('what the clock does to matters', (open) => {
  let store: Store;
  let dewi: Officer;
  let person: Person;

  beforeEach(async () => {
    store = await open();
    dewi = await addTestOfficer(store, 'dewi');
    person = await addTestPerson(store);
  });

  const claim = (number: string, now: Date) =>
    store.transaction((db) => claimMatter(db, number, { officer: dewi, now }));
  const reply = (number: string, now: Date) =>
    store.transaction((db) => replyToMatter(db, number, { officer: dewi, now, text: 'Masih.' }));
  const view = async (number: string): Promise<MatterView> => {
    const found = await getMatter(store, number, { officer: dewi });
    if (!found) throw new Error('no matter');
    return found;
  };
  const events = async (number: string): Promise<readonly string[]> =>
    (await view(number)).thread
      .filter(({ kind }) => kind === 'event')
      .map(({ event }) => String(event));

  /** True when the matter is as it was a minute before the moment, and no more at the moment. */
  async function changesAt(number: string, moment: string): Promise<void> {
    const before = (await view(number)).status;
    await tendMatters(store, new Date(at(moment).getTime() - 60_000));
    expect((await view(number)).status, 'a minute before').to.equal(before);
    await tendMatters(store, at(moment));
    expect((await view(number)).status, 'at the moment').not.to.equal(before);
  }

  const claims: readonly (readonly [string, string, string])[] = [
    ['after four hours of work', '2026-11-23 08:10', '2026-11-23 12:10'],
    ['at reply-by, when that is sooner', '2026-11-23 12:00', '2026-11-24 08:00'],
    ['four hours after a claim that came too late', '2026-11-24 08:30', '2026-11-24 12:30'],
    ['on Monday, when taken on Friday', '2026-11-27 12:00', '2026-11-30 10:00'],
  ];
  for (const [label, taken, lapses] of claims) {
    it(`lets a forgotten claim lapse ${label}`, async () => {
      const { number } = await person.asks(monday);
      await claim(number, at(taken));
      await changesAt(number, lapses);
      expect(await view(number)).to.include({ status: 'open', assignee: null });
      expect(await events(number)).to.include('lapsed');
      const { officer } = (await view(number)).thread.find(({ event }) => event === 'lapsed')!;
      expect(officer).to.equal('Dewi Lestari');
    });
  }

  it('counts the hours of the clock for danger', async () => {
    const { number, replyBy } = await person.asks(at('2026-11-28 21:10'), { urgent: true });
    expect(isoTime(replyBy.getTime())).to.contain('2026-11-28T23:00');
    await claim(number, at('2026-11-28 23:10'));
    await changesAt(number, '2026-11-29 03:10');
  });

  const answers: readonly (readonly [string, string, string])[] = [
    ['two working days later', '2026-11-23 10:15', '2026-11-25 10:15'],
    ['over a weekend', '2026-11-26 10:15', '2026-11-30 10:15'],
    ['over Christmas', '2026-12-23 10:15', '2026-12-29 10:15'],
  ];
  for (const [label, answered, closes] of answers) {
    it(`closes what was answered and not objected to ${label}`, async () => {
      const { number } = await person.asks(new Date(at(answered).getTime() - 60_000));
      await reply(number, at(answered));
      await changesAt(number, closes);
      expect(await view(number)).to.include({ status: 'closed', closedBecause: 'silence' });
    });
  }

  it('never takes the silence of somebody in danger for consent', async () => {
    const { number } = await person.asks(monday, { urgent: true });
    await reply(number, monday);
    await tendMatters(store, at('2027-01-29 10:00'));
    expect((await view(number)).status).to.equal('answered');
  });

  it('lets BELUM take back that silence counted as YA', async () => {
    const { id, number } = await person.asks(monday);
    await reply(number, monday);
    await tendMatters(store, at('2026-11-25 09:00'));
    const later = at('2026-11-25 09:30');
    const told = await store.transaction((db) => confirmMatter(person.in(db, later), id, 'no'));
    expect(told).to.include({ status: 'open' });
    expect(isoTime(told?.replyBy.getTime() ?? 0)).to.contain('2026-11-26T10:00');
  });

  it('begins the four hours anew with a text of the person', async () => {
    const { id, number } = await person.asks(monday);
    await reply(number, at('2026-11-23 08:30'));
    const later = at('2026-11-23 09:30');
    await store.transaction((db) => addFromContact(person.in(db, later), id, 'Syaratnya?'));
    await changesAt(number, '2026-11-23 13:30');
  });

  it('waits for a holiday that was entered after the answer', async () => {
    const { number } = await person.asks(monday);
    await reply(number, at('2026-11-23 10:15'));
    const hours = ['08.00-14.00'];
    const week = { Sen: hours, Sel: hours, Rab: hours, Kam: hours, Jum: hours };
    const form = { week, holidays: { '2026-11-24': 'Hari setempat' }, standards: {} };
    const editor = { officerId: dewi.id, office: '35.08', now: monday };
    await store.transaction((db) => saveCalendar(db, form, editor));
    await changesAt(number, '2026-11-26 10:15');
  });

  it('points once to what was not answered in time, and puts it first', async () => {
    const { number } = await person.asks(monday);
    const friday = at('2026-11-27 09:00');
    const later = await person.asks(friday);
    await tendMatters(store, friday);
    await tendMatters(store, new Date(friday.getTime() + 60_000));
    expect(await events(number)).to.deep.equal(['overdue']);
    expect((await view(number)).escalatedAt).to.contain('2026-11-27T09:00');
    const queue = await queueOf(store, dewi, friday);
    expect(queue.map((matter) => [matter.number, matter.rank])).to.deep.equal([
      [number, 'overdue'],
      [later.number, 'rest'],
    ]);
  });

  it('does each deed once when several processes do it at once', async () => {
    const numbers: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const { number } = await person.asks(monday);
      if (count % 3 === 0) await claim(number, monday);
      if (count % 3 === 1) await reply(number, monday);
      numbers.push(number);
    }
    const late = at('2026-12-07 09:00');
    await Promise.all(Array.from({ length: 6 }, () => tendMatters(store, late)));
    const kinds = [];
    for (const number of numbers) kinds.push((await events(number)).join(' '));
    expect(kinds.slice(0, 3)).to.deep.equal(['claimed lapsed overdue', 'closed', 'overdue']);
    expect(new Set(kinds)).to.have.property('size', 3);
    const audit = await store.sql('audit').where({ actor: 'clock' });
    expect(audit).to.have.length(16);
  });
});
