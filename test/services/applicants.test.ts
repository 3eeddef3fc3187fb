import { consentsOfContact } from '../../src/store/consents.ts';
import { expect } from 'chai';
import type { Outcome } from '../../src/core/action.ts';
import type { Values } from '../../src/core/json.ts';
import { apply, interest, listApplicants } from '../../src/services/applicants.ts';
import { closeVacancy } from '../../src/services/vacancy-status.ts';
import { addPerson, linkPerson } from '../../src/store/persons.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

async function addContact(store: Store, publicId: string): Promise<number> {
  const rows: { id: number }[] = await store
    .sql('contacts')
    .insert({ public_id: publicId, created_at: 0 })
    .returning('id');
  return rows[0]?.id ?? 0;
}

async function register(store: Store, contactId: number, name: string, nik: string): Promise<void> {
  const person = { nik, name, gender: 'P', birthDate: '1999-01-12' } as const;
  const personId = (await addPerson(store, person, 0)) ?? 0;
  await linkPerson(store, { contactId, personId, role: 'family' });
}

const consent = { izin: 'Boleh nama & HP {nama} kami beri ke {perusahaan}?', versi: '2026-11' };

onEachDatabase('applicants', (open) => {
  let store: Store;
  let contactId: number;

  const context = () => ({
    db: store,
    now: today,
    office: '35.08',
    contact: { id: contactId, userId: '+6281234567890', medium: 'sms' as const },
  });
  const ask = (input: Values): Promise<Outcome> => interest.run(input, context());

  beforeEach(async () => {
    store = await open();
    await fillVacancies(store, [
      {},
      { status: 'draft', verifiedAt: null },
      { closesOn: '2026-11-01' },
    ]);
    contactId = await addContact(store, 'c_1');
  });

  const outcomes = [
    {
      label: 'a published one by a phone that has registered nobody',
      nomor: 'L1001',
      name: 'name',
    },
    { label: 'the number without its letter', nomor: '1001', name: 'name' },
    { label: 'an unverified one', nomor: 'L1002', name: 'unknown' },
    { label: 'an expired one', nomor: 'L1003', name: 'closed' },
    { label: 'an unknown one', nomor: 'L7777', name: 'unknown' },
    { label: 'a seeker number', nomor: 'D1001', name: 'unknown' },
    { label: 'no number', nomor: '', name: 'unknown' },
  ];
  for (const { label, nomor, name } of outcomes) {
    it(`says ${name}: ${label}`, async () => {
      expect((await ask({ nomor })).name).to.equal(name);
    });
  }

  it('knows the only person that the phone has registered', async () => {
    await register(store, contactId, 'SITI AMINAH', '3508105201990001');
    const { name, values } = await ask({ nomor: 'L1001' });
    expect([name, values['nama'], values['perusahaan']]).to.deep.equal([
      'consent',
      'SITI AMINAH',
      'CV Busana Asri',
    ]);
  });

  it('asks the name when the phone is shared, and knows it by its spelling', async () => {
    await register(store, contactId, 'SITI AMINAH', '3508105201990001');
    await register(store, contactId, 'JOKO SUSILO', '3508101201990001');
    expect((await ask({ nomor: 'L1001' })).name).to.equal('name');
    const { name, values } = await ask({ nomor: 'L1001', nama: 'djoko susilo' });
    expect([name, values['nama']]).to.deep.equal(['consent', 'JOKO SUSILO']);
  });

  it('stores nothing before the YA', async () => {
    await ask({ nomor: 'L1001', nama: 'Siti' });
    expect(await store.sql('applicants')).to.deep.equal([]);
    expect(await store.sql('consents')).to.deep.equal([]);
  });

  it('lists after the YA, with the words it was said to and their version', async () => {
    const outcome = await apply.run({ nomor: 'L1001', nama: 'Siti Aminah', ...consent }, context());
    expect(outcome.name).to.equal('listed');
    const row = await store.sql('consents').first('contact_id');
    const [given] = await consentsOfContact(store, row.contact_id);
    expect(given).to.deep.include({
      purpose: 'employer',
      text: 'Boleh nama & HP Siti Aminah kami beri ke CV Busana Asri?',
      version: '2026-11',
    });
    const list = await listApplicants(store, 'L1001', {});
    expect(list?.items).to.deep.equal([
      {
        id: 1,
        name: 'Siti Aminah',
        state: 'interested',
        contact: 'c_1',
        seeker: null,
        consent: true,
        createdAt: '2026-11-23T10:00:00+07:00',
      },
    ]);
  });

  it('lists once: the second time is told as already, with no second consent', async () => {
    const input = { nomor: 'L1001', nama: 'Siti Aminah', ...consent };
    await apply.run(input, context());
    expect((await ask(input)).name).to.equal('already');
    expect((await apply.run(input, context())).name).to.equal('already');
    expect(await store.sql('consents')).to.have.length(1);
  });

  it('does not list on a vacancy that was closed between question and YA', async () => {
    await closeVacancy(store, 'L1001', {
      officer: { id: 1, office: '35.08', role: 'officer' },
      now: today,
    });
    const outcome = await apply.run({ nomor: 'L1001', nama: 'Siti', ...consent }, context());
    expect(outcome.name).to.equal('closed');
    expect(await store.sql('applicants')).to.deep.equal([]);
  });

  it('tells officers when the consent was withdrawn', async () => {
    await apply.run({ nomor: 'L1001', nama: 'Siti', ...consent }, context());
    await store.sql('consents').update({ withdrawn_at: 1 });
    const list = await listApplicants(store, 'L1001', {});
    expect(list?.items[0]).to.include({ consent: false });
  });

  it('knows no list of an unknown vacancy', async () => {
    expect(await listApplicants(store, 'L4711', {})).to.equal(undefined);
  });
});
