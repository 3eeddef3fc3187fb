import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraseAsked } from '../../src/gateway/erase.ts';
import { giveConsent } from '../../src/services/consents.ts';
import { issueCard } from '../../src/services/ak1-cards.ts';
import { verifySeeker } from '../../src/services/seekers.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { addClerk } from '../helpers/counter.ts';
import { onEachDatabase, testKeys, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { fillVacancies } from '../helpers/vacancies.ts';

const siti = '+6281234567801';
const budi = '+6281234567802';
const nik = '3508105201990001';
const minute = 60_000;

type Row = Record<string, unknown>;

const tablesOf = {
  sqlite: `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
             and name not like '%fts%'`,
  postgres: `select table_name as name from information_schema.tables where table_schema = 'public'`,
};

/** Everything that stands in any table, sealed texts opened: what a dump holds, and what it hides. */
async function dump(store: Store): Promise<string> {
  const found = await store.sql.raw(tablesOf[store.dialect]);
  const names: Row[] = store.dialect === 'postgres' ? found.rows : found;
  const parts: string[] = [];
  for (const { name } of names) {
    const rows: Row[] = await store.sql(name as string);
    parts.push(
      ...rows.map((row) => `${name as string} ${JSON.stringify({ ...row, ...opened(row) })}`),
    );
  }
  return parts.join('\n');
}

/** The places that sealed texts may have been sealed to. */
const places = (row: Row): readonly string[] => [
  `inbound_messages.body|${row['account_id'] as number} ${row['key'] as string}`,
  `outbound_messages.body|${row['public_id'] as string}`,
  `conversations.state|${row['contact_id'] as number}`,
  `matter_messages.body|${row['matter_id'] as number}`,
  `persons.nik|${row['nik_index'] as string}`,
];

function open(sealed: string, row: Row): string {
  for (const place of places(row)) {
    try {
      return testKeys.open(sealed, place);
    } catch {
      continue; // sealed to another place
    }
  }
  return 'cannot be opened';
}

const opened = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => name.endsWith('_sealed') && typeof value === 'string')
      .map(([name, value]) => [name, open(value as string, row)]),
  );

onEachDatabase('HAPUS DATA', (openFresh) => {
  let store: Store;
  let office: TestGateway;

  async function erase(): Promise<readonly string[]> {
    office.sent.splice(0);
    office.pass(3 * minute);
    await eraseAsked(office.tools);
    await office.gateway.drain();
    const told = office.sent.map(({ text }) => text);
    await eraseAsked(office.tools);
    return told;
  }

  async function register(phone = siti): Promise<void> {
    await office.say(phone, `DAFTAR#${nik}#SITI AMINAH#SMK#JAHIT`);
    await office.say(phone, 'YA');
  }

  async function ask(phone = siti, scope = '', year = '1999'): Promise<string | undefined> {
    await office.say(phone, `HAPUS DATA ${scope}`);
    await office.say(phone, 'HAPUS');
    return office.say(phone, year);
  }

  const closeMatters = (): Promise<number> =>
    store.sql('matters').update({ status: 'closed', closed_at: office.now().getTime() });

  beforeEach(async () => {
    store = await openFresh();
    office = await openTestGateway(store);
  });

  it('leaves nothing of the person in any table, sealed or not', async () => {
    await register();
    await office.say(siti, 'TANYA suami saya dipecat, saya harus bagaimana');
    await closeMatters();
    expect(await dump(store))
      .to.match(/SITI AMINAH/)
      .and.to.contain('dipecat')
      .and.to.contain(nik);
    expect(await ask()).to.match(/^Baik, kami hapus paling lama 1 jam lagi/);
    expect(await erase()).to.deep.equal([
      'HAPUS DATA: D1001, K1001, semua pesan sudah dihapus. Yg tetap disimpan: tdk ada. Terima kasih.',
    ]);
    const left = await dump(store);
    for (const trace of ['SITI', 'aminah', nik, '81234567801', 'dipecat', 'jahit', '1999-01-12']) {
      expect(left.toLowerCase(), trace).not.to.contain(trace.toLowerCase());
    }
    expect(left).not.to.contain('cannot be opened');
    expect(left).to.match(/^matters .*"number":1001/m);
    expect(left).to.match(/^audit .*data\.erase/m);
  });

  it('is done within the hour, and not before its answer has left', async () => {
    await register();
    await ask();
    await eraseAsked(office.tools);
    expect(await store.sql('persons')).to.have.length(1);
    office.pass(59 * minute);
    await eraseAsked(office.tools);
    expect(await store.sql('persons')).to.have.length(0);
  });

  it('is done once by several processes', async () => {
    await register();
    await ask();
    office.pass(3 * minute);
    office.sent.splice(0);
    await Promise.all([eraseAsked(office.tools), eraseAsked(office.tools)]);
    await office.gateway.drain();
    expect(office.sent).to.have.length(1);
  });

  it('keeps the phone number until the person was told', async () => {
    await register();
    await ask();
    office.pass(3 * minute);
    await eraseAsked(office.tools);
    await eraseAsked(office.tools);
    expect(await store.sql('addresses')).to.have.length(1);
    await office.gateway.drain();
    await eraseAsked(office.tools);
    expect(await store.sql('addresses')).to.have.length(0);
    expect(await store.sql('contacts')).to.have.length(0);
  });

  it('lets the number go after a day, also when nothing could be delivered', async () => {
    await register();
    await ask();
    office.pass(3 * minute);
    await eraseAsked(office.tools);
    office.pass(25 * 60 * minute);
    await eraseAsked(office.tools);
    expect(await store.sql('addresses')).to.have.length(0);
  });

  it('starts anew with whoever writes again', async () => {
    await register();
    await ask();
    office.pass(3 * minute);
    await eraseAsked(office.tools);
    await office.say(siti, 'MENU');
    await eraseAsked(office.tools);
    expect(await store.sql('addresses')).to.have.length(1);
    expect(await office.say(siti, 'DATA SAYA')).to.match(/belum mendaftarkan siapa pun/);
  });

  it('keeps what is still being worked on, and says so', async () => {
    await register();
    await office.say(siti, 'TANYA suami saya dipecat, saya harus bagaimana');
    await ask();
    expect((await erase())[0]).to.contain('tetap disimpan: K1001 (masih dikerjakan)');
    const left = await dump(store);
    expect(left).to.contain('dipecat').and.not.to.contain(nik);
    expect(await store.sql('addresses')).to.have.length(1);
  });

  it('keeps a registration while its card is valid', async () => {
    await register();
    const officerId = await addClerk(store);
    await store.transaction(async (db) => {
      const deed = { officerId, now: office.now() };
      await verifySeeker(db, 'D1001', deed);
      const form = { number: '3508001001231126', issuedOn: '2026-11-23', reason: 'first' } as const;
      await issueCard(db, 1001, form, deed);
    });
    await ask();
    expect((await erase())[0]).to.contain('D1001 (kartu berlaku sampai 23-11-2028)');
    expect(await store.sql('seekers')).to.have.length(1);
    expect(await store.sql('inbound_messages')).to.have.length(0);
    office.pass(2 * 366 * 24 * 60 * minute);
    await store.sql('ak1_cards').update({ ended_on: '2028-11-23', ended_because: 'expired' });
    expect(await office.say(siti, 'STATUS')).to.contain('tahun lahir Anda');
    await office.say(siti, '1999');
    await ask();
    await erase();
    expect(await store.sql('seekers')).to.have.length(0);
    expect(await store.sql('ak1_cards')).to.have.length(0);
  });

  it('forgets keys of messages that name the number, and those alone', async () => {
    await register();
    const { id }: { id: number } = await store.sql('accounts').first('id');
    const digits = siti.replaceAll(/\D/g, '');
    const keyed = (key: string) => ({ account_id: id, key, received_at: 1 });
    const keys = [`7 2026-11-23 ${siti}`, `unread ${digits}@s.whatsapp.net`, '7 +6281234567899'];
    await store.sql('inbound_keys').insert(keys.map(keyed));
    await ask();
    await erase();
    const left: string[] = await store.sql('inbound_keys').pluck('key');
    expect(left.filter((key) => keys.includes(key))).to.deep.equal(['7 +6281234567899']);
  });

  it('keeps the proof of a consent without the phone', async () => {
    await register();
    await fillVacancies(store, [{ title: 'Operator jahit' }]);
    await office.say(siti, 'MINAT L1001');
    await office.say(siti, 'YA');
    const contact: { id: number } | undefined = await store.sql('contacts').first('id');
    const consent = {
      contactId: contact?.id ?? 0,
      purpose: 'push',
      text: 'Boleh?',
      version: '1',
    } as const;
    await giveConsent(store, consent, office.now());
    await ask();
    expect((await erase())[0]).to.contain('tetap disimpan: bukti izin Anda');
    expect(await store.sql('consents')).to.have.length(2);
    expect(await store.sql('applicants')).to.have.length(0);
    expect(await store.sql('addresses')).to.have.length(0);
  });

  it('takes one of several persons on a phone, with what names it', async () => {
    await register();
    await office.say(siti, 'BATAL');
    await office.say(siti, 'LOWONGAN jahit');
    office.pass(49 * 60 * minute);
    await office.say(siti, 'DAFTAR#3508104101700003#SLAMET WIDODO#SD#TANI');
    await office.say(siti, 'YA');
    await office.say(siti, 'TANYA kapan slamet widodo bisa ambil kartu');
    await closeMatters();
    await ask(siti, 'D1002', '1970');
    expect((await erase())[0]).to.match(/D1002 sudah dihapus/);
    const left = await dump(store);
    expect(left).to.contain('SITI AMINAH').and.to.contain(nik);
    expect(left)
      .not.to.contain('3508104101700003')
      .and.not.to.match(/registered.*SLAMET/);
    expect(await store.sql('persons')).to.have.length(1);
    const inbound: Row[] = await store.sql('inbound_messages');
    expect(inbound.map((row) => open(row['body_sealed'] as string, row)).join('\n')).not.to.match(
      /slamet/i,
    );
  });

  it('takes the person off the other phones that speak for it', async () => {
    await register();
    await register(budi);
    await ask();
    await erase();
    const left = await dump(store);
    expect(left).not.to.contain(nik).and.not.to.contain('SITI');
    expect(left).to.contain('81234567802');
  });

  const refused = [
    { label: 'a wrong year of birth', scope: '', year: '1998' },
    { label: 'a number of another phone', scope: 'D1001', year: '1999', phone: budi },
  ];
  for (const { label, scope, year, phone = siti } of refused) {
    it(`does nothing for ${label}`, async () => {
      await register();
      await office.say(budi, 'MENU');
      await ask(phone, scope, year);
      await erase();
      expect(await store.sql('persons')).to.have.length(1);
      expect(await store.sql('erasures')).to.have.length(0);
    });
  }

  it('does not take the right year after five wrong ones on a day', async () => {
    await register();
    for (const year of ['1990', '1991', '1992', '1993', '1994', '1999']) await ask(siti, '', year);
    expect(await store.sql('erasures')).to.have.length(0);
    office.pass(25 * 60 * minute);
    await ask();
    expect(await store.sql('erasures')).to.have.length(1);
  });

  it('leaves a matter of danger where it is, without a word', async () => {
    await register();
    await office.say(siti, 'TANYA suami saya dipecat, saya harus bagaimana');
    await store.sql('matters').update({ status: 'closed', urgent: 1 });
    await ask();
    expect((await erase())[0]).not.to.contain('K1001');
    expect(await dump(store)).to.contain('dipecat');
  });

  it('says nothing of a person in any log', async () => {
    await register();
    await ask();
    await erase();
    expect(JSON.stringify(office.logged)).not.to.match(/SITI|3508105201990001|81234567801/);
  });
});

describe('HAPUS DATA in the database file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sapakerja-erase-'));
  after(() => rmSync(folder, { recursive: true }));

  it('leaves no name, NIK or number in it or beside it', async () => {
    const file = join(folder, 'sapakerja.db');
    const store = await openStore({ file }, testKeys);
    try {
      await migrate(store);
      const office = await openTestGateway(store);
      await office.say(siti, `DAFTAR#${nik}#SITI AMINAH#SMK#JAHIT`);
      await office.say(siti, 'YA');
      const bytes = (): string =>
        readdirSync(folder)
          .map((name) => readFileSync(join(folder, name), 'latin1'))
          .join('\n');
      expect(bytes()).to.contain('SITI AMINAH').and.to.contain('81234567801');
      await office.say(siti, 'HAPUS DATA');
      await office.say(siti, 'HAPUS');
      await office.say(siti, '1999');
      office.pass(3 * minute);
      await eraseAsked(office.tools);
      await office.gateway.drain();
      await eraseAsked(office.tools);
      const left = bytes();
      for (const trace of ['SITI', 'aminah', nik, '81234567801', '1999-01-12']) {
        expect(left.includes(trace), trace).to.equal(false);
      }
    } finally {
      await store.close();
    }
  });
});
