import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import {
  addOfficer,
  addToken,
  findOfficerByToken,
  listOfficers,
  type OfficerForm,
} from '../../src/services/officers.ts';
import { seedOffices } from '../../src/services/offices.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const year = 365 * 24 * 3_600_000;

const dewi: OfficerForm = {
  username: 'dewi',
  name: ' Dewi Lestari ',
  role: 'officer',
  office: '35.08',
  password: 'kuda baterai jepit benar',
};

async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof InputError) return error.message;
  throw new Error('was not refused', { cause: error });
}

onEachDatabase('officers', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  for (const { label, change, says } of [
    { label: 'a username with spaces', change: { username: 'de wi' }, says: /username/ },
    { label: 'a name of one letter', change: { name: ' D ' }, says: /name/ },
    { label: 'an unknown role', change: { role: 'root' }, says: /admin, supervisor, officer/ },
    { label: 'an unknown office', change: { office: '35.99' }, says: /no office 35\.99/ },
    { label: 'a short password', change: { password: 'pendek' }, says: /12 characters/ },
  ]) {
    it(`addOfficer refuses ${label} in one sentence`, async () => {
      expect(await refusal(addOfficer(store, { ...dewi, ...change }, now))).to.match(says);
      expect(await listOfficers(store, { after: 0, limit: 10 })).to.deep.equal([]);
    });
  }

  it('addOfficer keeps the officer, a hash and a line of the audit trail', async () => {
    const id = await addOfficer(store, dewi, now);
    expect(await listOfficers(store, { after: 0, limit: 10 })).to.deep.equal([
      {
        id,
        username: 'dewi',
        name: 'Dewi Lestari',
        role: 'officer',
        office: '35.08',
        active: true,
        mustChange: false,
      },
    ]);
    const [row] = await store.sql('officers').select();
    expect(row.password_hash).to.match(/^scrypt\$/);
    const [line] = await store.sql('audit').select();
    expect(line).to.include({ action: 'officer.add', subject: `officer:${id}` });
  });

  it('addOfficer refuses a username that is taken', async () => {
    await addOfficer(store, dewi, now);
    expect(await refusal(addOfficer(store, dewi, now))).to.equal('the username dewi is taken');
  });

  it('addToken gives a token that finds its officer for a year', async () => {
    await addOfficer(store, dewi, now);
    const token = await addToken(store, 'dewi', now);
    expect(token).to.match(/^spk_[\w-]{43}$/);
    const at = (ms: number): Date => new Date(now.getTime() + ms);
    expect(await findOfficerByToken(store, token, at(year - 1))).to.include({ username: 'dewi' });
    expect(await findOfficerByToken(store, token, at(year))).to.equal(undefined);
    expect(await findOfficerByToken(store, `${token}x`, now)).to.equal(undefined);
  });

  it('addToken keeps no token, only its hash', async () => {
    await addOfficer(store, dewi, now);
    const token = await addToken(store, 'dewi', now);
    expect(JSON.stringify(await store.sql('tokens').select())).not.to.contain(token.slice(4));
  });

  it('a token ends with the work of its officer', async () => {
    await addOfficer(store, dewi, now);
    const token = await addToken(store, 'dewi', now);
    await store.sql('officers').update({ active: 0 });
    expect(await findOfficerByToken(store, token, now)).to.equal(undefined);
    expect(await refusal(addToken(store, 'dewi', now))).to.equal('there is no officer dewi');
  });

  it('addToken refuses an unknown username', async () => {
    expect(await refusal(addToken(store, 'siapa', now))).to.equal('there is no officer siapa');
  });
});
