import { expect } from 'chai';
import { tendBroadcasts } from '../../src/gateway/broadcasts.ts';
import {
  cancelBroadcast,
  findBroadcast,
  pauseBroadcast,
  readLanes,
  resumeBroadcast,
} from '../../src/services/broadcasts.ts';
import { joinContacts } from '../../src/store/joins.ts';
import { listOutbound } from '../../src/store/outbound.ts';
import { addPerson, addSubscriber, release, type Subscriber } from '../helpers/broadcasts.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const hour = 3_600_000;
const day = 24 * hour;
const siti = '+6281234567801';
const leader = { id: 1, role: 'supervisor' } as const;

onEachDatabase('a broadcast', (open) => {
  let store: Store;
  let office: TestGateway;
  let accountId: number;

  beforeEach(async () => {
    store = await open();
    office = await openTestGateway(store);
    [accountId = 0] = [...office.accounts.keys()];
    office.pass(2 * hour); // Monday 23 November, 10.00
  });

  const tools = () => ({
    ...office.tools,
    routes: () => office.gateway.routes(),
    wake: () => office.gateway.wake(),
  });

  /** Everything that may leave now leaves; gives to whom. */
  async function round(): Promise<readonly string[]> {
    const before = office.sent.length;
    for (let seen = -1; seen !== office.sent.length;) {
      seen = office.sent.length;
      while (await tendBroadcasts(tools()));
      await office.gateway.drain();
    }
    await tendBroadcasts(tools());
    return office.sent.slice(before).map(({ to }) => to);
  }

  const subscribe = (one: Subscriber) => addSubscriber(store, { accountId, ...one });
  const send = (form = {}) => release(store, office.now(), form, [accountId]);

  const untold: readonly (readonly [string, Partial<Subscriber>])[] = [
    ['who has said STOP', { contact: { stopped_at: 5 } }],
    ['on whose phone somebody was in danger', { contact: { guarded_at: 5 } }],
    ['who has blocked us there', { address: { blocked_at: 5 } }],
    ['who writes from another country', { userId: '+60123456789' }],
    ['whose proven number is of another country', { address: { phone: '+60123456789' } }],
    ['whose YA was withdrawn', { consent: { withdrawn_at: 5 } }],
    ['whose YA was to an employer', { consent: { purpose: 'employer' } }],
    ['whose YA was to words without job fairs', { version: '2026-11' }],
    ['whose three months are over', { endsAt: 5 }],
    ['who subscribed at another office', { office: '35.09' }],
  ];
  it('reaches one whose YA holds', async () => {
    await subscribe({ userId: siti });
    const id = await send();
    expect(await round()).to.deep.equal([siti]);
    expect(await findBroadcast(store, id)).to.include({ state: 'done' });
  });

  for (const [label, one] of untold) {
    it(`does not reach one ${label}`, async () => {
      await subscribe({ userId: siti, ...one });
      const id = await send();
      expect(await round()).to.deep.equal([]);
      expect(await findBroadcast(store, id)).to.include({ state: 'done' });
    });
  }

  it('of a vacancy reaches who said YA to vacancies alone', async () => {
    await subscribe({ userId: siti, version: '2026-11' });
    await send({ topic: 'vacancies' });
    expect(await round()).to.deep.equal([siti]);
  });

  it('says who writes and how to stop, and is read by officers', async () => {
    const contactId = await subscribe({ userId: siti });
    const id = await send();
    await round();
    const text =
      'Disnaker Lumajang: Bursa kerja Sabtu 28 Nov 08.00 di GOR Wira Bhakti, gratis. Berhenti: STOP';
    expect(office.sent.at(-1)).to.include({ to: siti, text });
    const [row] = await store.sql('outbound_messages').where({ broadcast_id: id });
    expect(row).to.include({ body_sealed: '', class: 2, purpose: 'push' });
    expect((await store.sql('broadcasts').first('text_sealed')).text_sealed).not.to.include('GOR');
    const [message] = await listOutbound(store, contactId);
    expect(message).to.include({ text, status: 'sent' });
  });

  it('goes to those alone who were chosen', async () => {
    const near = await addPerson(store);
    const far = await addPerson(store, { area: '35.08.09.2001' });
    const learned = await addPerson(store, { education: 'S1' });
    await subscribe({ userId: siti, person: { id: near } });
    await subscribe({ userId: '+6281234567802', person: { id: far } });
    await subscribe({ userId: '+6281234567803', person: { id: learned } });
    await subscribe({ userId: '+6281234567804' });
    await send({ districtCode: '35.08.04', education: 'SMK' });
    expect(await round()).to.deep.equal([siti]);
  });

  it('tells a person of two phones once', async () => {
    const id = await addPerson(store);
    await subscribe({ userId: siti, person: { id } });
    await subscribe({ userId: '+6281234567802', person: { id } });
    await subscribe({ userId: '+6281234567803', person: { id, role: 'family' } });
    await send();
    expect(await round()).to.have.members([siti, '+6281234567803']);
  });

  it('leaves once when two phones turn out to be one person on its way', async () => {
    const winner = await subscribe({ userId: siti });
    const loser = await subscribe({ userId: '+6281234567802' });
    const id = await send();
    while (await tendBroadcasts(tools()));
    await store.transaction((db) =>
      joinContacts(db, { winner, loser }, ([newest]) => newest ?? null, 1),
    );
    expect(await round()).to.deep.equal([siti]);
    expect((await readLanes(store, id))[0]).to.include({ queued: 2, sent: 1, failed: 1 });
  });

  it('reaches nobody who subscribes after the release', async () => {
    await subscribe({ userId: siti });
    await send();
    await subscribe({ userId: '+6281234567802' });
    expect(await round()).to.deep.equal([siti]);
  });

  it('is not sent to who says STOP while it waits', async () => {
    await subscribe({ userId: siti });
    await subscribe({ userId: '+6281234567802' });
    const id = await send();
    while (await tendBroadcasts(tools()));
    expect(await store.sql('outbound_messages').where({ broadcast_id: id })).to.have.length(2);
    await office.say(siti, 'STOP');
    expect(
      office.sent.filter(({ text }) => text.includes('Bursa')).map(({ to }) => to),
    ).to.deep.equal(['+6281234567802']);
    await round();
    const [lane] = await readLanes(store, id);
    expect(lane).to.include({ queued: 2, sent: 1, failed: 1, leftOut: 0 });
  });

  it('is not sent to who says STOP before it comes to the messages', async () => {
    office.pass(10 * hour); // evening
    await subscribe({ userId: siti });
    const id = await send();
    expect(await round()).to.deep.equal([]);
    await office.say(siti, 'STOP');
    office.pass(14 * hour);
    expect((await round()).length).to.equal(0);
    const [lane] = await readLanes(store, id);
    expect(lane).to.include({ queued: 1, leftOut: 1, sent: 0 });
    expect(await findBroadcast(store, id)).to.include({ state: 'done' });
  });

  it('waits for a working day, by daylight', async () => {
    await subscribe({ userId: siti });
    office.pass(6 * hour); // 16.00
    await send();
    expect(await round(), 'in the evening').to.deep.equal([]);
    office.pass(16 * hour + 59 * 60_000);
    expect(await round(), 'at 08.59').to.deep.equal([]);
    office.pass(60_000);
    expect(await round(), 'at 09.00').to.deep.equal([siti]);
  });

  it('keeps the promise of two messages a week', async () => {
    const at = office.now().getTime();
    await subscribe({ userId: siti, sentAt: at - 1.5 * day });
    const id = await send();
    expect(await round()).to.deep.equal([]);
    office.pass(2 * day);
    expect(await round()).to.deep.equal([siti]);
    const [alert] = await store.sql('job_alerts');
    expect(alert).to.include({ sent_at: at + 2 * day, next_at: at + 5.5 * day });
    expect(await findBroadcast(store, id)).to.include({ state: 'done' });
  });

  it('is not told after its last day', async () => {
    await subscribe({ userId: siti, sentAt: office.now().getTime() - 0.5 * day });
    const id = await send({ lastDay: '2026-11-25' });
    expect(await round()).to.deep.equal([]);
    office.pass(3 * day);
    expect(await round()).to.deep.equal([]);
    expect((await readLanes(store, id))[0]).to.include({ queued: 1, leftOut: 1 });
    expect(await findBroadcast(store, id)).to.include({ state: 'done' });
  });

  it('stops while it is paused, goes on after, and ends when it is cancelled', async () => {
    for (let n = 0; n < 3; n += 1) await subscribe({ userId: `+628123456790${n}` });
    const id = await send();
    while (await tendBroadcasts(tools()));
    const deed = { officer: leader, now: office.now() };
    await pauseBroadcast(store, id, deed);
    expect(await round()).to.deep.equal([]);
    await resumeBroadcast(store, id, deed);
    expect(await round()).to.have.length(3);

    office.pass(4 * day);
    const other = await send();
    while (await tendBroadcasts(tools()));
    await cancelBroadcast(store, other, deed);
    expect(await round()).to.deep.equal([]);
    expect((await readLanes(store, other))[0]).to.include({ queued: 3, sent: 0, failed: 3 });
    expect((await findBroadcast(store, other))?.endedAt).to.equal(office.now().getTime());
  });

  it('counts what became of its messages, late reports too', async () => {
    await subscribe({ userId: siti });
    await subscribe({ userId: '+6281234567802' });
    const id = await send();
    await round();
    const [first] = office.sent;
    const report = { kind: 'report', account: '+6281100000000', providerId: first!.id } as const;
    await office.gateway.receive('test', [{ ...report, status: 'delivered' }]);
    expect((await readLanes(store, id))[0]).to.include({ sent: 1, delivered: 1, failed: 0 });
    await tendBroadcasts(tools());
    expect(await store.sql('broadcast_changes')).to.deep.equal([]);
    await office.gateway.receive('test', [{ ...report, status: 'read' }]);
    expect((await readLanes(store, id))[0]).to.include({ sent: 1, delivered: 1, failed: 0 });
  });

  it('forgets who is erased', async () => {
    const contactId = await subscribe({ userId: siti });
    office.pass(10 * hour);
    const id = await send();
    await round();
    await store.sql('job_alerts').where({ contact_id: contactId }).delete();
    await store.sql('addresses').where({ contact_id: contactId }).delete();
    office.pass(14 * hour);
    expect(await round()).to.deep.equal([]);
    expect(await findBroadcast(store, id)).to.include({ state: 'done' });
  });
});
