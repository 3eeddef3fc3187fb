import { expect } from 'chai';
import type { StoredOutbound } from '../../src/store/outbound.ts';
import { contradictions, strayed, type Kept } from './history.ts';
import { villager } from './villagers.ts';

const speaker = { ...villager(0), tried: ['k1', 'k2'], acknowledged: ['k1', 'k2'] };
const { phone } = speaker;

const inbound = (id: number, key: string) => ({ id, key }) as Kept['inbound'][number];
const outbound = (text: string, more: Partial<StoredOutbound> = {}) =>
  ({ text, status: 'sent', maybeDouble: false, errorCode: null, ...more }) as StoredOutbound;
const taken = (body: string, to = phone) => ({ sid: `SM-${body}`, to, body }) as never;

const whole: Kept = {
  inbound: [inbound(1, 'k1'), inbound(2, 'k2')],
  outbound: [outbound('a'), outbound('b')],
  causes: [1, 2],
  seekers: 1,
  matters: 1,
};

describe('the check of a history', () => {
  const find = (kept: Partial<Kept>, bodies: readonly string[] = ['a', 'b']) =>
    contradictions(
      speaker,
      { ...whole, ...kept },
      { expected: ['a', 'b'], taken: bodies.map((body) => taken(body)) },
    ).join('; ');

  it('finds nothing where nothing is wrong', () => {
    expect(find({})).to.equal('');
    expect(strayed([speaker], [taken('a')])).to.deep.equal([]);
  });

  const faults: readonly {
    label: string;
    kept?: Partial<Kept>;
    bodies?: readonly string[];
    says: string;
  }[] = [
    { label: 'a lost message', kept: { inbound: [inbound(1, 'k1')] }, says: 'k2 was lost' },
    {
      label: 'a message stored twice',
      kept: { inbound: [...whole.inbound, inbound(3, 'k2')] },
      says: 'k2 is stored twice',
    },
    {
      label: 'a message that nobody sent',
      kept: { inbound: [...whole.inbound, inbound(3, 'k3')] },
      says: 'k3 was never sent',
    },
    {
      label: 'messages stored in another order',
      kept: { inbound: whole.inbound.toReversed() },
      says: 'in the order 1, 0',
    },
    { label: 'a move that was lost', kept: { outbound: [outbound('a')] }, says: 'was told' },
    { label: 'somebody registered twice', kept: { seekers: 2 }, says: 'registered 2 times' },
    { label: 'a reply without a cause', kept: { causes: [1, null] }, says: 'answers null' },
    { label: 'two replies to one message', kept: { causes: [1, 1] }, says: 'answers 1' },
    { label: 'a message without a reply', kept: { causes: [1] }, says: 'message 2 has no reply' },
    { label: 'a text that is not kept', bodies: ['a', 'b', 'c'], says: 'SM-c was sent' },
    { label: 'a text that never left', bodies: ['a'], says: 'marked sent and was not' },
    { label: 'an unmarked double', bodies: ['a', 'b', 'b'], says: 'twice and is not marked' },
    { label: 'a reply that overtook', bodies: ['b', 'a'], says: 'overtook' },
    {
      label: 'a reply that still waits',
      kept: { outbound: [outbound('a'), outbound('b', { status: 'sending' })] },
      says: 'is still sending',
    },
    {
      label: 'a silent unknown',
      kept: { outbound: [outbound('a'), outbound('b', { status: 'unknown' })] },
      says: 'is unknown and says not why',
    },
  ];
  for (const { label, kept = {}, bodies, says } of faults) {
    it(`finds ${label}`, () => expect(find(kept, bodies)).to.include(says));
  }

  it('finds a text to somebody who never wrote', () => {
    expect(strayed([speaker], [taken('a', '+628')])).to.deep.equal(['+628 never wrote']);
  });
});
