import { expect } from 'chai';
import { readConversation } from '../../src/flows/kept.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { writeConversations } from '../../src/store/conversations.ts';

const asked: Conversation = {
  flow: 'daftar',
  version: 'a1f3',
  step: 'nama',
  answers: { nik: '3508105201990007' },
  stack: [{ flow: 'lowongan', version: 'b', step: 'daftar', answers: {}, back: ['tanya'] }],
  misses: 0,
  askedAt: '2026-11-23T01:00:00.000Z',
  pending: { kind: 'options', options: [{ label: 'a', value: 'b' }] },
  pages: ['dan lagi'],
};

describe('a conversation that was kept', () => {
  it('is taken up as it was', () => {
    expect(readConversation(JSON.parse(JSON.stringify(asked)))).to.deep.equal(asked);
  });

  const others = [
    { label: 'nothing', kept: null },
    { label: 'a list', kept: [asked] },
    { label: 'one without a step', kept: { ...asked, step: undefined } },
    { label: 'one whose answers are a list', kept: { ...asked, answers: [] } },
    { label: 'one whose stack is none', kept: { ...asked, stack: {} } },
    { label: 'one with an odd dialogue set aside', kept: { ...asked, stack: [null] } },
    { label: 'one with half a miss', kept: { ...asked, misses: 0.5 } },
    { label: 'one asked at no time', kept: { ...asked, askedAt: 7 } },
    { label: 'one with a question of no kind', kept: { ...asked, pending: { kind: 'x' } } },
    { label: 'one with options that are none', kept: { ...asked, pending: { kind: 'options' } } },
    { label: 'one with a page of no words', kept: { ...asked, pages: [7] } },
  ];
  for (const { label, kept } of others) {
    it(`is none when it is ${label}`, () => {
      expect(readConversation(kept)).to.equal(null);
    });
  }
});

onEachDatabase('a person whose kept conversation is of no shape', (open) => {
  const odd = [
    { label: 'without what was set aside', kept: { ...asked, stack: null } },
    { label: 'without answers', kept: { ...asked, answers: null } },
    {
      label: 'in a flow named like what every object has',
      kept: { ...asked, flow: 'constructor' },
    },
    { label: 'of mere words', kept: 'halo' },
  ];
  it('is answered, and begins anew', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    const siti = '+6281234567890';
    const first = await say(siti, 'DAFTAR');
    const { id } = await store.sql('contacts').first('id');
    for (const { label, kept } of odd) {
      await store.transaction((db) => writeConversations(db, new Map([[id, kept]]), 1));
      expect(await say(siti, 'DAFTAR'), label).to.equal(first);
    }
  });
});
