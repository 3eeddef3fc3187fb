import { expect } from 'chai';
import { remindCards } from '../../src/gateway/ak1.ts';
import { issueCard } from '../../src/services/ak1-cards.ts';
import { verifySeeker } from '../../src/services/seekers.ts';
import { findOffice, saveOfficeSettings } from '../../src/store/offices.ts';
import { addClerk } from '../helpers/counter.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const siti = '+6281234567801';

onEachDatabase('remindCards', (open) => {
  let store: Store;
  let office: TestGateway;
  let officerId: number;

  const at = (moment: string): void =>
    office.pass(Date.parse(`${moment}:00+07:00`) - office.now().getTime());

  async function register(phone = siti, nik = '3508105201990001', name = 'SITI AMINAH') {
    await office.say(phone, `DAFTAR#${nik}#${name}#SMK#JAHIT`);
    return office.say(phone, 'YA');
  }

  const issue = (number: number): Promise<unknown> =>
    store.transaction(async (db) => {
      const deed = { officerId, now: office.now() };
      await verifySeeker(db, `D${number}`, deed);
      const form = {
        number: `350800${number}231126`,
        issuedOn: '2026-11-23',
        reason: 'first',
      } as const;
      return issueCard(db, number, form, deed);
    });

  /** Whoever was silent for months is asked for the year of birth before a card is changed. */
  async function sayAfterMonths(text: string): Promise<string | undefined> {
    expect(await office.say(siti, text)).to.match(/tahun lahir Anda/);
    return office.say(siti, '1999');
  }

  async function round(): Promise<readonly string[]> {
    office.sent.splice(0);
    await remindCards(office.tools);
    await office.gateway.drain();
    return office.sent.map(({ to, text }) => `${to} ${text.split(' ').slice(0, 4).join(' ')}`);
  }

  const cards = (): Promise<Record<string, unknown>[]> =>
    store.sql('ak1_cards').select('remind_on', 'ended_on', 'ended_because').orderBy('id');

  beforeEach(async () => {
    store = await open();
    office = await openTestGateway(store);
    officerId = await addClerk(store);
    await register();
    await issue(1001);
  });

  it('reminds a week before each date, once, by daylight on a working day', async () => {
    const days: string[] = [];
    // 16 May 2027 is a Sunday, 16 November a Tuesday, 16 May 2028 a Tuesday, 16 November a Thursday.
    for (const moment of [
      '2027-05-14T10:00',
      '2027-05-16T10:00',
      '2027-05-17T08:59',
      '2027-05-17T09:00',
      '2027-05-17T09:05',
      '2027-05-18T09:00',
      '2027-11-16T09:00',
      '2027-11-17T09:00',
      '2028-05-16T09:00',
      '2028-11-16T15:59',
      '2028-11-17T09:00',
    ]) {
      at(moment);
      days.push(...(await round()).map((text) => `${moment} ${text}`));
    }
    expect(days).to.deep.equal([
      `2027-05-17T09:00 ${siti} Kartu kuning D1001 perlu`,
      `2027-11-16T09:00 ${siti} Kartu kuning D1001 perlu`,
      `2028-05-16T09:00 ${siti} Kartu kuning D1001 perlu`,
      `2028-11-16T15:59 ${siti} Kartu kuning D1001 habis`,
    ]);
  });

  it('reminds once when several processes do it', async () => {
    at('2027-05-17T09:00');
    await Promise.all([remindCards(office.tools), remindCards(office.tools)]);
    expect(await round()).to.have.length(1);
    expect(await round()).to.deep.equal([]);
  });

  it('takes the answer to the reminder for the report', async () => {
    at('2027-05-17T09:00');
    await round();
    expect(await sayAfterMonths('belum bu')).to.match(/kami catat belum bekerja/);
    const rows: unknown[] = await store
      .sql('ak1_reports')
      .select('said', 'due_on', 'reported_on', 'officer_id');
    expect(rows).to.deep.equal([
      { said: 'seeking', due_on: '2027-05-23', reported_on: '2027-05-17', officer_id: null },
    ]);
  });

  it('leaves whoever has reported in peace', async () => {
    at('2027-05-10T09:00');
    await sayAfterMonths('AK1 BELUM');
    at('2027-05-17T09:00');
    expect(await round()).to.deep.equal([]);
    expect((await cards())[0]).to.include({ remind_on: '2027-11-16' });
  });

  it('waits for the end of a dialogue', async () => {
    at('2027-05-16T09:00');
    await sayAfterMonths('STATUS');
    at('2027-05-17T09:00');
    await office.say(siti, 'DAFTAR');
    expect(await round()).to.deep.equal([]);
    await office.say(siti, 'BATAL');
    expect(await round()).to.have.length(1);
  });

  it('does not remind after STOP, nor of what is past', async () => {
    await office.say(siti, 'STOP');
    at('2027-05-17T09:00');
    expect(await round()).to.deep.equal([]);
    expect((await cards())[0]).to.include({ remind_on: '2027-11-16' });
  });

  it('skips a date that went by while nothing ran', async () => {
    at('2027-06-02T10:00');
    expect(await round()).to.deep.equal([]);
    expect((await cards())[0]).to.include({ remind_on: '2027-11-16' });
  });

  it('ends the card when the holder works, and keeps where, sealed', async () => {
    at('2027-03-01T10:00');
    await sayAfterMonths('AK1 SUDAH');
    await office.say(siti, 'PT Maju Jaya');
    await office.say(siti, '01-02-2027');
    expect(await cards()).to.deep.equal([
      { remind_on: null, ended_on: '2027-03-01', ended_because: 'working' },
    ]);
    const row: Record<string, string> = await store.sql('ak1_reports').first();
    expect(row).to.include({ said: 'working', started_on: '2027-02-01' });
    const { keys } = store;
    const place = `ak1_reports.employer|${row['key']}`;
    expect(keys.open(row['employer_sealed'] ?? '', place)).to.equal('PT Maju Jaya');
    at('2027-05-17T09:00');
    expect(await round()).to.deep.equal([]);
  });

  it('ends a card the day after its last', async () => {
    at('2028-11-23T10:00');
    await round();
    expect((await cards())[0]).to.include({ ended_because: null });
    at('2028-11-24T10:00');
    await round();
    expect((await cards())[0]).to.include({ ended_on: '2028-11-23', ended_because: 'expired' });
  });

  it('reminds in the months that the office has set', async () => {
    const settings = (await findOffice(store, '35.08'))?.settings ?? {};
    await saveOfficeSettings(store, '35.08', { ...settings, ak1: { reports: [12], valid: 24 } });
    at('2027-05-17T09:00');
    expect(await round()).to.deep.equal([]);
    at('2027-11-16T09:00');
    expect(await round()).to.have.length(1);
  });

  it('reminds the phone of the holder, not that of a village helper', async () => {
    await store.sql('contact_persons').update({ role: 'helper' });
    at('2027-05-17T09:00');
    expect(await round()).to.deep.equal([]);
  });
});
