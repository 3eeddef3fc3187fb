import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Values } from '../../src/core/json.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { getSeeker, listSeekers, verifySeeker } from '../../src/services/seekers.ts';
import { nextNumber } from '../../src/store/counters.ts';
import { migrate } from '../../src/store/migrate.ts';
import { listMatterMessages } from '../../src/store/matter-messages.ts';
import { listContactPersons } from '../../src/store/persons.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { onEachDatabase, testKeys } from '../helpers/databases.ts';
import { addVillager, type Villager } from '../helpers/villager.ts';

const siti: Values = {
  nik: '3508105201990001',
  nama: 'SITI AMINAH',
  pendidikan: 'SMK',
  keterampilan: ['jahit'],
  tempat: '35.08.10',
};

const nikOf = (serial: number): string => `350810120199${String(serial).padStart(4, '0')}`;

/** Registers and gives the D number. */
async function registers(villager: Villager, form: Values): Promise<string> {
  const { nomor } = (await villager.asks('seekers.register', form)).values;
  if (typeof nomor !== 'string') throw new Error('no D number was given');
  return nomor;
}

async function flagsOf(store: Store, number = 'D1001'): Promise<readonly string[]> {
  return (await getSeeker(store, number))?.flags ?? [];
}

onEachDatabase('seekers', (open) => {
  let store: Store;

  const openSeeded = async (): Promise<void> => {
    store = await open();
    await seedOffices(store);
  };

  describe('seekers.check', () => {
    before(openSeeded);

    const cases = [
      {
        label: 'a woman of the regency',
        nik: '3508105201990001',
        expected: ['local', { tempat: '35.08.10', jenis_kelamin: 'P', lahir: '1999-01-12' }],
      },
      {
        label: 'a man born on a leap day',
        nik: '3508012902000003',
        expected: ['local', { tempat: '35.08.01', jenis_kelamin: 'L', lahir: '2000-02-29' }],
      },
      {
        label: 'somebody of another regency',
        nik: '3509011506010007',
        expected: ['elsewhere', { asal: 'Kab. Jember', jenis_kelamin: 'L', lahir: '2001-06-15' }],
      },
      {
        label: 'a kecamatan that does not exist',
        nik: '3508221201990001',
        expected: ['elsewhere', { asal: 'Kab. Lumajang', jenis_kelamin: 'L', lahir: '1999-01-12' }],
      },
      {
        label: 'a regency that does not exist any more',
        nik: '3560011201990001',
        expected: ['elsewhere', { asal: 'Jawa Timur', jenis_kelamin: 'L', lahir: '1999-01-12' }],
      },
    ];
    for (const { label, nik, expected } of cases) {
      it(`tells of ${label}`, async () => {
        const villager = await addVillager(store);
        const [name, values] = expected;
        expect(await villager.asks('seekers.check', { nik })).to.deep.equal({ name, values });
      });
    }

    it('calls every regency local for the province', async () => {
      const villager = await addVillager(store, { office: '35' });
      const outcome = await villager.asks('seekers.check', { nik: '3509011506010007' });
      expect(outcome.name).to.equal('local');
    });

    it('refuses what the dialogue should not have let through', async () => {
      const villager = await addVillager(store);
      const error = await villager.asks('seekers.check', { nik: '3508102902010001' }).catch(String);
      expect(error).to.contain('date').and.not.to.contain('3508102902010001');
    });
  });

  describe('seekers.register', () => {
    beforeEach(openSeeded);

    it('gives numbers from D1001 on', async () => {
      const villager = await addVillager(store);
      const first = await villager.asks('seekers.register', siti);
      const second = await villager.asks('seekers.register', {
        ...siti,
        nik: nikOf(2),
        nama: 'BUDI',
      });
      expect(first).to.deep.equal({ name: 'registered', values: { nomor: 'D1001' } });
      expect(second).to.deep.equal({ name: 'registered', values: { nomor: 'D1002' } });
    });

    it('stores what was said and the notice it was said to', async () => {
      await (await addVillager(store)).asks('seekers.register', siti);
      const row: Record<string, unknown> = await store.sql('seekers').first();
      expect(row).to.include({
        number: 1001,
        office_code: '35.08',
        education: 'SMK',
        skills: '["jahit"]',
        area_code: '35.08.10',
        phone: '+6281234567890',
        status: 'registered',
        notice_version: '2026-11',
      });
    });

    it('leaves one line in the audit trail, without personal data', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      const rows: object[] = await store
        .sql('audit')
        .select('actor', 'action', 'subject', 'detail');
      const actor = `contact:${villager.id}`;
      expect(rows).to.deep.equal([
        { actor, action: 'seeker.register', subject: 'D1001', detail: '{}' },
      ]);
    });

    it('updates a known person and tells the same number', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      const changed = { ...siti, pendidikan: 'S1', keterampilan: 'las' };
      const outcome = await villager.asks('seekers.register', changed);
      expect(outcome).to.deep.equal({ name: 'updated', values: { nomor: 'D1001' } });
      const view = await getSeeker(store, 'D1001');
      expect(view).to.deep.include({ education: 'S1', skills: ['las'], name: 'SITI AMINAH' });
    });

    it('takes another spelling of the name for the same person', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      const outcome = await villager.asks('seekers.register', { ...siti, nama: 'Hj. Sitti Amina' });
      expect(outcome.name).to.equal('updated');
    });

    it('links another phone with the person as family, and keeps the first phone', async () => {
      const [first, second] = [
        await addVillager(store),
        await addVillager(store, { userId: '+6289999999999' }),
      ];
      await first.asks('seekers.register', siti);
      const outcome = await second.asks('seekers.register', siti);
      expect(outcome).to.deep.equal({ name: 'updated', values: { nomor: 'D1001' } });
      expect((await listContactPersons(store, first.id))[0]?.role).to.equal('self');
      expect((await listContactPersons(store, second.id))[0]?.role).to.equal('family');
      const row: { phone: string } = await store.sql('seekers').first('phone');
      expect(row.phone).to.equal('+6281234567890');
    });

    it('asks an officer when the name is clearly another, and changes nothing', async () => {
      await (await addVillager(store)).asks('seekers.register', siti);
      const before = [await store.sql('seekers'), await store.sql('persons')];
      const stranger = await addVillager(store, { userId: '+6289999999999' });
      const outcome = await stranger.asks('seekers.register', {
        ...siti,
        nama: 'BUDI SANTOSO',
        pendidikan: 'S1',
      });
      expect(outcome).to.deep.equal({ name: 'differs', values: { nomor_tanya: 'K1001' } });
      expect([await store.sql('seekers'), await store.sql('persons')]).to.deep.equal(before);
      expect(await listContactPersons(store, stranger.id)).to.deep.equal([]);
    });

    it('tells the officer what was sent, the NIK masked', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      await villager.asks('seekers.register', { ...siti, nama: 'BUDI SANTOSO' });
      const matter: { id: number } = await store.sql('matters').first('id');
      const [message] = await listMatterMessages(store, matter.id);
      expect(message?.text).to.contain('D1001').and.contain('BUDI SANTOSO').and.contain('SMK');
      expect(message?.text).to.contain('3508********0001').and.not.contain('3508105201990001');
    });

    const roles = [
      {
        label: 'the first person of a phone is its owner',
        helper: false,
        expected: ['self', 'family', 'family'],
      },
      {
        label: 'a village helper is nobody registered',
        helper: true,
        expected: ['helper', 'helper', 'helper'],
      },
    ];
    for (const { label, helper, expected } of roles) {
      it(label, async () => {
        const villager = await addVillager(store, { helper });
        for (const serial of [1, 2, 3])
          await villager.asks('seekers.register', {
            ...siti,
            nik: nikOf(serial),
            nama: `Orang ${serial}`,
          });
        const linked = await listContactPersons(store, villager.id);
        expect(linked.map(({ role }) => role)).to.deep.equal(expected);
      });
    }

    it('lets a helper register thirty, none of them under the phone of the helper', async () => {
      const helper = await addVillager(store, { helper: true });
      for (let serial = 1; serial <= 30; serial += 1)
        await helper.asks('seekers.register', { ...siti, nik: nikOf(serial), nama: 'SITI' });
      const rows: { number: number; phone: string | null }[] = await store
        .sql('seekers')
        .select('number', 'phone')
        .orderBy('id');
      expect(rows.map(({ number }) => number)).to.deep.equal(
        Array.from({ length: 30 }, (_, index) => 1001 + index),
      );
      expect(rows.every(({ phone }) => phone === null)).to.equal(true);
    });

    it('stores no phone for an address that is none', async () => {
      await (await addVillager(store, { userId: '77001122' })).asks('seekers.register', siti);
      const row: { phone: string | null } = await store.sql('seekers').first('phone');
      expect(row.phone).to.equal(null);
    });

    it('goes by the birth date that an officer has corrected', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      await store.sql('persons').update({ birth_date: '2010-01-12' });
      const outcome = await villager.asks('seekers.register', siti);
      expect(outcome.name).to.equal('minor');
      expect(await flagsOf(store)).to.deep.equal(['minor']);
    });
  });

  describe('a registration that an officer should look at', () => {
    before(openSeeded);

    const flagCases = [
      { label: 'nothing but the birth data', change: { nik: nikOf(1) }, flags: ['birth-from-nik'] },
      {
        label: 'an unknown kecamatan of the regency',
        change: { nik: '3508221201990001', tempat: '35.08.04', keraguan: ['nik'] },
        flags: ['birth-from-nik', 'nik-area-unknown'],
      },
      {
        label: 'a NIK of another regency, living here',
        change: { nik: '3509011506010007' },
        flags: ['birth-from-nik', 'nik-elsewhere', 'domicile-differs'],
      },
      {
        label: 'a NIK of another regency, living there',
        change: { nik: '3509011506010008', tempat: '35.09.01' },
        flags: ['birth-from-nik', 'nik-elsewhere'],
      },
      {
        label: 'an answer that was insisted on',
        change: { nik: nikOf(2), keraguan: ['nama'] },
        flags: ['birth-from-nik', 'doubtful-nama'],
      },
      {
        label: 'a minor',
        change: { nik: '3508101201100001' },
        flags: ['birth-from-nik', 'minor'],
      },
    ];
    for (const { label, change, flags } of flagCases) {
      it(`points the officer to ${label}`, async () => {
        const villager = await addVillager(store);
        const number = await registers(villager, { ...siti, ...change });
        expect(await flagsOf(store, number)).to.deep.equal(flags);
      });
    }

    const ages = [
      {
        label: 'on the day before the eighteenth birthday',
        nik: '3508102411080001',
        name: 'minor',
      },
      { label: 'on the eighteenth birthday', nik: '3508102311080001', name: 'registered' },
      { label: 'on the fifteenth birthday', nik: '3508102311110001', name: 'minor' },
    ];
    for (const { label, nik, name } of ages) {
      it(`is ${name} ${label}`, async () => {
        const outcome = await (await addVillager(store)).asks('seekers.register', { ...siti, nik });
        expect(outcome.name).to.equal(name);
        expect(outcome.values).to.have.keys('nomor');
      });
    }

    it('knows no domicile when neither the person nor the NIK tells one', async () => {
      const { tempat: _left, ...unsaid } = siti;
      const villager = await addVillager(store);
      const number = await registers(villager, { ...unsaid, nik: '3508221201990002' });
      expect((await getSeeker(store, number))?.area).to.equal(null);
    });
  });

  describe('two phones that register one NIK at once', () => {
    beforeEach(openSeeded);

    it('make one person and lose nothing', async () => {
      const villagers = [];
      for (let n = 0; n < 8; n += 1)
        villagers.push(await addVillager(store, { userId: `+628120000000${n}` }));
      const outcomes = await Promise.all(
        villagers.map((villager, n) =>
          villager.asks('seekers.register', { ...siti, keterampilan: [`las ${n}`] }),
        ),
      );
      const names = outcomes.map(({ name }) => name).toSorted();
      expect(names).to.deep.equal(['registered', ...Array.from({ length: 7 }, () => 'updated')]);
      expect(outcomes.every(({ values }) => values['nomor'] === 'D1001')).to.equal(true);
      expect(await store.sql('persons')).to.have.length(1);
      expect(await store.sql('seekers')).to.have.length(1);
      expect(await store.sql('contact_persons')).to.have.length(8);
      expect(await nextNumber(store, 'D')).to.equal(1002);
    });

    it('give different persons different numbers', async () => {
      const villagers = [];
      for (let n = 0; n < 8; n += 1) villagers.push(await addVillager(store));
      const outcomes = await Promise.all(
        villagers.map((villager, n) =>
          villager.asks('seekers.register', { ...siti, nik: nikOf(n + 1) }),
        ),
      );
      const numbers = new Set(outcomes.map(({ values }) => values['nomor']));
      expect(numbers).to.have.property('size', 8);
    });
  });

  describe('a stored NIK', () => {
    before(openSeeded);

    it('is readable in no table', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      await villager.asks('seekers.register', { ...siti, nama: 'BUDI SANTOSO' });
      for (const table of ['persons', 'seekers', 'audit', 'matters', 'matter_messages'])
        expect(JSON.stringify(await store.sql(table))).not.to.contain('3508105201990001');
    });
  });

  describe('listSeekers', () => {
    before(async () => {
      await openSeeded();
      const helper = await addVillager(store, { helper: true });
      for (let serial = 1; serial <= 5; serial += 1)
        await helper.asks('seekers.register', { ...siti, nik: nikOf(serial) });
      const malang = await addVillager(store, { office: '35.07' });
      await malang.asks('seekers.register', { ...siti, nik: nikOf(6) });
      await verifySeeker(store, 'D1002', { officerId: 7, now: new Date() });
    });

    const cases = [
      {
        label: 'an office its own, newest first',
        query: { office: '35.08' },
        numbers: [1005, 1004, 1003, 1002, 1001],
      },
      {
        label: 'the province all',
        query: { seesAll: true },
        numbers: [1006, 1005, 1004, 1003, 1002, 1001],
      },
      {
        label: 'the province one office',
        query: { seesAll: true, office: '35.07' },
        numbers: [1006],
      },
      {
        label: 'those with a status',
        query: { office: '35.08', status: 'verified' },
        numbers: [1002],
      },
      { label: 'nothing to whom no office is given', query: {}, numbers: [] },
    ] as const;
    for (const { label, query, numbers } of cases) {
      it(`shows ${label}`, async () => {
        const { items, next } = await listSeekers(store, query);
        expect(items.map(({ number }) => number)).to.deep.equal(numbers.map((n) => `D${n}`));
        expect(next).to.equal(null);
      });
    }

    it('goes on where the last page ended, also when somebody registers meanwhile', async () => {
      const first = await listSeekers(store, { office: '35.08', limit: 2 });
      await (await addVillager(store)).asks('seekers.register', { ...siti, nik: nikOf(9) });
      const cursor = first.next ?? '';
      const second = await listSeekers(store, { office: '35.08', limit: 2, cursor });
      const third = await listSeekers(store, {
        office: '35.08',
        limit: 2,
        cursor: second.next ?? '',
      });
      const numbers = [...first.items, ...second.items, ...third.items].map(({ number }) => number);
      expect(numbers).to.deep.equal(['D1005', 'D1004', 'D1003', 'D1002', 'D1001']);
      expect(third.next).to.equal(null);
    });

    it('refuses a cursor that is none', async () => {
      const error = await listSeekers(store, { seesAll: true, cursor: "1' or 1=1" }).catch(
        (e) => e,
      );
      expect(error).to.include({ status: 400, code: 'bad-cursor' });
    });
  });

  describe('getSeeker', () => {
    before(openSeeded);

    it('shows what the contract of the API names, the NIK masked', async () => {
      await (
        await addVillager(store)
      ).asks('seekers.register', { ...siti, tempat: '35.08.10.2006' });
      expect(await getSeeker(store, 'd 1001')).to.deep.equal({
        number: 'D1001',
        name: 'SITI AMINAH',
        nikMasked: '3508********0001',
        birthDate: '1999-01-12',
        gender: 'P',
        education: 'SMK',
        skills: ['jahit'],
        area: { code: '35.08.10.2006', name: 'Denok' },
        office: '35.08',
        status: 'registered',
        flags: ['birth-from-nik'],
        registeredAt: '2026-11-23T08:00:00+07:00',
      });
    });

    for (const number of ['D1999', 'L1001', 'x', ''])
      it(`knows nobody called ${number || 'nothing'}`, async () => {
        expect(await getSeeker(store, number)).to.equal(undefined);
      });
  });

  describe('verifySeeker', () => {
    beforeEach(openSeeded);

    const by = { officerId: 7, now: new Date('2026-11-24T09:00:00+07:00') };

    it('marks the seeker, once, with the officer in the audit trail', async () => {
      await (await addVillager(store)).asks('seekers.register', siti);
      expect((await verifySeeker(store, 'D1001', by))?.status).to.equal('verified');
      expect((await verifySeeker(store, 'D1001', by))?.status).to.equal('verified');
      const rows: { actor: string }[] = await store.sql('audit').where({ action: 'seeker.verify' });
      expect(rows.map(({ actor }) => actor)).to.deep.equal(['officer:7']);
    });

    it('knows nobody by a number that was never given', async () => {
      expect(await verifySeeker(store, 'D1001', by)).to.equal(undefined);
      expect(await verifySeeker(store, 'L1001', by)).to.equal(undefined);
    });

    it('stays when the same is sent again', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      await verifySeeker(store, 'D1001', by);
      await villager.asks('seekers.register', siti);
      expect((await getSeeker(store, 'D1001'))?.status).to.equal('verified');
    });

    it('is to be done again when a message changed what was verified', async () => {
      const villager = await addVillager(store);
      await villager.asks('seekers.register', siti);
      await verifySeeker(store, 'D1001', by);
      await villager.asks('seekers.register', { ...siti, pendidikan: 'S1' });
      await villager.asks('seekers.register', { ...siti, pendidikan: 'S2' });
      const view = await getSeeker(store, 'D1001');
      expect(view?.status).to.equal('registered');
      expect(view?.flags).to.deep.equal(['birth-from-nik', 'changed-after-verified']);
      await verifySeeker(store, 'D1001', by);
      expect(await flagsOf(store)).to.deep.equal(['birth-from-nik']);
    });
  });
});

describe('the files of the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sapakerja-'));
  after(() => rmSync(folder, { recursive: true }));

  it('hold no NIK and no question in clear', async () => {
    const store = await openStore({ file: join(folder, 'test.db') }, testKeys);
    await migrate(store);
    await seedOffices(store);
    const villager = await addVillager(store);
    await villager.asks('seekers.register', siti);
    await villager.asks('seekers.register', { ...siti, nama: 'BUDI SANTOSO' });
    await villager.asks('consultations.open', { pertanyaan: 'rahasia sekali' });
    const bytes = (): string =>
      readdirSync(folder)
        .map((file) => readFileSync(join(folder, file), 'latin1'))
        .join('');
    const running = bytes();
    await store.close();
    for (const text of [running, bytes()]) {
      expect(text).to.contain('SITI AMINAH'); // the search itself works
      expect(text).not.to.contain('3508105201990001');
      expect(text).not.to.contain('rahasia sekali');
    }
  });
});
