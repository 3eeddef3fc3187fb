import { expect } from 'chai';
import { askUnasked, type AskOutcome } from '../../src/gateway/ask.ts';
import { lockContacts } from '../../src/store/contacts.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { fillVacancies } from '../helpers/vacancies.ts';

const siti = '+6281234567801';
const hour = 3_600_000;

onEachDatabase('askUnasked', (open) => {
  let store: Store;
  let office: TestGateway;
  let contactId: number;

  beforeEach(async () => {
    store = await open();
    office = await openTestGateway(store);
    await office.say(siti, 'PRIVASI');
    await office.say(siti, 'BATAL');
    const row: { contact_id: number } | undefined = await store
      .sql('addresses')
      .first('contact_id');
    contactId = row?.contact_id ?? 0;
    office.sent.splice(0);
  });

  const ask = (occasion = 'test:1', flow = 'tanya', values = {}): Promise<AskOutcome> =>
    askUnasked(office.tools, contactId, { occasion, flow, values });

  async function heard(): Promise<readonly string[]> {
    await office.gateway.drain();
    return office.sent.splice(0).map(({ text }) => text);
  }

  const change = (columns: object): Promise<number> =>
    store.sql('contacts').where({ id: contactId }).update(columns);

  const addMatter = (status: string): Promise<unknown> =>
    store.sql('matters').insert({
      kind: 'K',
      number: 1001,
      office_code: '35.08',
      contact_id: contactId,
      status,
      opened_at: 1,
      updated_at: 1,
    });

  it('asks, and the next message is the answer', async () => {
    expect(await ask()).to.equal('asked');
    expect((await heard())[0]).to.match(/^Silakan tulis pertanyaan Anda/);
    expect(await office.say(siti, 'Jam berapa buka?')).to.match(/No\. K1001/);
  });

  it('asks only for what the values leave open, after what the office must do', async () => {
    await fillVacancies(store, [{ title: 'Operator jahit' }]);
    expect(await ask('test:1', 'minat', { nomor: 'L1001', nama: 'SITI AMINAH' })).to.equal('asked');
    expect((await heard())[0]).to.match(/^Boleh nama SITI AMINAH .* L1001\?/);
  });

  it('puts the question behind replies', async () => {
    await ask();
    const row: { class: number } | undefined = await store
      .sql('outbound_messages')
      .orderBy('id', 'desc')
      .first('class');
    expect(row?.class).to.equal(1);
  });

  it('asks once at an occasion, also when two processes want to at the same time', async () => {
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes.toSorted()).to.deep.equal(['asked', 'repeated', 'repeated']);
    expect(await heard()).to.have.length(1);
    expect(await ask()).to.equal('repeated');
    expect(await heard()).to.deep.equal([]);
  });

  it('waits for the end of a dialogue', async () => {
    await office.say(siti, 'DAFTAR');
    expect(await ask()).to.equal('busy');
    await office.say(siti, 'BATAL');
    expect(await ask()).to.equal('asked');
  });

  it('asks when the dialogue before has expired', async () => {
    await office.say(siti, 'DAFTAR');
    office.pass(23 * hour);
    expect(await ask()).to.equal('busy');
    office.pass(2 * hour);
    expect(await ask()).to.equal('asked');
    expect(await heard()).to.have.length(2);
  });

  it('waits until the contact is not held by a message that is being answered', async () => {
    let asked: Promise<AskOutcome> | undefined;
    await store.transaction(async (db) => {
      await lockContacts(db, [contactId]);
      asked = ask();
      await db.sql('contacts').where({ id: contactId }).update({ stopped_at: 1 });
    });
    expect(await asked).to.equal('closed');
  });

  it('is taken back when the person writes before it has left, and asked later', async () => {
    await ask();
    await office.arrive(siti, 'LOWONGAN jahit', 'quick-1');
    expect((await heard()).join()).not.to.contain('Silakan tulis');
    const rows: { status: string }[] = await store
      .sql('outbound_messages')
      .where({ class: 1 })
      .select('status');
    expect(rows).to.deep.equal([{ status: 'expired' }]);
    office.pass(25 * hour);
    expect(await ask()).to.equal('asked');
    expect((await heard())[0]).to.match(/^Silakan tulis/);
  });

  it('stands when it has left before the person writes', async () => {
    await ask();
    await office.gateway.drain();
    expect(await office.say(siti, 'Jam berapa buka?')).to.match(/No\. K1001/);
    expect(await ask()).to.equal('repeated');
  });

  it('is not sent after STOP, also when its first attempt failed; replies are', async () => {
    await ask();
    await store.sql('outbound_messages').where({ class: 1 }).update({ attempts: 1 });
    await office.arrive(siti, 'STOP', 'stop-1');
    const late = { status: 'queued', updated_at: 1 };
    await store.sql('outbound_messages').where({ class: 1 }).update(late);
    expect(await heard()).to.deep.equal([
      'Baik, kami tdk akan mengirim kabar lagi ke nomor ini. Mau lagi? Balas MULAI. Pertanyaan Anda tetap kami jawab.',
    ]);
    expect(await office.say(siti, 'MULAI')).to.match(/^Baik, nomor ini bisa/);
    expect(await heard()).to.have.length(1);
  });

  const cases = [
    { label: 'after STOP', prepare: () => change({ stopped_at: 1 }), expected: 'closed' },
    {
      label: 'where somebody was in danger',
      prepare: () => change({ guarded_at: 1 }),
      expected: 'closed',
    },
    {
      label: 'when an officer talks with the contact',
      prepare: () => addMatter('claimed'),
      expected: 'busy',
    },
    {
      label: 'when an answer waits for YA or BELUM',
      prepare: () => addMatter('answered'),
      expected: 'busy',
    },
    { label: 'when a matter is closed', prepare: () => addMatter('closed'), expected: 'asked' },
    { label: 'when a matter waits', prepare: () => addMatter('open'), expected: 'asked' },
    {
      label: 'where there is no address',
      prepare: async () => {
        await store.sql('inbound_messages').delete();
        await store.sql('outbound_messages').delete();
        await store.sql('addresses').delete();
      },
      expected: 'closed',
    },
  ];
  for (const { label, prepare, expected } of cases) {
    it(`is ${expected} ${label}`, async () => {
      await prepare();
      expect(await ask()).to.equal(expected);
      expect(await heard()).to.have.length(expected === 'asked' ? 1 : 0);
    });
  }

  it('asks where the contact has written last', async () => {
    const [account] = [...office.accounts.values()];
    await store.sql('addresses').insert({
      account_id: account?.id,
      user_id: '+6289999999999',
      contact_id: contactId,
      created_at: 1,
    });
    await ask();
    await office.gateway.drain();
    expect(office.sent.map(({ to }) => to)).to.deep.equal([siti]);
  });
});
