import { expect } from 'chai';
import { isoTime } from '../../src/core/format.ts';
import { saveCalendar } from '../../src/services/calendars.ts';
import { claimMatter, replyToMatter } from '../../src/services/matters.ts';
import { replyBy, type Promised } from '../../src/services/reply-by.ts';
import { seedOffices } from '../../src/services/offices.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addTestOfficer, addTestPerson } from '../helpers/matters.ts';

/** A moment where the office is; 23 November 2026 is a Monday, hours are 08.00-14.00. */
const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+07:00`);
const told = (moment: Date): string => isoTime(moment.getTime()).slice(0, 16).replace('T', ' ');

const question = { office: '35.08', kind: 'K', urgent: false, category: null } as const;
const complaint = { ...question, kind: 'A' } as const;

onEachDatabase('reply-by', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const standards: readonly (readonly [string, Promised, string, string])[] = [
    ['a question', question, '2026-11-23 09:20', '2026-11-24 10:00'],
    ['a question at a full hour', question, '2026-11-23 09:00', '2026-11-24 09:00'],
    ['a question on Sunday', question, '2026-11-22 08:05', '2026-11-24 08:00'],
    ['a question on Friday afternoon', question, '2026-11-27 13:30', '2026-11-30 14:00'],
    ['a question on Friday evening', question, '2026-11-27 19:00', '2026-12-01 08:00'],
    ['a question before Christmas', question, '2026-12-23 10:30', '2026-12-28 11:00'],
    ['a question at the end of the year', question, '2026-12-31 13:10', '2027-01-04 14:00'],
    ['a complaint in Lumajang', complaint, '2026-11-23 09:20', '2026-12-02 10:00'],
    [
      'a complaint elsewhere',
      { ...complaint, office: '35.09' },
      '2026-11-23 09:20',
      '2026-11-30 10:00',
    ],
    [
      'a complaint for the inspection',
      { ...complaint, category: 'safety' },
      '2026-11-23 09:20',
      '2027-02-18 10:00',
    ],
    [
      'a complaint of a kind of its own',
      { ...complaint, category: 'x' },
      '2026-11-23 09:20',
      '2026-12-02 10:00',
    ],
    ['danger in the night', { ...complaint, urgent: true }, '2026-11-28 23:20', '2026-11-29 01:00'],
  ];
  for (const [label, promised, from, expected] of standards) {
    it(`of ${label} is ${expected}`, async () => {
      expect(told(await replyBy(store, promised, at(from)))).to.equal(expected);
    });
  }

  it('follows what the office has set as its standard', async () => {
    const hours = ['08.00-14.00'];
    const form = {
      week: { Sen: hours, Kam: hours },
      holidays: {},
      standards: { question: { minutes: 30 } },
    };
    const editor = { officerId: 1, office: '35.08', now: at('2026-11-23 08:00') };
    await store.transaction((db) => saveCalendar(db, form, editor));
    expect(told(await replyBy(store, question, at('2026-11-23 13:45')))).to.equal(
      '2026-11-26 09:00',
    );
  });

  const now = at('2026-11-23 08:00');
  const dayAgo = now.getTime() - 86_400_000;

  /** Answers of an office: working minutes each took, by which officer. */
  async function answered(
    minutes: readonly number[],
    { officers = ['dewi'], ago = 1 } = {},
  ): Promise<void> {
    const { contactId } = await addTestPerson(store);
    const ids: number[] = [];
    for (const username of officers) ids.push((await addTestOfficer(store, username)).id);
    const rows = minutes.map((handled, count) => ({
      kind: 'K',
      number: 5_000 + count,
      office_code: '35.08',
      contact_id: contactId,
      status: 'closed',
      assignee_id: ids[count % ids.length],
      opened_at: 1,
      updated_at: 1,
      answered_at: now.getTime() - ago * 86_400_000,
      handled_minutes: handled,
    }));
    await store.sql('matters').insert(rows);
  }

  async function waiting(count: number, status = 'open', office = '35.08'): Promise<void> {
    const { contactId } = await addTestPerson(store, { office });
    const rows = Array.from({ length: count }, (_, index) => ({
      kind: 'K',
      number: 9_000 + index,
      office_code: office,
      contact_id: contactId,
      status,
      opened_at: dayAgo,
      updated_at: dayAgo,
    }));
    await store.sql('matters').insert(rows);
  }

  const queues: readonly {
    readonly label: string;
    readonly given: () => Promise<void>;
    readonly expected: string;
  }[] = [
    {
      label: 'as long as nobody has answered yet, whatever waits',
      given: () => waiting(200),
      expected: '2026-11-24 08:00',
    },
    {
      label: 'while the queue is shorter than the standard',
      given: async () => {
        await answered([10, 20, 30]);
        await waiting(18); // 18 x 20 = 360 minutes, a day
      },
      expected: '2026-11-24 08:00',
    },
    {
      label: 'later when the queue is longer',
      given: async () => {
        await answered([10, 20, 30]);
        await waiting(40); // 800 minutes: two days and 80 minutes
      },
      expected: '2026-11-25 10:00',
    },
    {
      label: 'half as late with two who answer',
      given: async () => {
        await answered([20, 20, 20, 20], { officers: ['dewi', 'budi'] });
        await waiting(40); // 400 minutes: a day and 40 minutes
      },
      expected: '2026-11-24 09:00',
    },
    {
      label: 'by the middle, not by the one that took long',
      given: async () => {
        await answered([20, 20, 20, 9_000]);
        await waiting(40);
      },
      expected: '2026-11-25 10:00',
    },
    {
      label: 'without what was answered over 30 days ago',
      given: async () => {
        await answered([200, 200], { ago: 31 });
        await waiting(40);
      },
      expected: '2026-11-24 08:00',
    },
    {
      label: 'without what is answered and only waits for YA',
      given: async () => {
        await answered([20]);
        await waiting(40, 'answered');
      },
      expected: '2026-11-24 08:00',
    },
    {
      label: 'with what is claimed and not answered',
      given: async () => {
        await answered([20]);
        await waiting(40, 'claimed');
      },
      expected: '2026-11-25 10:00',
    },
    {
      label: 'without what waits elsewhere',
      given: async () => {
        await answered([20]);
        await waiting(40, 'open', '35.09');
      },
      expected: '2026-11-24 08:00',
    },
  ];
  for (const { label, given, expected } of queues) {
    it(`is reckoned ${label}`, async () => {
      await given();
      expect(told(await replyBy(store, question, now))).to.equal(expected);
    });
  }

  it('learns from answers how long one takes', async () => {
    const dewi = await addTestOfficer(store, 'dewi');
    const person = await addTestPerson(store);
    const numbers: string[] = [];
    for (let count = 0; count < 3; count += 1) numbers.push((await person.asks(now)).number);
    const reply = (number: string | undefined, moment: string) =>
      store.transaction((db) =>
        replyToMatter(db, number ?? '', { officer: dewi, now: at(moment), text: 'Ya.' }),
      );
    const claimed = { officer: dewi, now: at('2026-11-23 08:10') };
    await store.transaction((db) => claimMatter(db, numbers[0] ?? '', claimed));
    await reply(numbers[0], '2026-11-23 08:25'); // claimed at 8.10
    await reply(numbers[1], '2026-11-23 08:35'); // since the answer before
    await reply(numbers[2], '2026-11-24 09:35'); // over the night: 325 + 95 minutes
    const rows: { handled_minutes: number }[] = await store.sql('matters').orderBy('id');
    expect(rows.map(({ handled_minutes: minutes }) => minutes)).to.deep.equal([15, 10, 420]);
  });
});
