import { expect } from 'chai';
import { alertEffectOf, judgeEffect } from '../../src/reports/alert-effect.ts';
import { joinGroup } from '../../src/store/alert-groups.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

const day = 86_400_000;
const none = { messages: 0, answers: 0, called: 0, hired: 0 };

const verdicts = [
  { label: 'few people', now: [99, 50], later: [1000, 50], is: 'few' },
  { label: 'few answers', now: [1000, 5], later: [1000, 4], is: 'few' },
  { label: 'the same share', now: [900, 90], later: [100, 10], is: 'chance' },
  { label: 'a small difference', now: [900, 90], later: [100, 7], is: 'chance' },
  { label: 'a large difference', now: [900, 180], later: [100, 5], is: 'more' },
  { label: 'a large difference the other way', now: [900, 45], later: [100, 20], is: 'less' },
  { label: 'everybody', now: [100, 100], later: [100, 100], is: 'chance' },
] as const;

const group = ([people, answering]: readonly [number, number]) => ({ people, answering });

describe('judgeEffect', () => {
  for (const { label, now, later, is } of verdicts) {
    it(`says ${is} of ${label}`, () => {
      expect(judgeEffect(group(now), group(later))).to.equal(is);
    });
  }
});

onEachDatabase('alertEffectOf', (open) => {
  let store: Store;
  let vacancies: readonly { id: number }[];

  async function join(n: number, later: boolean, officeCode = '35.08'): Promise<number> {
    const [row] = await store
      .sql('contacts')
      .insert({ public_id: `c_${n}`, created_at: 1 })
      .returning('id');
    await joinGroup(store, { contactId: row.id, officeCode, later }, today.getTime());
    return row.id;
  }

  const tell = (contact_id: number, after: number, flow = 'kabar') =>
    store.sql('unasked_questions').insert({
      occasion: `alert:${contact_id}:${after}`,
      contact_id,
      flow,
      outbound_id: 'x',
      asked_at: today.getTime() + after,
    });

  const answer = (contact_id: number, vacancy: number, state: string, after: number) =>
    store.sql('applicants').insert({
      vacancy_id: vacancies[vacancy]?.id,
      contact_id,
      name: 'SITI',
      state,
      created_at: today.getTime() + after,
      updated_at: 1,
    });

  beforeEach(async () => {
    store = await open();
    vacancies = await fillVacancies(store, [{ title: 'Penjahit' }, { title: 'Sopir' }]);
  });

  it('counts both halves by the months since each joined, of one office or all', async () => {
    const [now, other, later] = [await join(1, false), await join(2, false), await join(3, true)];
    const elsewhere = await join(4, false, '35.09');
    await tell(now, day);
    await tell(now, 31 * day);
    await tell(other, 2 * day);
    await tell(later, 8 * day);
    await tell(later, 8 * day + 1, 'survei');
    await tell(elsewhere, day);
    await tell(now, 90 * day);
    await answer(now, 0, 'placed', 29 * day);
    await answer(now, 1, 'interested', 30 * day);
    await answer(later, 0, 'summoned', 61 * day);
    await answer(other, 0, 'interested', -day);
    const effect = await alertEffectOf(store, '35.08');
    expect(effect.now).to.deep.equal({
      people: 2,
      answering: 1,
      months: [
        { messages: 2, answers: 1, called: 1, hired: 1 },
        { messages: 1, answers: 1, called: 0, hired: 0 },
        none,
      ],
    });
    expect(effect.later).to.deep.equal({
      people: 1,
      answering: 1,
      months: [{ ...none, messages: 1 }, none, { ...none, answers: 1, called: 1 }],
    });
    expect(effect.verdict).to.equal('few');
    expect((await alertEffectOf(store, undefined)).now).to.include({ people: 3 });
  });
});
