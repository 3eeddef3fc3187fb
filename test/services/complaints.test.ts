import { expect } from 'chai';
import { textOf } from '../../src/core/json.ts';
import {
  claimMatter,
  getMatter,
  listMatters,
  queueOf,
  replyToMatter,
} from '../../src/services/matters.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { openAlarms } from '../../src/store/alarms.ts';
import { readOpenness } from '../../src/store/unasked.ts';
import { insertOfficer, type Officer, type Role } from '../../src/store/officers.ts';
import { addOneOutbound, listOutbound, outboundClass } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';
import { mayReadLog } from '../../src/services/messages.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { addVillager } from '../helpers/villager.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

async function addOfficer(
  store: Store,
  name: string,
  role: Role = 'officer',
  office = '35.08',
): Promise<Officer> {
  const person = { username: name.toLowerCase().replace(/\W/g, ''), name, role, office };
  const id = await insertOfficer(store, { ...person, passwordHash: '-', at: 1 });
  return { ...person, id: id ?? 0, active: true, mustChange: false };
}

const complaint = {
  isi: 'petugas minta uang rokok',
  kategori: 'officer',
  tempat: 'kantor',
  kapan: 'kemarin',
  terlapor: 'bu dewi',
};

onEachDatabase('a complaint', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const file = async (input: Record<string, string> = {}): Promise<string> => {
    const villager = await addVillager(store);
    const { values } = await villager.asks('complaints.send', { ...complaint, ...input });
    return textOf(values['nomor']);
  };

  /** Who of them sees the matter: alone, in the list and in the queue alike. */
  async function whoSees(number: string, officers: readonly Officer[]): Promise<string[]> {
    const seen: string[] = [];
    for (const officer of officers) {
      const view = await getMatter(store, number, { officer });
      const page = await listMatters(store, { officer, limit: 50 });
      const queue = await queueOf(store, officer, now);
      const listed = page?.items.some((item) => item.number === number) ?? false;
      expect(listed, `${officer.name}: list`).to.equal(view !== undefined);
      const queued = queue.some((item) => item.number === number);
      expect(queued, `${officer.name}: queue`).to.equal(view !== undefined);
      if (view) seen.push(officer.name);
    }
    return seen;
  }

  describe('about an officer', () => {
    let dewi: Officer;
    let all: Officer[];

    beforeEach(async () => {
      dewi = await addOfficer(store, 'Dewi Lestari');
      all = [
        dewi,
        await addOfficer(store, 'Budi Santoso'),
        await addOfficer(store, 'Hj. Sri Wahyuni', 'supervisor'),
        await addOfficer(store, 'Rahmat Hidayat', 'admin'),
        await addOfficer(store, 'Agung Prakoso', 'officer', '35'),
        await addOfficer(store, 'Laras Ningtyas', 'admin', '35'),
      ];
    });

    const others = ['Budi Santoso', 'Hj. Sri Wahyuni', 'Rahmat Hidayat'];
    const province = ['Agung Prakoso', 'Laras Ningtyas'];
    const cases = [
      { label: 'her name', input: {}, seen: [...others, ...province] },
      {
        label: 'a typing error',
        input: { terlapor: 'ibu Dwei Lestri loket 2' },
        seen: [...others, ...province],
      },
      {
        label: 'nobody who can be told apart',
        input: { terlapor: 'petugas loket 2' },
        seen: ['Hj. Sri Wahyuni', 'Rahmat Hidayat', 'Laras Ningtyas'],
      },
      {
        label: 'two of them',
        input: { terlapor: 'pak budi dan bu dewi' },
        seen: ['Hj. Sri Wahyuni', 'Rahmat Hidayat', 'Laras Ningtyas'],
      },
      {
        label: 'a name in the text only, which may be the writer',
        input: { isi: 'saya dewi, petugas minta uang', terlapor: 'tdk tahu' },
        seen: ['Hj. Sri Wahyuni', 'Rahmat Hidayat', 'Laras Ningtyas'],
      },
      {
        label: 'the supervisor with her title',
        input: { terlapor: 'bu Sri Wahyuni kepala' },
        seen: ['Dewi Lestari', 'Budi Santoso', 'Rahmat Hidayat', ...province],
      },
      {
        label: 'all who could judge it',
        input: { terlapor: 'bu sri, pak rahmat dan petugas lain' },
        seen: ['Laras Ningtyas'],
      },
      {
        label: 'her under another category',
        input: { kategori: 'other', terlapor: 'petugas dewi' },
        seen: [...others, ...province],
      },
    ];
    for (const { label, input, seen } of cases) {
      it(`that names ${label} is seen by ${seen.length}`, async () => {
        expect(await whoSees(await file(input), all)).to.deep.equal(seen);
      });
    }

    it('is not seen by officers who are added later, when only supervisors may', async () => {
      const number = await file({ terlapor: 'petugas loket 2' });
      const late = await addOfficer(store, 'Tono Subekti');
      expect(await whoSees(number, [late])).to.deep.equal([]);
    });

    it('cannot be taken or answered by the officer it is about', async () => {
      const number = await file();
      const deed = { officer: dewi, now };
      const claimed = await store.transaction((db) => claimMatter(db, number, deed));
      const answer = { ...deed, text: 'Tidak benar.' };
      const replied = await store.transaction((db) => replyToMatter(db, number, answer));
      expect([claimed, replied]).to.deep.equal([undefined, undefined]);
      const [budi] = all.filter(({ name }) => name === 'Budi Santoso');
      const view = budi && (await getMatter(store, number, { officer: budi }));
      expect(view).to.include({ status: 'open', assignee: null });
    });

    it('says so to the person', async () => {
      const villager = await addVillager(store);
      expect((await villager.asks('complaints.send', complaint)).name).to.equal('discreet');
      const other = { ...complaint, kategori: 'wages', terlapor: 'PT Dewi Jaya' };
      expect((await villager.asks('complaints.send', other)).name).to.equal('opened');
    });
  });

  it('keeps what was said, and nothing of what was not known', async () => {
    const officer = await addOfficer(store, 'Dewi Lestari');
    const number = await file({ kategori: 'wages', terlapor: 'PT Maju', tempat: 'tdk tahu' });
    const view = await getMatter(store, number, { officer });
    expect(view).to.include({ category: 'wages', privacy: 'open', kind: 'A' });
    expect(view?.details).to.deep.equal({
      place: null,
      when: 'kemarin',
      against: 'PT Maju',
      reporter: null,
    });
  });

  const secrets = ['anonymous', 'confidential'] as const;
  for (const privacy of secrets) {
    it(`${privacy}: has no name and no contact that leads to the person`, async () => {
      const officer = await addOfficer(store, 'Dewi Lestari');
      const number = await file({ kategori: 'wages', terlapor: 'PT Maju', rahasia: privacy });
      const view = await getMatter(store, number, { officer });
      expect(view).to.include({ privacy });
      expect(view?.details).to.include({ reporter: null });
      const contacts: { id: number; public_id: string }[] = await store
        .sql('contacts')
        .select('id', 'public_id');
      expect(contacts.map(({ public_id }) => public_id)).to.not.include(view?.contact);
      expect(await mayReadLog(store, officer, contacts[0]?.id ?? 0)).to.equal(false);
    });
  }

  const readings = [
    {
      text: 'upah saya 2 bulan tidak dibayar CV Maju Jaya di Pasirian',
      said: {
        kategori: 'wages',
        tempat: 'Pasirian',
        kapan: '2 bulan',
        terlapor: 'CV Maju Jaya',
        rahasia: null,
      },
    },
    {
      text: 'di phk sepihak kemarin',
      said: {
        kategori: 'dismissal',
        tempat: null,
        kapan: 'kemarin',
        terlapor: null,
        rahasia: null,
      },
    },
    {
      text: 'calo ngapusi, njaluk 5jt',
      said: { kategori: 'broker', tempat: null, kapan: null, terlapor: null, rahasia: null },
    },
    {
      text: 'petugas loket PT POS pungli',
      said: { kategori: 'officer', tempat: null, kapan: null, terlapor: null, rahasia: null },
    },
    {
      text: 'tanpa nama ya, bos tidak bayar thr',
      said: {
        kategori: 'wages',
        tempat: null,
        kapan: null,
        terlapor: null,
        rahasia: 'anonymous',
      },
    },
    {
      text: 'ada masalah',
      said: { kategori: null, tempat: null, kapan: null, terlapor: null, rahasia: null },
    },
  ];
  for (const { text, said } of readings) {
    it(`reads "${text}"`, async () => {
      const villager = await addVillager(store);
      const { values } = await villager.asks('complaints.read', { isi: text });
      expect(values).to.deep.equal(said);
    });
  }

  describe('of danger', () => {
    it('guards the phone: what was queued is given up, nothing unasked is sent again', async () => {
      const test = await openTestGateway(store);
      await test.say('+6281234567801', 'halo');
      const push: { accountId: number; contactId: number; addressId: number } = await store
        .sql('addresses')
        .first('account_id as accountId', 'contact_id as contactId', 'id as addressId');
      const bulk = { class: outboundClass.bulk, text: 'kabar', segments: 1, trace: null };
      await addOneOutbound(store, { ...push, ...bulk, inboundId: null }, now.getTime());
      await test.arrive('+6281234567801', 'saya dipukul juragan', 'danger');
      const rows = await listOutbound(store, push.contactId);
      expect(rows.find(({ text }) => text === 'kabar')?.status).to.equal('expired');
      expect((await readOpenness(store, push.contactId))?.guarded).to.equal(true);
    });

    it('is urgent, first in the queue, and tells no number', async () => {
      const officer = await addOfficer(store, 'Dewi Lestari');
      const test = await openTestGateway(store);
      await test.say('+6281234567802', 'TANYA jam buka?');
      const reply = await test.say('+6281234567801', 'ADUAN adik saya disekap di penampungan');
      expect(reply).to.not.match(/A\d{4}/);
      const [top] = await queueOf(store, officer, now);
      expect(top).to.include({ number: 'A1001', urgent: true, category: 'danger', rank: 'danger' });
      expect(top?.messages.map(({ text }) => text)).to.deep.equal([
        'adik saya disekap di penampungan',
      ]);
      const [alarm] = await openAlarms(store);
      expect(alarm).to.include({ number: 1001, kind: 'detention', reached: false });
    });

    it('drops a registration silently and keeps what follows for the officer', async () => {
      const officer = await addOfficer(store, 'Dewi Lestari');
      const { say } = await openTestGateway(store);
      const from = '+6281234567801';
      await say(from, 'DAFTAR');
      expect(await say(from, 'tolong saya dikunci majikan')).to.not.include('pendaftaran');
      await say(from, 'di jalan mawar 3 tempeh');
      await say(from, 'BATAL');
      await say(from, 'ada anjing galak');
      const view = await getMatter(store, 'A1001', { officer });
      expect(view?.status).to.equal('open');
      expect(view?.messages.map(({ text }) => text)).to.deep.equal([
        'tolong saya dikunci majikan',
        'di jalan mawar 3 tempeh',
        'BATAL',
        'ada anjing galak',
      ]);
    });

    it('about an officer calls everybody on duty but the one named', async () => {
      const officer = await addOfficer(store, 'Dewi Lestari');
      const { say } = await openTestGateway(store);
      await say('+6281234567801', 'petugas dewi memukul saya di kantor');
      expect(await getMatter(store, 'A1001', { officer })).to.equal(undefined);
    });
  });
});
