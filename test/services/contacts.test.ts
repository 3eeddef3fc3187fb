import { expect } from 'chai';
import { giveConsent, withdrawConsent } from '../../src/services/consents.ts';
import { consentsOfContact, findConsent } from '../../src/store/consents.ts';
import { sealConsents } from '../../src/store/seal-consents.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addVillager, type Villager } from '../helpers/villager.ts';

onEachDatabase('contacts', (open) => {
  const now = new Date('2026-11-23T08:00:00+07:00');
  let store: Store;
  let villager: Villager;

  beforeEach(async () => {
    store = await open();
    villager = await addVillager(store, { now });
  });

  const push = () => ({ contactId: villager.id, purpose: 'push' as const });
  const employer = () => ({ contactId: villager.id, purpose: 'employer' as const });
  const words = { text: 'Boleh nama & HP Anda kami berikan?', version: '2026-11' };

  async function stoppedAt(): Promise<number | null> {
    const row: { stopped_at: number | null } = await store.sql('contacts').first('stopped_at');
    return row.stopped_at;
  }

  it('stop and start are remembered', async () => {
    expect(await villager.asks('contacts.stop')).to.deep.equal({ name: 'done', values: {} });
    expect(await stoppedAt()).to.equal(now.getTime());
    expect(await villager.asks('contacts.start')).to.deep.equal({ name: 'done', values: {} });
    expect(await stoppedAt()).to.equal(null);
  });

  it('stop ends the consent to messages, not the one to employers', async () => {
    await giveConsent(store, { ...push(), ...words }, now);
    await giveConsent(store, { ...employer(), ...words }, now);
    await villager.asks('contacts.stop');
    expect(await findConsent(store, push())).to.equal(undefined);
    expect(await findConsent(store, employer())).to.include({ version: '2026-11' });
  });

  async function addAddress(userId: string): Promise<number> {
    const { accountId } = await openAccount();
    const rows: { id: number }[] = await store
      .sql('addresses')
      .insert({ account_id: accountId, user_id: userId, contact_id: villager.id, created_at: 1 })
      .returning('id');
    return rows[0]?.id ?? 0;
  }

  async function openAccount(): Promise<{ accountId: number }> {
    await seedOffices(store);
    const account = { channel: 'test', name: '+621', medium: 'sms', officeCode: '35.08' } as const;
    return { accountId: (await ensureAccount(store, account, now)).id };
  }

  for (const word of ['contacts.stop', 'contacts.start']) {
    it(`${word} gives up what is queued for any address, but no reply`, async () => {
      const addresses = [await addAddress('+62811'), await addAddress('+62812')];
      const { accountId } = await openAccount();
      const row = { accountId, contactId: villager.id, inboundId: null, segments: 1, trace: null };
      const bulk = addresses.map((addressId) => ({ ...row, addressId, class: 1, text: 'kabar' }));
      const reply = { ...row, addressId: addresses[0] ?? 0, class: 0, text: 'jawaban' };
      await addOutbound(store, [...bulk, reply], now.getTime());
      await villager.asks(word);
      const rows: { class: number; status: string }[] = await store
        .sql('outbound_messages')
        .select('class', 'status')
        .orderBy('id');
      expect(rows).to.deep.equal([
        { class: 1, status: 'expired' },
        { class: 1, status: 'expired' },
        { class: 0, status: 'queued' },
      ]);
    });
  }

  it('start gives no consent back', async () => {
    await giveConsent(store, { ...push(), ...words }, now);
    await villager.asks('contacts.stop');
    await villager.asks('contacts.start');
    expect(await findConsent(store, push())).to.equal(undefined);
  });

  it('a consent is kept with its words, also when it has ended', async () => {
    const id = await giveConsent(store, { ...employer(), ...words }, now);
    expect(await withdrawConsent(store, employer(), now)).to.equal(true);
    expect(await withdrawConsent(store, employer(), now)).to.equal(false);
    const [given] = await consentsOfContact(store, employer().contactId);
    expect(given).to.include({ id, ...words, givenAt: now.getTime(), withdrawnAt: now.getTime() });
    expect(JSON.stringify(await store.sql('consents'))).not.to.contain(words.text);
  });

  it('the words of a consent from before are sealed at the next start', async () => {
    const id = await giveConsent(store, { ...employer(), ...words }, now);
    const old = { text: words.text, key: null, text_sealed: null, said_sealed: null };
    await store.sql('consents').where({ id }).update(old);
    expect((await consentsOfContact(store, employer().contactId))[0]).to.include(words);
    expect(await sealConsents(store)).to.equal(1);
    expect(await sealConsents(store)).to.equal(0);
    expect((await consentsOfContact(store, employer().contactId))[0]).to.include(words);
    expect(JSON.stringify(await store.sql('consents'))).not.to.contain(words.text);
  });

  it('giving and withdrawing leave their lines in the audit trail', async () => {
    await giveConsent(store, { ...employer(), ...words }, now);
    await withdrawConsent(store, employer(), now);
    const rows: { action: string }[] = await store.sql('audit').select('action').orderBy('id');
    expect(rows.map(({ action }) => action)).to.deep.equal(['consent.give', 'consent.withdraw']);
  });
});
