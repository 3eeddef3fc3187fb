import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { retain, type RetentionPace } from '../../src/gateway/retention.ts';
import { localDate } from '../../src/core/format.ts';
import type { OutboundStatus } from '../../src/core/message.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { saveKeepDays, keepDaysOf } from '../../src/services/retention.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { selectAudit } from '../../src/store/audit.ts';
import { ensureSenders, type Sender } from '../../src/store/contacts.ts';
import { listDead, settleDead } from '../../src/store/dead-messages.ts';
import { addReport } from '../../src/store/delivery-reports.ts';
import { addInbound, claimKeys, listInbound, type InboundStatus } from '../../src/store/inbound.ts';
import { migrate } from '../../src/store/migrate.ts';
import { addMatterMessage, listMatterMessages } from '../../src/store/matter-messages.ts';
import { addOutbound, listOutbound } from '../../src/store/outbound.ts';
import { receivedByMedium, sentByStatus } from '../../src/store/overview.ts';
import { addSearchMiss } from '../../src/store/search-misses.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import { addTestPerson } from '../helpers/matters.ts';

/** A Monday afternoon in Lumajang. */
const now = new Date('2026-11-23T15:00:00+07:00');
const day = 86_400_000;

/** In the middle of the day so many days ago. */
const ago = (days: number): number => now.getTime() - days * day;

/** When the day so many days ago began. */
const midnight = (days: number): number =>
  Date.parse(`${localDate(new Date(ago(days)))}T00:00:00+07:00`);

const eager: RetentionPace = { target: 4, rest: 0, busy: () => 0, wait: 1 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const clean = (store: Store, at = now, pace = eager) =>
  retain({ store, clock: () => at, log }, new AbortController().signal, pace);

interface Phone {
  readonly accountId: number;
  readonly sender: Sender;
}

async function openPhone(store: Store, office = '35.08', user = '+628123000001'): Promise<Phone> {
  await seedOffices(store);
  const wanted = { channel: 'test', name: office, medium: 'sms', officeCode: office } as const;
  const { id: accountId } = await ensureAccount(store, wanted, now);
  const senders = await ensureSenders(store, [[accountId, user]], now.getTime());
  return { accountId, sender: [...senders.values()][0] as Sender };
}

let made = 0;

async function heard(
  store: Store,
  { accountId, sender }: Phone,
  message: { readonly text: string; readonly at: number; readonly status?: InboundStatus },
): Promise<void> {
  const { text, at, status = 'done' } = message;
  const key = `key-${(made += 1)}`;
  const { contactId, addressId } = sender;
  const row = { accountId, key, contactId, addressId, text, status, nextAt: null, receivedAt: at };
  await addInbound(store, [row]);
}

async function said(
  store: Store,
  { accountId, sender }: Phone,
  message: { readonly text: string; readonly at: number; readonly status?: OutboundStatus },
): Promise<void> {
  const { text, at, status = 'delivered' } = message;
  const { contactId, addressId } = sender;
  const to = { accountId, contactId, addressId, inboundId: null, class: 0 };
  const [publicId] = await addOutbound(store, [{ ...to, text, segments: 1, trace: null }], at);
  await store.sql('outbound_messages').where({ public_id: publicId }).update({ status });
}

const textsOf = async (store: Store, { sender }: Phone): Promise<string[]> =>
  (await listInbound(store, sender.contactId)).map(({ text }) => text);

const sentOf = async (store: Store, { sender }: Phone): Promise<string[]> =>
  (await listOutbound(store, sender.contactId)).map(({ text }) => text);

onEachDatabase('what is old', (open) => {
  describe('of what people wrote', () => {
    const cases = [
      { label: 'a year ago', at: ago(365), stays: false },
      { label: 'on the day before', at: ago(31), stays: false },
      { label: 'in its last second', at: Date.parse('2026-10-23T23:59:59+07:00'), stays: false },
      { label: 'on the day, just begun', at: Date.parse('2026-10-24T00:00:00+07:00'), stays: true },
      { label: 'on the day', at: ago(30), stays: true },
      { label: 'on the day after', at: ago(29), stays: true },
    ];
    for (const { label, at, stays } of cases) {
      it(`${stays ? 'keeps' : 'deletes'} what came ${label}`, async () => {
        const store = await open();
        const phone = await openPhone(store);
        await heard(store, phone, { text: 'lama', at });
        await heard(store, phone, { text: 'baru', at: ago(0) });
        await clean(store);
        expect(await textsOf(store, phone)).to.deep.equal(stays ? ['lama', 'baru'] : ['baru']);
      });
    }

    it('keeps when and from where somebody last wrote, not what', async () => {
      const store = await open();
      const phone = await openPhone(store);
      await heard(store, phone, { text: 'satu', at: ago(50) });
      await heard(store, phone, { text: 'dua', at: ago(40) });
      expect(await clean(store)).to.deep.equal({ received: 1, 'received-emptied': 1 });
      const [last] = await listInbound(store, phone.sender.contactId);
      expect(last).to.include({ text: '', receivedAt: ago(40) });
      await heard(store, phone, { text: 'tiga', at: ago(0) });
      await clean(store);
      expect(await textsOf(store, phone)).to.deep.equal(['tiga']);
    });

    it('keeps what an officer has still to see, until it was seen', async () => {
      const store = await open();
      const phone = await openPhone(store);
      await heard(store, phone, { text: 'tolong', at: ago(90), status: 'dead' });
      await heard(store, phone, { text: 'baru', at: ago(0) });
      await clean(store);
      const [dead] = await listDead(store, undefined);
      expect(dead?.text).to.equal('tolong');
      await settleDead(store, dead?.id ?? 0);
      await clean(store);
      expect(await textsOf(store, phone)).to.deep.equal(['baru']);
    });
  });

  describe('of what was answered', () => {
    it('goes after 90 days, and stays while it may still leave', async () => {
      const store = await open();
      const phone = await openPhone(store);
      await said(store, phone, { text: 'lama', at: ago(91) });
      await said(store, phone, { text: 'antre', at: ago(91), status: 'queued' });
      await said(store, phone, { text: 'pas', at: ago(90) });
      await clean(store);
      expect(await sentOf(store, phone)).to.deep.equal(['antre', 'pas']);
    });

    it('leaves the thread of a matter as it was', async () => {
      const store = await open();
      const phone = await openPhone(store);
      await said(store, phone, { text: 'K1001, petugas Dewi: Masih dibuka.', at: ago(200) });
      await said(store, phone, { text: 'mesin', at: ago(200) });
      const outboundId: number = (await store.sql('outbound_messages').orderBy('id').first('id'))
        .id;
      const person = await addTestPerson(store);
      await person.asks(new Date(ago(200)));
      const [matterId] = (await store.sql('matters').pluck('id')) as [number];
      const answer = { matterId, direction: 'out', text: 'Masih dibuka.', outboundId } as const;
      await addMatterMessage(store, answer, ago(200));
      const before = await listMatterMessages(store, matterId);
      await clean(store);
      expect(await listMatterMessages(store, matterId)).to.deep.equal(before);
      expect(before.map(({ status }) => status)).to.include('delivered');
      const bodies: string[] = await store.sql('outbound_messages').pluck('body_sealed');
      expect(bodies).to.deep.equal(['']);
    });
  });

  it('is counted by reports as before', async () => {
    const store = await open();
    const [here, there] = [
      await openPhone(store),
      await openPhone(store, '35.09', '+628123000002'),
    ];
    for (const phone of [here, here, there]) {
      await heard(store, phone, { text: 'a', at: ago(100) });
      await heard(store, phone, { text: 'b', at: ago(99) });
      await said(store, phone, { text: 'c', at: ago(100), status: 'failed' });
      await said(store, phone, { text: 'd', at: ago(99) });
    }
    const figures = async () =>
      Promise.all(
        [undefined, '35.08', '35.09'].flatMap((office) =>
          [
            { office, from: midnight(200), to: midnight(0) },
            { office, from: midnight(100), to: midnight(99) },
          ].flatMap((span) => [receivedByMedium(store, span), sentByStatus(store, span)]),
        ),
      );
    const before = await figures();
    const counts = await clean(store);
    expect(counts).to.deep.equal({ received: 4, 'received-emptied': 2, sent: 6 });
    expect(await figures()).to.deep.equal(before);
  });

  it('is what each office says it is', async () => {
    const store = await open();
    const [here, there] = [
      await openPhone(store),
      await openPhone(store, '35.09', '+628123000002'),
    ];
    const days = { ...(await keepDaysOf(store, '35.09')), received: 60, sent: 30 };
    await saveKeepDays(store, days, { officerId: 1, office: '35.09', now });
    for (const phone of [here, there]) {
      await heard(store, phone, { text: 'lama', at: ago(45) });
      await heard(store, phone, { text: 'baru', at: ago(1) });
      await said(store, phone, { text: 'jawaban', at: ago(45) });
    }
    await clean(store);
    expect(await textsOf(store, here)).to.deep.equal(['baru']);
    expect(await textsOf(store, there)).to.deep.equal(['lama', 'baru']);
    expect(await sentOf(store, here)).to.deep.equal(['jawaban']);
    expect(await sentOf(store, there)).to.deep.equal([]);
  });

  it('of keys is far older than any repeat', async () => {
    const store = await open();
    const { accountId } = await openPhone(store);
    const [old, young] = [
      { accountId, key: 'SM1' },
      { accountId, key: 'SM2' },
    ];
    await claimKeys(store, [old], ago(401));
    await claimKeys(store, [young], ago(400));
    expect(await clean(store)).to.deep.equal({ keys: 1 });
    expect((await claimKeys(store, [young], now.getTime())).size).to.equal(0);
    expect((await claimKeys(store, [old], now.getTime())).size).to.equal(1);
  });

  it('of reports, searches and the trail goes too', async () => {
    const store = await open();
    const { accountId } = await openPhone(store);
    const report = { accountId, providerId: 'SM1', status: 'delivered', code: null };
    await addReport(store, report, ago(31));
    await addReport(store, { ...report, providerId: 'SM2' }, ago(30));
    const miss = { officeCode: '35.08', kind: 'job', words: 'jahit' } as const;
    await addSearchMiss(store, { ...miss, day: localDate(new Date(ago(401))) });
    await addSearchMiss(store, { ...miss, day: localDate(new Date(ago(400))) });
    const line = { actor: 'command', action: 'seeker.view', subject: 'D1001', detail: '{}' };
    await store.sql('audit').insert([1827, 1826].map((days) => ({ ...line, at: ago(days) })));
    expect(await clean(store)).to.deep.equal({ reports: 1, searches: 1, trail: 1 });
  });

  it('is told in the trail by counts, once', async () => {
    const store = await open();
    const phone = await openPhone(store);
    for (const days of [42, 41, 40]) await heard(store, phone, { text: 'x', at: ago(days) });
    await clean(store);
    await clean(store);
    const lines = await selectAudit(store, { limit: 10 });
    expect(lines.map(({ actor, action, detail }) => ({ actor, action, detail }))).to.deep.equal([
      { actor: 'clock', action: 'retention.run', detail: { received: 2, 'received-emptied': 1 } },
    ]);
  });

  it('goes in parts, and an end in between loses nothing', async () => {
    const store = await open();
    const phone = await openPhone(store);
    const rows = Array.from({ length: 400 }, (_, n) => ({
      ...phone.sender,
      key: `old-${n}`,
      text: 'x',
      status: 'done' as const,
      nextAt: null,
      receivedAt: ago(60),
    }));
    await addInbound(store, rows);
    await heard(store, phone, { text: 'baru', at: ago(0) });
    const count = async (): Promise<number> => (await textsOf(store, phone)).length;
    const ending = new AbortController();
    const pace = { ...eager, busy: () => (ending.abort(), 0) };
    await retain({ store, clock: () => now, log }, ending.signal, pace);
    expect(await count()).to.be.within(151, 200); // the 200 latest are listed
    const left = await store.sql('inbound_messages').count({ n: '*' });
    expect(Number(left[0]?.['n'])).to.equal(351);
    await clean(store);
    expect(await textsOf(store, phone)).to.deep.equal(['baru']);
  });

  it('waits while the process is busy', async () => {
    const store = await open();
    const phone = await openPhone(store);
    await heard(store, phone, { text: 'lama', at: ago(60) });
    await heard(store, phone, { text: 'baru', at: ago(0) });
    let asked = 0;
    await clean(store, now, { ...eager, busy: () => ((asked += 1) > 3 ? 0 : 0.6) });
    expect(asked).to.be.above(3);
    expect(await textsOf(store, phone)).to.deep.equal(['baru']);
  });
});

describe('what is old on a disk', () => {
  it('is overwritten in the file, not only forgotten', async () => {
    const place = await makePlace('sqlite');
    const store = await openPlace(place);
    await migrate(store);
    const phone = await openPhone(store);
    await heard(store, phone, { text: 'rahasia', at: ago(60) });
    await heard(store, phone, { text: 'baru', at: ago(0) });
    const [sealed] = (await store.sql('inbound_messages').pluck('body_sealed')) as string[];
    const file = place.address.file ?? '';
    const bytes = (): string =>
      [file, `${file}-wal`].map((name) => readFileSync(name, 'latin1')).join('');
    expect(bytes()).to.include(sealed);
    await clean(store);
    expect(bytes()).to.not.include(sealed);
    await store.close();
    await place.clear();
  });
});

describe('the days that an office keeps', () => {
  onEachDatabase('are bounded', (open) => {
    const cases = [
      { label: 'too few', change: { received: 6 } },
      { label: 'too many', change: { received: 91 } },
      { label: 'not whole', change: { sent: 45.5 } },
    ];
    for (const { label, change } of cases) {
      it(`when they are ${label}`, async () => {
        const store = await open();
        await seedOffices(store);
        const usual = await keepDaysOf(store, '35.08');
        const editor = { officerId: 1, office: '35.08', now };
        const refused = await saveKeepDays(store, { ...usual, ...change }, editor).catch(
          (error: unknown) => error,
        );
        expect(refused).to.be.instanceOf(RangeError);
        expect(await keepDaysOf(store, '35.08')).to.deep.equal(usual);
      });
    }
  });
});
