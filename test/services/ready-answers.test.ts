import { expect } from 'chai';
import { textOf } from '../../src/core/json.ts';
import { claimMatter, getMatter, replyToMatter } from '../../src/services/matters.ts';
import { TextError } from '../../src/services/office-texts.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { draftReadyAnswer } from '../../src/services/ready-answer-drafts.ts';
import { filedAnswers } from '../../src/services/ready-answer-files.ts';
import {
  countOffers,
  findReadyAnswer,
  listReadyAnswers,
  resetReadyAnswer,
  saveReadyAnswer,
  setReadyAnswerStatus,
  type ReadyAnswerForm,
} from '../../src/services/ready-answers.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import type { Role } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { addClerk } from '../helpers/counter.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addVillager } from '../helpers/villager.ts';
import { actions } from '../../src/services/index.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const office = '35.08';

const form: ReadyAnswerForm = {
  questions: ['kapan job fair', 'job fair bulan apa'],
  needs: ['job'],
  text: 'Job fair di {kantor} tiap bulan Maret. Gratis.',
  source: 'kepala bidang',
  checked: '2026-11-23',
  confirmed: true,
  status: 'published',
};

onEachDatabase('ready answers', (open) => {
  let store: Store;
  let clerk: number;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    clerk = await addClerk(store);
  });

  const deed = (role: Role = 'supervisor') => ({
    officer: { id: clerk, role, office },
    office,
    now,
  });
  const save = (change: Partial<ReadyAnswerForm> = {}, role?: Role): Promise<string> =>
    store.transaction((db) => saveReadyAnswer(db, { ...form, ...change }, deed(role)));
  const find = (question: string) => findReadyAnswer(store, office, question);

  it('are those of the program until an office changes them', async () => {
    const answers = await listReadyAnswers(store, office);
    expect(answers.map(({ id }) => id)).to.deep.equal(filedAnswers().map(({ id }) => id));
    const changed = answers.filter((one) => one.origin !== 'file' || one.status !== 'published');
    expect(changed).to.deep.equal([]);
  });

  it('fill in what the office says of itself', async () => {
    const found = await find('kantornya dmn pak');
    expect(found?.text).to.contain('Jl. Veteran 53').and.not.contain('{');
  });

  it('fit one SMS with the facts of Lumajang', async () => {
    for (const { id, questions } of filedAnswers()) {
      const found = await find(questions[0] ?? '');
      if (found?.id === id) expect(found.text, id).to.have.length.at.most(160);
    }
  });

  it('take what an office adds, for that office alone', async () => {
    expect(await find('kapan ada job fair')).to.equal(undefined);
    const key = await save();
    expect((await find('kapan ada job fair'))?.text).to.equal(
      'Job fair di Disnaker Lumajang tiap bulan Maret. Gratis.',
    );
    expect(await findReadyAnswer(store, '35.09', 'kapan ada job fair')).to.equal(undefined);
    await store.transaction((db) => setReadyAnswerStatus(db, key, 'disabled', deed()));
    expect(await find('kapan ada job fair')).to.equal(undefined);
    expect(await store.transaction((db) => resetReadyAnswer(db, key, deed()))).to.equal(true);
    const kept = await listReadyAnswers(store, office);
    expect(kept.map(({ id }) => id)).not.to.contain(key);
  });

  it("put an office's words over the program's, and give those back", async () => {
    const [file] = filedAnswers().filter(({ id }) => id === 'ak1-biaya');
    if (!file) throw new Error('ak1-biaya is gone');
    await save({ ...file, status: 'published', text: 'Gratis. Titik.' });
    expect((await find('kartu kuning bayar gak'))?.text).to.equal('Gratis. Titik.');
    const listed = await listReadyAnswers(store, office);
    expect(listed.find(({ id }) => id === 'ak1-biaya')).to.include({ origin: 'changed' });
    await store.transaction((db) => resetReadyAnswer(db, 'ak1-biaya', deed()));
    expect((await find('kartu kuning bayar gak'))?.text).to.equal(file.text);
  });

  it("keep an officer's as a draft that a supervisor publishes", async () => {
    const key = await save({}, 'officer');
    expect(await find('kapan ada job fair')).to.equal(undefined);
    await store.transaction((db) => setReadyAnswerStatus(db, key, 'published', deed()));
    expect((await find('kapan ada job fair'))?.id).to.equal(key);
  });

  const wrong = [
    { label: 'letters that SMS has not', change: { text: 'Gratis 🎉' }, problem: 'not-gsm' },
    { label: 'more than an SMS', change: { text: 'kata '.repeat(33) }, problem: 'too-long' },
    {
      label: 'a placeholder nobody fills',
      change: { text: 'Buka {hari}.' },
      problem: 'unknown-placeholder',
    },
    { label: 'a brace alone', change: { text: 'Buka {jam.' }, problem: 'unknown-placeholder' },
    { label: 'no text', change: { text: ' ' }, problem: 'empty' },
    { label: 'one example only', change: { questions: ['job fair', ' '] }, problem: 'too-few' },
    { label: 'no source', change: { source: '' }, problem: 'empty' },
    { label: 'no date', change: { checked: '23-11-2026' }, problem: 'no-date' },
  ];
  for (const { label, change, problem } of wrong) {
    it(`refuse ${label}`, async () => {
      const error = await save(change).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(TextError);
      expect((error as TextError).problems[0]).to.include({ problem });
    });
  }

  it('are counted: offered, and accepted with YA', async () => {
    const villager = await addVillager(store);
    for (const answer of ['YA', 'BELUM']) {
      const { values } = await villager.asks('consultations.open', {
        pertanyaan: 'kartu kuning bayar gak',
      });
      await villager.asks('matters.verdict', { nomor: values['nomor'] ?? '', putusan: answer });
    }
    const counted = await countOffers(store, office, now.getTime());
    expect(counted.get('ak1-biaya')).to.deep.equal({ offered: 2, accepted: 1 });
    const states: { status: string }[] = await store.sql('matters').select('status').orderBy('id');
    expect(states.map(({ status }) => status)).to.deep.equal(['closed', 'open']);
  });

  it("are drafted from a matter without what is one person's", async () => {
    const account = await ensureAccount(
      store,
      { channel: 'test', name: 'test', medium: 'sms', officeCode: office },
      now,
    );
    const officer = { id: clerk, name: 'Dewi Lestari', role: 'officer', office } as const;
    const draft = await store.transaction(async (db) => {
      const senders = await ensureSenders(db, [[account.id, '+6281200000009']], now.getTime());
      const [sender] = senders.values();
      const contact = {
        id: sender?.contactId ?? 0,
        userId: '+6281200000009',
        medium: 'sms',
      } as const;
      const context = { db, now, office, contact };
      await actions['seekers.register']?.run(
        { nik: '3508105201990001', nama: 'SITI AMINAH', pendidikan: 'SMK' },
        context,
      );
      const asked = await actions['consultations.request']?.run(
        { pertanyaan: 'saya Siti Aminah D1001, kapan ada pelatihan jahit di kantor?' },
        context,
      );
      const number = textOf(asked?.values['nomor']);
      await claimMatter(db, number, { officer, now });
      const text = 'Bu Siti Aminah, pelatihan jahit mulai Maret. Hubungi 0812-3456-7890.';
      await replyToMatter(db, number, { officer, now, text });
      const matter = await getMatter(db, number, { officer });
      if (!matter) throw new Error('the matter is gone');
      return draftReadyAnswer(db, matter, now);
    });
    expect(draft).to.include({ status: 'draft', confirmed: false, checked: '2026-11-23' });
    const said = JSON.stringify(draft).toLowerCase();
    for (const particular of ['siti', 'aminah', 'd1001', '0812', '3508', 'dewi']) {
      expect(said).not.to.contain(particular);
    }
    expect(draft.text).to.contain('pelatihan jahit mulai Maret');
    expect(draft.questions[0]).to.contain('kapan ada pelatihan jahit');
  });
});
