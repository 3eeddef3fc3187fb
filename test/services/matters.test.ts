import { expect } from 'chai';
import type { ServiceContext } from '../../src/services/action.ts';
import {
  addFromContact,
  claimMatter,
  ClaimedError,
  confirmMatter,
  getMatter,
  openMatter,
  openMattersOf,
  replyToMatter,
} from '../../src/services/matters.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { insertOfficer, type Officer } from '../../src/store/officers.ts';
import { listOutbound } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

async function addOfficer(store: Store, username: string): Promise<Officer> {
  const person = {
    username,
    name: `${username} Lestari`,
    role: 'officer',
    office: '35.08',
  } as const;
  const id = await insertOfficer(store, { ...person, passwordHash: '-', at: 1 });
  return { ...person, id: id ?? 0, active: true, mustChange: false };
}

async function addPerson(store: Store): Promise<Omit<ServiceContext, 'db'>> {
  const wanted = { channel: 'test', name: '1', medium: 'sms', officeCode: '35.08' } as const;
  const account = await ensureAccount(store, wanted, now);
  const senders = await ensureSenders(store, [[account.id, '+628123456789']], now.getTime());
  const { contactId: id, addressId, userId } = [...senders.values()][0]!;
  return { now, office: '35.08', contact: { id, userId, addressId, medium: 'sms' } };
}

onEachDatabase('a matter', (open) => {
  let store: Store;
  let dewi: Officer;
  let budi: Officer;
  let person: Omit<ServiceContext, 'db'>;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    dewi = await addOfficer(store, 'Dewi');
    budi = await addOfficer(store, 'Budi');
    person = await addPerson(store);
  });

  const ask = (text: string) =>
    store.transaction((db) => openMatter({ ...person, db }, { kind: 'K', text }));

  it('is answered on the channel it came by, and closed by YA', async () => {
    const { id, number } = await ask('Masih dibuka?');
    const view = await store.transaction((db) =>
      replyToMatter(db, number, { officer: dewi, now, text: 'Masih, sampai 30 Nov' }),
    );
    expect(view).to.include({ status: 'answered', assignee: 'Dewi' });
    expect(view?.messages.map(({ text, status }) => [text, status])).to.deep.equal([
      ['Masih dibuka?', 'received'],
      ['Masih, sampai 30 Nov', 'queued'],
    ]);
    const [sent] = await listOutbound(store, person.contact.id);
    expect(sent?.text).to.equal(
      'K1001, petugas Dewi: Masih, sampai 30 Nov. Sudah jelas? Balas YA atau BELUM.',
    );
    const done = await store.transaction((db) => confirmMatter({ ...person, db }, id, 'yes'));
    expect(done?.status).to.equal('closed');
    expect(await openMattersOf(store, [person.contact.id])).to.have.property('size', 0);
  });

  it('is with the officer again after a text, and with all after BELUM', async () => {
    const { id, number } = await ask('Masih dibuka?');
    const answer = () =>
      store.transaction((db) => replyToMatter(db, number, { officer: dewi, now, text: 'Ya.' }));
    await answer();
    const add = await store.transaction((db) => addFromContact({ ...person, db }, id, 'Syarat?'));
    expect(add?.status).to.equal('claimed');
    await answer();
    await store.transaction((db) => confirmMatter({ ...person, db }, id, 'no'));
    const view = await getMatter(store, number, { officer: budi });
    expect(view).to.include({ status: 'open', assignee: null });
  });

  it('has one holder of many who claim it at the same time', async () => {
    const { number } = await ask('x');
    const claims = await Promise.allSettled(
      [dewi, budi, dewi, budi].map((officer) =>
        store.transaction((db) => claimMatter(db, number, { officer, now })),
      ),
    );
    const refused = claims.filter(({ status }) => status === 'rejected');
    expect(refused).to.have.length(2);
    for (const claim of refused) {
      expect((claim as PromiseRejectedResult).reason).to.be.instanceOf(ClaimedError);
    }
  });
});
