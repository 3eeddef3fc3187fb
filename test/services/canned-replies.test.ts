import { expect } from 'chai';
import { measureSms } from '../../src/core/sms.ts';
import { answerText, openMatter } from '../../src/services/matters.ts';
import {
  cannedValues,
  cannedRepliesFor,
  listCannedReplies,
  longestCanned,
  resetCannedReply,
  saveCannedReply,
  type CannedForm,
} from '../../src/services/canned-replies.ts';
import { checkText, fillText, TextError } from '../../src/services/office-texts.ts';
import { officeFacts, seedOffices } from '../../src/services/offices.ts';
import type { MatterPrivacy } from '../../src/store/matters.ts';
import type { Store } from '../../src/store/store.ts';
import { addClerk } from '../helpers/counter.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addVillager, type Villager } from '../helpers/villager.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const office = '35.08';

onEachDatabase('canned replies', (open) => {
  let store: Store;
  let clerk: number;
  let villager: Villager;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    clerk = await addClerk(store);
    villager = await addVillager(store);
  });

  const deed = () => ({
    officer: { id: clerk, role: 'officer', office } as const,
    office,
    now,
  });
  const save = (change: Partial<CannedForm> = {}): Promise<string> => {
    const form = { title: 'Libur', text: 'Kantor libur, {nama}.', status: 'published', ...change };
    return store.transaction((db) => saveCannedReply(db, form as CannedForm, deed()));
  };
  const matter = (privacy: MatterPrivacy = 'open', urgent = false): Promise<{ number: string }> =>
    store.transaction((db) => {
      const contact = { id: villager.id, userId: '+62812', medium: 'sms' } as const;
      const form = { kind: 'A', text: 'x', privacy, urgent } as const;
      return openMatter({ db, now, office, contact }, form);
    });
  const textOf = async (number: string, id: string): Promise<string | undefined> =>
    (await cannedRepliesFor(store, number)).find((reply) => reply.id === id)?.text;

  it('are at least twelve, each in GSM-7, and two SMS hold them with all around', async () => {
    const replies = await listCannedReplies(store, office);
    expect(replies).to.have.length.at.least(12);
    const facts = await officeFacts(store, office);
    const values = {
      ...facts,
      nama: 'SITI AMINAH',
      nomor: 'K1042',
      balas_sampai: 'Sel 24 Nov 15.00',
    };
    for (const { id, text } of replies) {
      expect(checkText(text, { field: 'text', values, longest: longestCanned }), id).to.deep.equal(
        [],
      );
      const said = answerText(
        { kind: 'A', number: 104212, urgent: false },
        { text: fillText(text, values), officer: 'Kusumaningrum Widyastuti', close: false },
      );
      expect(measureSms(said).segments, id).to.be.at.most(2);
    }
  });

  it('name the only person of a phone, and nobody else', async () => {
    const { number } = await matter();
    expect(await textOf(number, 'sedang-diperiksa')).to.contain('Terima kasih, Bapak/Ibu.');
    await villager.asks('seekers.register', {
      nik: '3508105201990001',
      nama: 'SITI AMINAH',
      pendidikan: 'SMK',
    });
    expect(await textOf(number, 'sedang-diperiksa')).to.contain('Terima kasih, SITI AMINAH.');
    await villager.asks('seekers.register', {
      nik: '3508106202950003',
      nama: 'RINI WATI',
      pendidikan: 'SMP',
    });
    expect(await textOf(number, 'sedang-diperiksa')).to.contain('Terima kasih, Bapak/Ibu.');
  });

  it('name nobody who wants to stay unknown, and no number in danger', async () => {
    await villager.asks('seekers.register', {
      nik: '3508105201990001',
      nama: 'SITI AMINAH',
      pendidikan: 'SMK',
    });
    const secret = await matter('confidential');
    const danger = await matter('open', true);
    for (const reply of await cannedRepliesFor(store, secret.number)) {
      expect(reply.text).not.to.contain('SITI');
    }
    for (const reply of await cannedRepliesFor(store, danger.number)) {
      expect(reply.text).not.to.contain(danger.number);
    }
    expect(await textOf(secret.number, 'lengkapi-aduan')).to.contain(secret.number);
  });

  it('are none for a number that is not there', async () => {
    expect(await cannedRepliesFor(store, 'K9999')).to.deep.equal([]);
    expect(await cannedRepliesFor(store, 'entah')).to.deep.equal([]);
  });

  it('take what an office adds, changes and puts away', async () => {
    const { number } = await matter();
    const key = await save();
    expect(await textOf(number, key)).to.equal('Kantor libur, Bapak/Ibu.');
    await save({ id: 'penutup', title: 'Penutup', text: 'Sampai jumpa.' });
    expect(await textOf(number, 'penutup')).to.equal('Sampai jumpa.');
    await save({ id: 'penutup', title: 'Penutup', text: 'Sampai jumpa.', status: 'disabled' });
    expect(await textOf(number, 'penutup')).to.equal(undefined);
    expect(await store.transaction((db) => resetCannedReply(db, 'penutup', deed()))).to.equal(true);
    expect(await textOf(number, 'penutup')).to.contain('Senang bisa membantu');
    expect(await store.transaction((db) => resetCannedReply(db, 'penutup', deed()))).to.equal(
      false,
    );
  });

  const wrong = [
    { label: 'letters that SMS has not', change: { text: 'Libur ✓' }, problem: 'not-gsm' },
    {
      label: 'a field nobody fills',
      change: { text: 'Halo {umur}' },
      problem: 'unknown-placeholder',
    },
    { label: 'more than two SMS hold', change: { text: 'kata '.repeat(49) }, problem: 'too-long' },
    { label: 'no title', change: { title: ' ' }, problem: 'empty' },
  ];
  for (const { label, change, problem } of wrong) {
    it(`refuse ${label}`, async () => {
      const error = await save(change).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(TextError);
      expect((error as TextError).problems[0]).to.include({ problem });
    });
  }

  it('say which fields they may name', async () => {
    const fields = Object.keys(cannedValues(await officeFacts(store, office)));
    expect(fields).to.include.members([
      'nama',
      'nomor',
      'balas_sampai',
      'jam',
      'alamat',
      'syarat_ak1',
    ]);
  });
});
