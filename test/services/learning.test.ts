import { expect } from 'chai';
import { teach, understand } from '../../src/language/understand.ts';
import {
  acceptTexts,
  assignedTexts,
  assignTexts,
  dismissTexts,
  forgetUnknown,
  keepUnknown,
  learnExamples,
  learntExamples,
  openLessons,
  unknownGroups,
  withoutPerson,
  type LearningDeed,
} from '../../src/services/learning.ts';
import { seedOffices } from '../../src/services/offices.ts';
import type { Officer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T03:00:00Z');
const day = 86_400_000;

const officerOf = (office: string): Officer => ({
  id: 7,
  username: 'dewi',
  name: 'Dewi',
  role: 'supervisor',
  office,
  active: true,
  mustChange: false,
});

const lumajang = officerOf('35.08');

const deed = (ids: readonly string[], officer = lumajang): LearningDeed => ({
  officer,
  ids,
  now,
});

/** What a text holds of a person, and what is kept of it. */
const masked: readonly (readonly [label: string, text: string, kept: string])[] = [
  ['NIK', 'nik 3508101201990001 gmn', 'nik 3508********0001 gmn'],
  ['phone', 'hub 0812-3456-7890 ya', 'hub ... ya'],
  ['name', 'nama saya Siti Aminah, mau ngurus', 'nama saya ..., mau ngurus'],
  ['mail and link', 'siti@contoh.id https://x.id/a', '... ...'],
  ['nothing', 'ngurus surat itu', 'ngurus surat itu'],
];

describe('what is kept of a text that was not understood', () => {
  for (const [label, text, kept] of masked) {
    it(label, () => {
      expect(withoutPerson(text)).to.equal(kept);
    });
  }
});

onEachDatabase('learning', (open) => {
  let store: Store;
  const idsOf = async (): Promise<string[]> =>
    (await unknownGroups(store, lumajang)).flat().map(({ id }) => id);

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    for (const text of [
      'ngurus rekomendasi riset kampus',
      'rekomendasi riset gmn ngurus',
      'udan deres',
    ]) {
      await keepUnknown(store, { office: '35.08', text }, now);
    }
  });

  afterEach(() => teach([]));

  it('groups what is alike, the largest group first', async () => {
    const groups = await unknownGroups(store, lumajang);
    expect(groups.map(({ length }) => length)).to.deep.equal([2, 1]);
  });

  it('shows an office its own texts, the province all', async () => {
    expect(await unknownGroups(store, officerOf('35.09'))).to.deep.equal([]);
    expect((await unknownGroups(store, officerOf('35'))).flat()).to.have.lengthOf(3);
  });

  it('keeps nothing without words', async () => {
    await keepUnknown(store, { office: '35.08', text: '12345 !!' }, now);
    expect(await idsOf()).to.have.lengthOf(3);
  });

  it('does not read in the database', async () => {
    const rows: { text_sealed: string }[] = await store.sql('learning_texts');
    expect(JSON.stringify(rows)).not.to.contain('riset');
  });

  it('learns what was assigned only after a review', async () => {
    const text = 'rekomendasi riset gmn ngurus';
    const [group] = await unknownGroups(store, lumajang);
    const ids = group?.map(({ id }) => id) ?? [];
    expect(await assignTexts(store, deed(ids), 'survei')).to.equal(2);
    await learnExamples(store);
    expect(understand(text).service).not.to.equal('survei');
    expect((await assignedTexts(store, lumajang)).map(({ service }) => service)).to.deep.equal([
      'survei',
      'survei',
    ]);
    expect(await acceptTexts(store, deed(ids))).to.equal(2);
    await learnExamples(store);
    expect(understand(text).service).to.equal('survei');
    expect(await learntExamples(store)).to.have.lengthOf(2);
    await store.sql('learning_texts').delete();
  });

  it('lets another process learn the same', async () => {
    const ids = await idsOf();
    const lessons = openLessons(store);
    await assignTexts(store, deed(ids), 'survei');
    await acceptTexts(store, deed(ids));
    await lessons();
    expect(understand('udan deres').service).to.equal('survei');
    await store.sql('learning_texts').delete();
    await lessons();
    expect(understand('udan deres').service).not.to.equal('survei');
  });

  it('lets another process learn anew when one example goes as another comes', async () => {
    const lessons = openLessons(store);
    const accept = async (id: string): Promise<void> => {
      await assignTexts(store, deed([id]), 'survei');
      await acceptTexts(store, deed([id]));
    };
    const texts = new Map(
      (await unknownGroups(store, lumajang)).flat().map((one) => [one.text, one.id]),
    );
    const [first = '', second = ''] = texts.keys();
    await accept(texts.get(first) ?? '');
    await lessons();
    expect(understand(first).service).to.equal('survei');
    await store.sql('learning_texts').where({ status: 'example' }).delete();
    await accept(texts.get(second) ?? '');
    await lessons();
    expect(understand(second).service).to.equal('survei');
    expect((await learntExamples(store)).map(({ text }) => text)).to.deep.equal([second]);
    await store.sql('learning_texts').delete();
    await lessons();
  });

  it('knows no service of that name, and no text of another office', async () => {
    const ids = await idsOf();
    expect(await assignTexts(store, deed(ids), 'pulsa')).to.equal(0);
    expect(await assignTexts(store, deed(ids, officerOf('35.09')), 'survei')).to.equal(0);
    expect(await idsOf()).to.have.lengthOf(3);
  });

  it('forgets what is old and what was put aside', async () => {
    const [first = ''] = await idsOf();
    expect(await dismissTexts(store, deed([first]), 'new')).to.equal(1);
    expect(await forgetUnknown(store, new Date(now.getTime() + 8 * day))).to.equal(1);
    expect(await forgetUnknown(store, new Date(now.getTime() + 91 * day))).to.equal(2);
  });
});
