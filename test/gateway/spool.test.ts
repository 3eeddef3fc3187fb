import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { ChannelEvent } from '../../src/core/message.ts';
import type { Receive } from '../../src/gateway/recover.ts';
import { openSpooling } from '../../src/gateway/spooling.ts';
import { testKeys, type Store } from '../helpers/databases.ts';
import { openMigrated } from '../helpers/migrated.ts';
import { reached } from '../helpers/reached.ts';
import { Busy, openSpoolPlace, routeTo, said, type SpoolPlace } from '../helpers/spool.ts';

const never: Receive = () => new Promise(() => undefined);

describe('the spool', () => {
  let store: Store;
  let place: SpoolPlace;
  before(async () => {
    store = await openMigrated(testKeys);
  });
  after(() => store.close());
  beforeEach(async () => {
    place = await openSpoolPlace(store);
  });
  afterEach(() => place.clear());

  it('is not touched while the database works', async () => {
    const { receive } = await place.open();
    await receive('twilio', [said(1, 'a')]);
    expect(place.database.taken).to.deep.equal(['1 a']);
    expect(await place.waiting()).to.deep.equal([]);
  });

  it('keeps what the database refuses, and gives it back in order', async () => {
    const { receive, drain, spool } = await place.open();
    place.database.why = new Busy();
    await receive('twilio', [said(1, 'a')]);
    await receive('twilio', [said(1, 'b')]);
    await receive('twilio', [said(2, 'a')]);
    expect(spool.counts).to.deep.equal({ waiting: 3, failed: 0 });
    await drain();
    expect(place.database.taken).to.deep.equal([]);
    place.database.why = undefined;
    await drain();
    expect(place.database.taken).to.deep.equal(['1 a', '1 b', '2 a']);
    expect(await place.waiting()).to.deep.equal([]);
    expect(spool.counts).to.deep.equal({ waiting: 0, failed: 0 });
  });

  it('refuses what its provider offers again', async () => {
    const { receive } = await place.open();
    place.database.why = new Busy();
    const refused = await receive('telegram', [said(1, 'a')]).catch((error: unknown) => error);
    expect(refused).to.equal(place.database.why);
    expect(await place.waiting()).to.deep.equal([]);
  });

  it("lets nobody's words overtake their own, and holds up nobody else", async () => {
    const { receive, drain, spool } = await place.open();
    place.database.why = new Busy();
    await receive('twilio', [said(1, 'a')]);
    place.database.why = undefined;
    spool.up();
    await receive('twilio', [said(1, 'b')]);
    await receive('twilio', [said(2, 'a')]);
    expect(place.database.taken).to.deep.equal(['2 a']);
    await drain();
    expect(place.database.taken).to.deep.equal(['2 a', '1 a', '1 b']);
    await receive('twilio', [said(1, 'c')]);
    expect(place.database.taken.at(-1)).to.equal('1 c');
  });

  it('asks the database no more until that takes a message of the spool', async () => {
    const { receive, drain, spool } = await place.open();
    place.database.why = new Busy();
    await receive('twilio', [said(1, 'a')]);
    expect(spool.isDown).to.equal(true);
    place.database.why = undefined;
    await receive('twilio', [said(2, 'a')]);
    expect(place.database.taken).to.deep.equal([]);
    await drain();
    expect(spool.isDown).to.equal(false);
    await receive('twilio', [said(3, 'a')]);
    expect(place.database.taken).to.deep.equal(['1 a', '2 a', '3 a']);
  });

  it('keeps what the database does not take in time', async function () {
    this.timeout(30_000);
    const { spool } = await place.open();
    const routes = [routeTo('twilio')];
    const receive = openSpooling(never, { spool, routes: () => routes, log: place.log });
    const kept = receive('twilio', [said(1, 'a')]).then(() => 'kept');
    const late = pause(15_000, 'not kept', { ref: false });
    expect(await Promise.race([kept, late])).to.equal('kept');
    expect(spool.counts.waiting).to.equal(1);
  });

  it('tells of no health that is old by then', async () => {
    const { receive } = await place.open();
    place.database.why = new Busy();
    const health: ChannelEvent = { kind: 'health', state: 'up' };
    const refused = await receive('twilio', [health]).catch((error: unknown) => error);
    expect(refused).to.equal(place.database.why);
    expect(await place.waiting()).to.deep.equal([]);
  });

  it('is drained by the next process, and no word overtakes those of a dead one', async () => {
    const dead = await place.open();
    place.database.why = new Busy();
    await dead.receive('twilio', [said(1, 'a')]);
    place.database.why = undefined;
    place.pass(-86_400_000); // a clock that was set back meanwhile
    const next = await place.open();
    await next.receive('twilio', [said(1, 'b')]);
    expect(place.database.taken).to.deep.equal([]);
    await next.drain();
    expect(place.database.taken).to.deep.equal(['1 a', '1 b']);
  });

  it('is heeded by a process that has written nothing into it', async () => {
    const [one, other] = [await place.open(), await place.open()];
    place.database.why = new Busy();
    await one.receive('twilio', [said(1, 'a')]);
    place.database.why = undefined;
    await other.receive('twilio', [said(1, 'b')]);
    await other.receive('twilio', [said(2, 'a')]);
    expect(place.database.taken).to.deep.equal(['2 a']);
    await other.drain();
    expect(place.database.taken).to.deep.equal(['2 a', '1 a', '1 b']);
    await other.receive('twilio', [said(1, 'c')]);
    expect(place.database.taken.at(-1)).to.equal('1 c');
  });

  it('may be drained by several at once: one effect each, in order', async () => {
    const all = await Promise.all([place.open(), place.open(), place.open()]);
    place.database.why = new Busy();
    for (let n = 0; n < 60; n += 1)
      await all[n % 3]?.receive('twilio', [said(n % 5, String(n).padStart(2, '0'))]);
    place.database.why = undefined;
    await Promise.all(all.map(({ drain }) => drain()));
    expect(place.database.taken).to.have.length(60);
    for (let person = 0; person < 5; person += 1) {
      const own = place.database.taken.filter((key) => key.startsWith(`${person} `));
      expect(own).to.deep.equal(own.toSorted());
    }
    expect(await place.waiting()).to.deep.equal([]);
    reached('database-down', { 'messages by the spool': 60, lost: 0, doubled: 0, overtaken: 0 });
    for (const { spool } of all) {
      await spool.look();
      expect(spool.counts.waiting).to.equal(0);
      expect(spool.holds({ channel: 'twilio', events: [said(1, 'x')] })).to.equal(false);
    }
  });
});
