import { expect } from 'chai';
import { SendError, type SendErrorCode } from '../../src/core/errors.ts';
import type { Medium } from '../../src/core/message.ts';
import type { Purpose } from '../../src/core/purpose.ts';
import { fallBack } from '../../src/gateway/fall-back.ts';
import type { GatewayTools } from '../../src/gateway/tools.ts';
import { databaseNow, type Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestOutbox, outboxStart, type TestOutbox } from '../helpers/outbox.ts';

const minute = 60_000;
const phone = '+6281234567890';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const toolsOf = (store: Store): GatewayTools => ({
  store,
  clock: () => outboxStart,
  log: quiet,
  book: undefined as never, // nothing is said anew here
  actions: {},
});

interface Office {
  readonly store: Store;
  readonly chat: TestOutbox;
  readonly sms: TestOutbox;
  /** Looks for what is to go by SMS; gives the texts that then left. */
  readonly fall: () => Promise<readonly string[]>;
  /** As if the chat account had been down for so long. */
  readonly downFor: (ms: number) => Promise<unknown>;
}

async function openOffice(
  store: Store,
  { medium = 'telegram', refusal }: { medium?: Medium; refusal?: SendErrorCode } = {},
): Promise<Office> {
  const chat = await openTestOutbox(
    store,
    async ({ id }) => {
      if (refusal) throw new SendError(refusal, { retryable: false });
      return { providerId: id };
    },
    { medium, account: 'chat' },
  );
  const sms = await openTestOutbox(store, undefined, { account: 'sms' });
  return {
    store,
    chat,
    sms,
    fall: async () => {
      await fallBack(toolsOf(store), [sms.account.id]);
      await sms.sender.drain();
      return sms.calls.map(({ text }) => text);
    },
    downFor: (ms) => {
      const since = store.sql.raw('? - ?', [databaseNow(store), ms]);
      return store.sql('accounts').where({ id: chat.account.id }).update({ down_since: since });
    },
  };
}

/** The person of the chat has an SMS address as well. */
async function join({ store, sms }: Office, contactId: number, userId = phone): Promise<void> {
  await store.sql('addresses').insert({
    account_id: sms.account.id,
    user_id: userId,
    contact_id: contactId,
    created_at: 1,
  });
}

const refusals = [
  { label: 'a closed window', refusal: 'window-closed' },
  { label: 'an address that is none any more', refusal: 'bad-address' },
  { label: 'a person who shut us out there', refusal: 'opted-out' },
  { label: 'a refusal', refusal: 'refused' },
] as const;

onEachDatabase('what matters', (open) => {
  for (const { label, refusal } of refusals) {
    it(`goes by SMS, once, after ${label}`, async () => {
      const office = await openOffice(await open(), { refusal });
      const contact = await office.chat.queue('7001', 'Jawaban – “ya”', { purpose: 'officer' });
      await join(office, contact);
      await office.chat.sender.drain();
      expect(await office.fall()).to.deep.equal(['Jawaban - "ya"']);
      expect(await office.fall()).to.have.length(1);
      expect(office.sms.calls[0]?.to).to.equal(phone);
      const [first] = await office.chat.statuses();
      expect(first).to.be.oneOf(['failed', 'expired']);
    });
  }

  const purposes: readonly { readonly purpose: Purpose; readonly falls: boolean }[] = [
    { purpose: 'officer', falls: true },
    { purpose: 'danger', falls: true },
    { purpose: 'record', falls: true },
    { purpose: 'talk', falls: false },
    { purpose: 'push', falls: false },
  ];
  for (const { purpose, falls } of purposes) {
    it(`${falls ? 'goes' : 'does not go'} by SMS when its channel is dead: ${purpose}`, async () => {
      const office = await openOffice(await open());
      await join(office, await office.chat.queue('7001', 'halo', { purpose }));
      await office.downFor(16 * minute);
      expect(await office.fall()).to.have.length(falls ? 1 : 0);
      expect((await office.chat.statuses())[0]).to.equal(falls ? 'expired' : 'queued');
    });
  }

  it('waits for a quarter of an hour', async () => {
    const office = await openOffice(await open());
    await join(office, await office.chat.queue('7001', 'halo', { purpose: 'officer' }));
    await office.downFor(14 * minute);
    expect(await office.fall()).to.deep.equal([]);
  });

  it('stays where it is without another address', async () => {
    const office = await openOffice(await open());
    await office.chat.queue('7001', 'halo', { purpose: 'officer' });
    await office.downFor(16 * minute);
    expect(await office.fall()).to.deep.equal([]);
    expect(await office.chat.statuses()).to.deep.equal(['queued']);
  });

  it('goes to the number that a person has on WhatsApp', async () => {
    const office = await openOffice(await open(), { medium: 'whatsapp' });
    await office.chat.queue(phone, 'halo', { purpose: 'officer' });
    await office.downFor(16 * minute);
    expect(await office.fall()).to.deep.equal(['halo']);
    const contacts: number[] = await office.store.sql('addresses').pluck('contact_id');
    expect(new Set(contacts).size).to.equal(1);
  });

  it('does not go by a phone that does not answer either', async () => {
    const office = await openOffice(await open());
    await join(office, await office.chat.queue('7001', 'halo', { purpose: 'officer' }));
    await office.downFor(16 * minute);
    await office.store.sql('accounts').update({ down_since: 1 });
    expect(await office.fall()).to.deep.equal([]);
  });

  it('is not sent to whoever said STOP and shut us out', async () => {
    const office = await openOffice(await open(), { refusal: 'opted-out' });
    const contact = await office.chat.queue('7001', 'halo', { purpose: 'officer' });
    await join(office, contact);
    await office.store.sql('contacts').update({ stopped_at: 1 });
    await office.chat.sender.drain();
    expect(await office.fall()).to.deep.equal([]);
  });

  it('goes to no other phone of one in danger', async () => {
    const office = await openOffice(await open(), { medium: 'whatsapp' });
    const contact = await office.chat.queue(phone, 'Anda aman?', { purpose: 'danger' });
    await join(office, contact, '+6281111111111');
    await office.store.sql('contacts').update({ guarded_at: 1 });
    await office.downFor(16 * minute);
    await office.fall();
    expect(office.sms.calls.map(({ to }) => to)).to.deep.equal([phone]);
  });

  it('goes to the number that was proven by a contact card, also of one in danger', async () => {
    const office = await openOffice(await open());
    await office.chat.queue('7001', 'halo', { purpose: 'danger' });
    await office.store.sql('addresses').update({ phone });
    await office.store.sql('contacts').update({ guarded_at: 1 });
    await office.downFor(16 * minute);
    await office.fall();
    expect(office.sms.calls.map(({ to }) => to)).to.deep.equal([phone]);
  });

  it('stays on Telegram for one in danger: whose phone that is nobody knows', async () => {
    const office = await openOffice(await open());
    await join(office, await office.chat.queue('7001', 'Anda aman?', { purpose: 'danger' }));
    await office.store.sql('contacts').update({ guarded_at: 1 });
    await office.downFor(16 * minute);
    expect(await office.fall()).to.deep.equal([]);
  });

  it('goes once when two processes look', async () => {
    const office = await openOffice(await open());
    await join(office, await office.chat.queue('7001', 'halo', { purpose: 'officer' }));
    await office.downFor(16 * minute);
    await Promise.all([office.fall(), office.fall()]);
    expect(office.sms.calls).to.have.length(1);
  });
});
