import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { contactOffices } from '../../src/store/contact-offices.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

onEachDatabase('contactOffices', (open) => {
  let store: Store;
  let contactId: number;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    const account = { channel: 'test', name: '1', medium: 'sms', officeCode: '35.08' } as const;
    const { id } = await ensureAccount(store, account, now);
    const [sender] = (await ensureSenders(store, [[id, '+628120001']], 1)).values();
    contactId = sender!.contactId;
  });

  const times = { updated_at: 1 };
  const addMatter = (office_code: string): Promise<unknown> =>
    store.sql('matters').insert({
      kind: 'K',
      number: 1001,
      office_code,
      contact_id: contactId,
      status: 'open',
      opened_at: 1,
      ...times,
    });

  async function addSeeker(office_code: string): Promise<void> {
    const [person] = await store
      .sql('persons')
      .insert({ name: 'SITI', created_at: 1, ...times })
      .returning<{ id: number }[]>('id');
    const person_id = person!.id;
    await store.sql('contact_persons').insert({ contact_id: contactId, person_id, role: 'self' });
    await store.sql('seekers').insert({
      number: 1001,
      person_id,
      office_code,
      education: 'SMK',
      status: 'registered',
      notice_version: '1',
      registered_at: 1,
      ...times,
    });
  }

  it('are those whose number it wrote to', async () => {
    expect(await contactOffices(store, contactId)).to.deep.equal(['35.08']);
  });

  it('are those too that hold a matter of it, or registered its person, each once', async () => {
    await addMatter('35.09');
    await addSeeker('35.10');
    expect(await contactOffices(store, contactId)).to.have.members(['35.08', '35.09', '35.10']);
  });

  it('are none of somebody else', async () => {
    await addMatter('35.09');
    expect(await contactOffices(store, contactId + 1)).to.deep.equal([]);
  });
});
