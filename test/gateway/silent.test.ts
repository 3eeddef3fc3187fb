import { expect } from 'chai';
import fc from 'fast-check';
import { changeOfficeSettings } from '../../src/store/offices.ts';
import { partEarlier, rejoinEarlier } from '../../src/store/earlier.ts';
import { findContact } from '../../src/store/contacts.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';

const day = 86_400_000;
const siti = '+6281234567801';
const asks = /^Nomor ini lama tdk menulis ke kami/;

/** What the earlier holder has left. A number of the office that was typed may be repeated. */
const personal = ['SITI', 'AMINAH', '3508', '1999', 'Jahit', 'upah', 'SMK', '0812-'];

async function contactOf({ tools }: TestGateway): Promise<number> {
  const address = { channel: 'test', account: '+6281100000000', userId: siti };
  return (await findContact(tools.store, address)) ?? 0;
}

/** Siti has registered and asked something; then nothing comes from her number for so many days. */
async function silentFor(store: Store, days: number): Promise<TestGateway> {
  const gateway = await openTestGateway(store);
  await gateway.say(siti, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
  await gateway.say(siti, 'ya');
  await gateway.say(siti, 'TANYA upah saya belum dibayar');
  gateway.pass(days * day);
  return gateway;
}

const tables = [
  'contact_persons',
  'matters',
  'inbound_messages',
  'outbound_messages',
  'attachments',
];

async function countsOf({ sql }: Store, contact: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const [row] = await sql(table).where({ contact_id: contact }).count({ n: '*' });
    counts[table] = Number(row?.['n'] ?? 0);
  }
  return counts;
}

/** What anybody tries. */
const tried = `STATUS|STATUS D1001|STATUS K1001|K1001|D1001|K1001 YA|YA|BELUM|DATA SAYA|HAPUS DATA|HAPUS
  |AK1 BELUM|AK1 SUDAH|AK1 LAPOR|KABARI|1|1988|2001|BARU|LAGI|KEMBALI|MENU|halo|terima kasih|LOWONGAN`;
const words = fc.constantFrom(...tried.split(/\s*\|/u));

onEachDatabase('a number that was silent for long', (open, dialect) => {
  const cases = [
    { label: '89 days', days: 89, chosen: undefined, asked: false },
    { label: '91 days', days: 91, chosen: undefined, asked: true },
    { label: '91 days, where the office waits 180', days: 91, chosen: 180, asked: false },
    { label: '181 days, where the office waits 180', days: 181, chosen: 180, asked: true },
  ];
  for (const { label, days, chosen, asked } of cases) {
    it(`of ${label} is ${asked ? '' : 'not '}asked for the year of birth`, async () => {
      const store = await open();
      const gateway = await silentFor(store, days);
      if (chosen !== undefined) {
        await changeOfficeSettings(store, '35.08', (settings) => ({
          ...settings,
          keep: { silent: chosen },
        }));
      }
      const said = (await gateway.say(siti, 'STATUS')) ?? '';
      expect(asks.test(said), said).to.equal(asked);
    });
  }

  const runs = dialect === 'sqlite' ? 6 : 2;
  let replies = 0;

  it('tells its new holder nothing of who had it before, whatever is written', async function () {
    this.timeout(120_000);
    const gateway = await silentFor(await open(), 91);
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 4, maxLength: 8 }), async (lines) => {
        for (const line of lines) {
          const said = ((await gateway.say(siti, line)) ?? '').replaceAll(
            /contoh: \S+|Contoh: \S+/gu,
            '',
          );
          replies += 1;
          for (const word of personal) expect(said, `${line} -> ${word}`).not.to.include(word);
        }
        gateway.pass(3_600_000);
      }),
      { numRuns: runs },
    );
    reached('silent-number', { replies, 'personal words': 0 });
  });

  it('finds everything again with the right year, and nothing after three wrong ones', async () => {
    const store = await open();
    const gateway = await silentFor(store, 91);
    const contact = await contactOf(gateway);
    const before = await countsOf(store, contact);
    await gateway.say(siti, 'STATUS');
    expect((await countsOf(store, contact))['contact_persons']).to.equal(0);
    expect(await gateway.say(siti, '1999')).to.match(/^Nomor Anda: D1001 .*K1001/);
    const after = await countsOf(store, contact);
    expect(after).to.include({ contact_persons: 1, matters: 1 });
    expect(after['inbound_messages']).to.equal((before['inbound_messages'] ?? 0) + 2);
    gateway.pass(91 * day);
    for (const said of ['STATUS', '1980', '1981', '1982']) await gateway.say(siti, said);
    expect(await gateway.say(siti, 'STATUS')).to.match(/^Belum ada nomor dari HP ini/);
  });

  it('does not go on with a dialogue that holds what somebody else had typed', async () => {
    const gateway = await openTestGateway(await open());
    await gateway.say(siti, 'DAFTAR#3508105201990001#SITI AMINAH');
    gateway.pass(91 * day);
    expect(await gateway.say(siti, 'halo')).to.match(/^Disnaker Lumajang/);
    expect(await gateway.say(siti, 'KEMBALI')).not.to.match(/SITI|Pendidikan/);
  });

  it('is sent no officer’s answer that was meant for its earlier holder', async () => {
    const store = await open();
    const gateway = await silentFor(store, 91);
    await gateway.say(siti, 'LOWONGAN');
    const [matter]: { contact_id: number }[] = await store.sql('matters').select('contact_id');
    const addresses = await store.sql('addresses').where({ contact_id: matter?.contact_id });
    expect(addresses).to.deep.equal([]);
  });

  it('is parted and joined again without losing a row', async () => {
    const store = await open();
    const gateway = await silentFor(store, 1);
    const contact = await contactOf(gateway);
    const before = await countsOf(store, contact);
    await store.transaction(async (db) => {
      const earlier = (await partEarlier(db, contact, 1)) ?? 0;
      const left = await db.sql('contact_persons').where({ contact_id: contact });
      expect(left).to.deep.equal([]);
      await rejoinEarlier(db, contact, earlier, 2);
    });
    expect(await countsOf(store, contact)).to.deep.equal(before);
  });

  it('is noted once a week that it writes, not with each message', async () => {
    const store = await open();
    const gateway = await silentFor(store, 0);
    const heard = async (): Promise<number> =>
      (await store.sql('contacts').first('heard_at'))?.heard_at ?? 0;
    const first = await heard();
    gateway.pass(6 * day);
    await gateway.say(siti, 'MENU');
    expect(await heard()).to.equal(first);
    gateway.pass(day);
    await gateway.say(siti, 'MENU');
    expect(await heard()).to.equal(gateway.now().getTime());
  });
});
