import { expect } from 'chai';
import { askSurveys } from '../../src/gateway/survey.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, testStart, type TestGateway } from '../helpers/gateway.ts';

const siti = '+6281234567801';
const rina = '+6281234567802';
const hour = 3_600_000;

onEachDatabase('askSurveys', (open) => {
  let store: Store;
  let office: TestGateway;

  /** Moves the clock to a moment of November 2026 or later. */
  const at = (moment: string): void =>
    office.pass(Date.parse(`${moment}:00+07:00`) - office.now().getTime());

  const close = (number: number, moment: string): Promise<number> =>
    store
      .sql('matters')
      .where({ number })
      .update({ status: 'closed', closed_at: Date.parse(`${moment}:00+07:00`) });

  async function round(): Promise<readonly string[]> {
    office.sent.splice(0);
    await askSurveys(office.tools);
    await office.gateway.drain();
    return office.sent.map(({ to, text }) => `${to} ${text.split(' ').slice(0, 3).join(' ')}`);
  }

  const statuses = async (): Promise<readonly unknown[]> =>
    store.sql('survey_invitations').orderBy('id').pluck('status');

  beforeEach(async () => {
    store = await open();
    office = await openTestGateway(store);
    await office.say(siti, 'TANYA jam berapa loket buka?'); // Monday 23 November, 08.00
    await close(1001, '2026-11-23T10:00');
  });

  it('begins with the clock of the tests', () => {
    expect(testStart.toISOString()).to.equal('2026-11-23T01:00:00.000Z');
  });

  it('asks from 09.00 on the next working day, once', async () => {
    at('2026-11-23T15:00');
    expect(await round()).to.deep.equal([]);
    at('2026-11-24T08:59');
    expect(await round()).to.deep.equal([]);
    at('2026-11-24T09:00');
    expect(await round()).to.deep.equal([`${siti} K1001 sudah selesai.`]);
    expect(await round()).to.deep.equal([]);
    expect(await statuses()).to.deep.equal(['asked']);
    at('2026-11-25T09:00');
    expect(await round()).to.deep.equal([]);
  });

  it('asks once when several processes want to', async () => {
    at('2026-11-24T09:00');
    await Promise.all([askSurveys(office.tools), askSurveys(office.tools)]);
    expect(await round()).to.have.length(1); // the question of either
    expect(await round()).to.deep.equal([]);
  });

  it('does not write in the evening, at a weekend or on a holiday', async () => {
    for (const moment of ['2026-11-24T19:00', '2026-11-28T10:00', '2026-11-29T10:00']) {
      at(moment);
      expect(await round(), moment).to.deep.equal([]);
    }
    at('2026-11-30T09:05');
    expect(await round()).to.have.length(1);
  });

  it('waits for the end of a dialogue', async () => {
    at('2026-11-24T09:00');
    await office.say(siti, 'DAFTAR');
    expect(await round()).to.deep.equal([]);
    await office.say(siti, 'BATAL');
    expect(await round()).to.have.length(1);
  });

  it('asks about the latest of several matters, and not about the others later', async () => {
    await office.say(siti, 'TANYA syaratnya apa saja?');
    await close(1002, '2026-11-23T11:00');
    at('2026-11-24T09:00');
    expect(await round()).to.deep.equal([`${siti} K1002 sudah selesai.`]);
    await office.say(siti, '433443434');
    expect(await round()).to.deep.equal([]);
    expect(await statuses()).to.have.members(['done', 'dropped']);
  });

  it('asks a contact at most once in thirty days', async () => {
    at('2026-11-24T09:00');
    await round();
    await office.say(siti, '433443434');
    at('2026-12-01T10:00');
    await office.say(siti, 'TANYA kapan tutup?');
    await close(1002, '2026-12-01T11:00');
    at('2026-12-02T09:00');
    expect(await round()).to.deep.equal([]);
    at('2027-01-11T10:00');
    await office.say(siti, 'TANYA kapan buka lagi?');
    await close(1003, '2027-01-11T11:00');
    at('2027-01-12T09:00');
    expect(await round()).to.deep.equal([`${siti} K1003 sudah selesai.`]);
  });

  it('does not ask after a matter that was opened again, until it is over', async () => {
    at('2026-11-23T15:00');
    await round();
    await store.sql('matters').update({ status: 'open' });
    at('2026-11-24T09:00');
    expect(await round()).to.deep.equal([]);
    await close(1001, '2026-11-24T10:00');
    at('2026-11-25T09:00');
    expect(await round()).to.have.length(1);
  });

  const never = [
    { label: 'after STOP', prepare: () => office.say(siti, 'STOP') },
    { label: 'in a matter of danger', prepare: () => store.sql('matters').update({ urgent: 1 }) },
    { label: 'when it was over a week ago', prepare: () => close(1001, '2026-11-16T10:00') },
  ];
  for (const { label, prepare } of never) {
    it(`does not ask ${label}`, async () => {
      await prepare();
      at('2026-11-24T09:00');
      expect(await round()).to.deep.equal([]);
      at('2026-11-25T09:00');
      expect(await round()).to.deep.equal([]);
    });
  }

  it('forgets whoever is busy for two weeks', async () => {
    await askSurveys(office.tools);
    await store.sql('matters').insert({
      kind: 'K',
      number: 1500,
      office_code: '35.08',
      contact_id: (await store.sql('contacts').first('id')).id,
      status: 'claimed',
      opened_at: 1,
      updated_at: 1,
    });
    at('2026-12-09T09:00');
    expect(await round()).to.deep.equal([]);
    expect(await statuses()).to.deep.equal(['dropped']);
  });

  it("asks after a card, of the phone that is the holder's own", async () => {
    await office.say(rina, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    await office.say(rina, 'YA');
    const seeker: { id: number } | undefined = await store.sql('seekers').first('id');
    const officers: { id: number }[] = await store
      .sql('officers')
      .insert({
        username: 'dewi',
        name: 'Dewi',
        role: 'officer',
        office_code: '35.08',
        password_hash: '-',
        created_at: 1,
      })
      .returning('id');
    await store.sql('ak1_cards').insert({
      seeker_id: seeker?.id,
      office_code: '35.08',
      number: '3508 000001 231126',
      number_key: '3508000001231126',
      issued_on: '2026-11-23',
      ends_on: '2028-11-23',
      officer_id: officers[0]?.id,
      created_at: office.now().getTime() - hour,
    });
    at('2026-11-24T09:00');
    expect(await round()).to.have.members([
      `${siti} K1001 sudah selesai.`,
      `${rina} Kartu kuning sudah`,
    ]);
  });
});
