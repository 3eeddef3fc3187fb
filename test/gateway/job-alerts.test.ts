import { consentsOfContact } from '../../src/store/consents.ts';
import { expect } from 'chai';
import { sendAlerts } from '../../src/gateway/job-alerts.ts';
import { saveComparison } from '../../src/services/alert-comparison.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { addSubscribers } from '../helpers/subscribers.ts';
import { fillVacancies } from '../helpers/vacancies.ts';

const siti = '+6281234567801';
const rina = '+6281234567802';
const hour = 3_600_000;

const sew = () => ({ words: 'jahit', office: '35.08' });

const halfSew = (n: number) => ({ words: n % 2 === 0 ? 'jahit' : 'sopir', office: '35.08' });

onEachDatabase('sendAlerts', (open) => {
  let store: Store;
  let office: TestGateway;
  let number = 1001;

  /** Publishes sewing jobs, verified now. */
  const publish = (...titles: readonly string[]): Promise<unknown> =>
    fillVacancies(
      store,
      titles.map((title) => ({
        title,
        number: number++,
        verifiedAt: office.now().getTime(),
        closesOn: '2027-12-31',
      })),
    );

  async function round(): Promise<readonly string[]> {
    office.sent.splice(0);
    await sendAlerts(office.tools);
    await office.gateway.drain();
    return office.sent.map(({ to, text }) => `${to} ${text}`);
  }

  async function subscribe(from: string, words: string): Promise<void> {
    await office.say(from, `KABARI ${words}`);
    await office.say(from, 'YA');
    office.pass(2 * hour); // Monday 23 November, 10.00
  }

  async function compare(share: number): Promise<void> {
    const editor = { officerId: 1, office: '35.08', now: office.now() };
    await store.transaction((db) => saveComparison(db, share, editor));
  }

  const drawn = (later: 0 | 1): Promise<readonly { contact_id: number }[]> =>
    store.sql('job_alert_groups').where({ later });

  beforeEach(async () => {
    store = await open();
    office = await openTestGateway(store);
    number = 1001;
  });

  it('tells of each vacancy once, three at a time, at most twice a week', async () => {
    await publish(...['satu', 'dua', 'tiga', 'empat', 'lima'].map((name) => `Penjahit ${name}`));
    await subscribe(siti, 'JAHIT');
    const [first = '', ...others] = await round();
    expect(others).to.deep.equal([]);
    expect(first.match(/\d\) /g)).to.have.length(3);
    office.pass(24 * hour);
    expect(await round()).to.deep.equal([]);
    await office.say(siti, 'MENU');
    await office.say(siti, 'BATAL');
    office.pass(3 * 24 * hour);
    const [second = ''] = await round();
    expect(second.match(/\d\) /g)).to.have.length(2);
    const told = [...`${first} ${second}`.matchAll(/Penjahit (\w+)/g)].map(([, name]) => name);
    expect(new Set(told)).to.have.property('size', 5);
    office.pass(7 * 24 * hour);
    expect(await round()).to.deep.equal([]);
  });

  it('tells of what is verified later, only to whom it fits', async () => {
    await subscribe(siti, 'JAHIT');
    await subscribe(rina, 'SOPIR');
    expect(await round()).to.deep.equal([]);
    await publish('Penjahit gorden');
    expect((await round()).map((line) => line.slice(0, siti.length))).to.deep.equal([siti]);
  });

  it('writes nothing by night, at a weekend, in a dialogue, after STOP', async () => {
    await publish('Penjahit gorden');
    await subscribe(siti, 'JAHIT');
    office.pass(10 * hour);
    expect(await round(), 'in the evening').to.deep.equal([]);
    office.pass(14 * hour);
    await office.say(siti, 'DAFTAR');
    expect(await round(), 'in a dialogue').to.deep.equal([]);
    await office.say(siti, 'BATAL');
    await office.say(siti, 'STOP');
    expect(await round(), 'after STOP').to.deep.equal([]);
    await office.say(siti, 'MULAI');
    expect(await round(), 'MULAI alone is no new YA').to.deep.equal([]);
    expect(await store.sql('job_alerts')).to.deep.equal([]);
  });

  it('begins with short transactions: everybody waits for them', async () => {
    const [accountId = 0] = office.accounts.keys();
    await addSubscribers(store, { accountId, count: 12, now: office.now(), wish: sew });
    office.pass(2 * hour);
    await round();
    await publish('Penjahit gorden');
    const asked: number[] = [];
    const watched: Store = {
      ...store,
      transaction: (work) =>
        store.transaction(async (db) => {
          const before: readonly unknown[] = await db.sql('outbound_messages').select('id');
          const result = await work(db);
          const after: readonly unknown[] = await db.sql('outbound_messages').select('id');
          asked.push(after.length - before.length);
          return result;
        }),
    };
    expect(await sendAlerts({ ...office.tools, store: watched })).to.equal(12);
    const portions = asked.filter((n) => n > 0);
    expect(portions[0]).to.equal(2);
    for (const [at, portion] of portions.entries()) {
      expect(portion).to.be.at.most(Math.max(5, 2 * (portions[at - 1] ?? 1)));
    }
  });

  it('tells once when several processes want to', async () => {
    await publish('Penjahit gorden');
    await subscribe(siti, 'JAHIT');
    office.sent.splice(0);
    await Promise.all([sendAlerts(office.tools), sendAlerts(office.tools)]);
    await office.gateway.drain();
    expect(office.sent).to.have.length(1);
    expect(await round()).to.deep.equal([]);
  });

  it('keeps the YA with the words it was said to, and the wish unreadable', async () => {
    await subscribe(siti, 'JAHIT PASIRIAN');
    const [consent] = await store.sql('consents');
    expect(consent).to.include({ purpose: 'push', version: '2026-11b', withdrawn_at: null });
    const [given] = await consentsOfContact(store, consent.contact_id);
    expect(given?.text).to.include('lowongan jahit di Pasirian');
    const [alert] = await store.sql('job_alerts');
    expect(JSON.stringify(alert)).not.to.match(/jahit|pasirian/i);
  });

  it('goes beside the wish when nothing else came for two weeks', async () => {
    await publish('Penjahit gorden');
    await subscribe(siti, 'JAHIT SENDURO');
    expect(await round()).to.deep.equal([]);
    office.pass(13 * 24 * hour);
    expect(await round()).to.deep.equal([]);
    office.pass(24 * hour);
    expect(await round()).to.have.length(1);
  });

  it('writes to whom it fits among many, in as many batches as it takes', async () => {
    const [account] = office.accounts.keys();
    const now = office.now();
    const all = { accountId: account ?? 0, count: 120, now, wish: halfSew };
    expect(await addSubscribers(store, all)).to.equal(2);
    office.pass(2 * hour);
    expect(await round()).to.deep.equal([]);
    await publish('Penjahit gorden');
    expect(await round()).to.have.length(60);
    expect(await round()).to.deep.equal([]);
  });

  it('is not held up by one record that cannot be read', async () => {
    await subscribe(siti, 'JAHIT');
    await subscribe(rina, 'JAHIT');
    await publish('Penjahit gorden');
    const contact = {
      contact_id: (await store.sql('job_alerts').orderBy('id').first()).contact_id,
    };
    const broken = { ...contact, state_sealed: 'broken', updated_at: 1 };
    await store.sql('conversations').insert(broken).onConflict('contact_id').merge();
    expect((await round()).map((line) => line.slice(0, rina.length))).to.deep.equal([rina]);
    expect(office.logged.map(({ message }) => message)).to.include('alert not told');
    expect(await round()).to.deep.equal([]);
  });

  it('understands wishes that an older version kept', async () => {
    await subscribe(siti, 'JAHIT');
    await round();
    await store.sql('job_alerts').update({ wish_id: null });
    await store.sql('job_alert_wishes').delete();
    await publish('Penjahit gorden');
    office.pass(15 * 24 * hour);
    expect(await round()).to.have.length(1);
  });

  describe('with a comparison', () => {
    const people = Array.from({ length: 12 }, (_, at) => `+62812345690${10 + at}`);

    async function subscribeAll(): Promise<void> {
      for (const from of people) {
        await office.say(from, 'KABARI JAHIT');
        await office.say(from, 'YA');
      }
      office.pass(2 * hour);
    }

    it('tells a share of everything a week later', async () => {
      await compare(50);
      await publish('Penjahit gorden');
      await subscribeAll();
      const [now, later] = [(await drawn(0)).length, (await drawn(1)).length];
      expect(now).to.be.greaterThan(1);
      expect(later).to.be.greaterThan(1);
      expect(await round()).to.have.length(now);
      office.pass(6 * 24 * hour);
      expect(await round()).to.deep.equal([]);
      office.pass(24 * hour);
      expect(await round()).to.have.length(later);
      await publish('Penjahit kebaya');
      expect(await round()).to.have.length(now);
      office.pass(7 * 24 * hour);
      expect(await round()).to.have.length(later);
    });

    it('keeps the YA with the words that told of it, and STOP ends it', async () => {
      await compare(50);
      await subscribeAll();
      const [consent] = await store.sql('consents');
      expect(consent).to.include({ version: '2026-11-acak' });
      const [given] = await consentsOfContact(store, consent.contact_id);
      expect(given?.text).to.include('sebagian diundi');
      for (const from of people) await office.say(from, 'STOP');
      await publish('Penjahit gorden');
      office.pass(8 * 24 * hour);
      expect(await round()).to.deep.equal([]);
    });

    it('draws nobody who was not told of it, and each once for ever', async () => {
      await subscribe(siti, 'JAHIT');
      await compare(50);
      await subscribe(siti, 'SOPIR');
      expect(await store.sql('job_alert_groups')).to.deep.equal([]);
      await subscribeAll();
      const first = await store.sql('job_alert_groups').orderBy('contact_id');
      await compare(1);
      await subscribeAll();
      expect(await store.sql('job_alert_groups').orderBy('contact_id')).to.deep.equal(first);
    });

    it('ends the delay when it is turned off', async () => {
      await compare(50);
      await subscribeAll();
      await round();
      await compare(0);
      office.pass(7 * 24 * hour);
      await round();
      await publish('Penjahit gorden');
      expect(await round()).to.have.length(people.length);
    });
  });
});
