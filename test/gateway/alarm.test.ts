import { expect } from 'chai';
import { ringAlarms } from '../../src/gateway/alarm.ts';
import { claimMatter, getMatter, releaseMatter } from '../../src/services/matters.ts';
import { findAlarm, openAlarms } from '../../src/store/alarms.ts';
import { replaceDuty, type DutyEntry } from '../../src/store/duty.ts';
import { insertOfficer, type Officer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { onDuty } from '../helpers/duty.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const victim = '+6281234567801';
const [first, second, boss] = ['+6281200000001', '+6281200000002', '+6281200000003'] as const;
const list = [onDuty(first), onDuty(second), onDuty(boss, { supervisor: true })];

const minute = 60_000;

async function addOfficer(store: Store): Promise<Officer> {
  const dewi = {
    username: 'dewi',
    name: 'Dewi Lestari',
    role: 'officer',
    office: '35.08',
  } as const;
  const id = await insertOfficer(store, { ...dewi, passwordHash: '-', at: 1 });
  return { ...dewi, id: id ?? 0, active: true, mustChange: false };
}

onEachDatabase('an alarm', (open) => {
  let store: Store;
  let test: TestGateway;

  beforeEach(async () => {
    store = await open();
    test = await openTestGateway(store);
    await replaceDuty(store, '35.08', list);
  });

  /** Who got a message since the last time, without the person in danger. */
  const called = (): string[] =>
    test.sent.splice(0).flatMap(({ to }) => (to === victim ? [] : [to]));

  /** So much later the job looks again, and what it wrote is sent. */
  async function later(ms: number): Promise<string[]> {
    test.pass(ms);
    await ringAlarms(test.tools);
    await test.gateway.drain();
    return called();
  }

  const duty = (entries: readonly DutyEntry[]): Promise<void> =>
    replaceDuty(store, '35.08', entries);

  it('calls the first on duty at once, without a name or phone of the person', async () => {
    expect(await test.say(victim, 'aku disekap juragan tolong')).to.include('110');
    const [call] = test.sent.filter(({ to }) => to === first);
    expect(call?.text).to.equal(
      'Bahaya: disekap atau ditahan. Laporan A1001, masuk 08.00. Segera buka halaman petugas. ' +
        'Anda yg menangani? Balas SIAP A1001',
    );
    expect(call?.text).to.not.include('1234567801');
  });

  it('goes on to the next after ten minutes, not before', async () => {
    await test.say(victim, 'aku disekap juragan');
    expect(called()).to.deep.equal([first]);
    expect(await later(10 * minute - 1_000)).to.deep.equal([]);
    expect(await later(1_000)).to.deep.equal([second]);
    expect(await later(10 * minute - 1)).to.deep.equal([]);
    expect(await later(1)).to.deep.equal([boss]);
  });

  it('calls all again at growing pauses when everybody was called', async () => {
    await test.say(victim, 'aku disekap juragan');
    await later(10 * minute);
    await later(10 * minute);
    expect(await later(10 * minute)).to.deep.equal([first, second, boss]);
    expect(await later(20 * minute - 1)).to.deep.equal([]);
    expect(await later(1)).to.deep.equal([first, second, boss]);
    expect(await later(40 * minute)).to.deep.equal([first, second, boss]);
    expect(await later(4 * 60 * minute)).to.deep.equal([first, second, boss]);
  });

  it('ends with SIAP from a phone that was called', async () => {
    await test.say(victim, 'aku disekap juragan');
    expect(await test.say(first, 'SIAP')).to.include('A1001');
    called();
    expect(await later(60 * minute)).to.deep.equal([]);
    expect(await openAlarms(store)).to.deep.equal([]);
  });

  it('does not end with SIAP from any other phone', async () => {
    await test.say(victim, 'aku disekap juragan');
    await test.say('+6281277777777', 'SIAP');
    await test.say(second, 'SIAP A1001'); // on the list, not called yet
    called();
    expect(await later(10 * minute)).to.deep.equal([second]);
  });

  it('is the matter of the officer who says SIAP, and rings again when it is given back', async () => {
    const dewi = await addOfficer(store);
    await duty([onDuty(first, { officerId: dewi.id, name: dewi.name }), onDuty(second)]);
    await test.say(victim, 'aku disekap juragan');
    await test.say(first, 'siap a1001');
    const view = await getMatter(store, 'A1001', { officer: dewi });
    expect(view).to.include({ status: 'claimed', assignee: 'dewi', urgent: true });
    called();
    const deed = { officer: dewi, now: test.now() };
    await store.transaction((db) => releaseMatter(db, 'A1001', deed));
    expect(await later(30_000)).to.deep.equal([first]);
  });

  it('ends when an officer takes the matter in the page', async () => {
    const dewi = await addOfficer(store);
    await test.say(victim, 'aku disekap juragan');
    await store.transaction((db) => claimMatter(db, 'A1001', { officer: dewi, now: test.now() }));
    called();
    expect(await later(60 * minute)).to.deep.equal([]);
  });

  it('is loud in the thread and the log when nobody can be called, and rings when somebody can', async () => {
    await duty([onDuty(first, { medium: 'telegram', userId: '123456' })]);
    expect(await test.say(victim, 'aku disekap juragan')).to.not.include('Petugas sedang');
    await later(minute);
    expect(test.logged.map(({ message }) => message)).to.deep.equal([
      'danger: nobody on duty can be called',
    ]);
    expect(JSON.stringify(test.logged)).to.not.include('1234567801').and.not.include('disekap');
    const dewi = await addOfficer(store);
    const view = await getMatter(store, 'A1001', { officer: dewi });
    expect(view?.thread.map(({ event }) => event)).to.include('nobody-called');
    await duty([onDuty(second)]);
    expect(await later(minute)).to.deep.equal([second]);
  });

  it('calls those who are on duty now', async () => {
    await duty([
      onDuty(first, { starts: '00:00', ends: '08:00' }),
      onDuty(second, { starts: '08:00', ends: '14:00' }),
    ]);
    await test.say(victim, 'aku disekap juragan');
    expect(called()).to.deep.equal([second]);
  });

  it('is called once by two processes at the same moment', async () => {
    await test.say(victim, 'aku disekap juragan');
    called();
    test.pass(10 * minute);
    await Promise.all([ringAlarms(test.tools), ringAlarms(test.tools)]);
    await test.gateway.drain();
    expect(called()).to.deep.equal([second]);
  });

  it('is in the outbox with the reply: what is killed between commit and send loses nothing', async () => {
    await test.arrive(victim, 'aku disekap juragan', 'key');
    expect(test.sent).to.deep.equal([]);
    const reopened = await openTestGateway(store);
    await reopened.gateway.drain();
    expect(reopened.sent.map(({ to }) => to)).to.have.members([victim, first]);
  });

  it('rings again for danger long after somebody took it, not at once', async () => {
    await test.say(victim, 'aku disekap juragan');
    await test.say(first, 'SIAP');
    called();
    await test.say(victim, 'dia memukul saya');
    expect(called()).to.deep.equal([]);
    test.pass(11 * minute);
    await test.say(victim, 'tolong saya mau dibunuh');
    expect(called()).to.deep.equal([first]);
    const [{ id }] = (await store.sql('matters').select('id')) as [{ id: number }];
    expect(await findAlarm(store, id)).to.include({ acknowledgedAt: null, reached: true });
  });
});
