import type { FakeMessage } from '../helpers/fake-twilio.ts';
import type { Store } from '../../src/store/store.ts';
import { listInbound, type StoredInbound } from '../../src/store/inbound.ts';
import { listOutbound, type StoredOutbound } from '../../src/store/outbound.ts';
import type { Villager } from './villagers.ts';

/** What the database holds of one villager. */
export interface Kept {
  readonly inbound: readonly StoredInbound[];
  readonly outbound: readonly StoredOutbound[];
  /** For each outbound message the inbound one that it answers. */
  readonly causes: readonly (number | null)[];
  readonly seekers: number;
  readonly matters: number;
}

const dayAndMonth =
  /(?:Sen|Sel|Rab|Kam|Jum|Sab|Min) \d+ (?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des)/g;

/** Replies of two villagers differ in numbers, times and dates alone: an answer is promised for a day. */
export const withoutNumbers = (text: string): string =>
  text.replace(dayAndMonth, '#').replace(/\d+/g, '#');

/** Statuses that a row may end in; a failed or unknown one is told to an officer. */
const final = new Set(['sent', 'delivered', 'read', 'failed', 'unknown']);

/** Each message answered 2xx is stored once, and nothing is stored that was not sent. */
function lostOrDoubled({ phone, acknowledged, tried }: Villager, { inbound }: Kept): string[] {
  const times = (key: string): number => inbound.filter((row) => row.key === key).length;
  return [
    ...acknowledged.filter((key) => times(key) === 0).map((key) => `${phone}: ${key} was lost`),
    ...tried.filter((key) => times(key) > 1).map((key) => `${phone}: ${key} is stored twice`),
    ...inbound
      .filter(({ key }) => !tried.includes(key))
      .map(({ key }) => `${phone}: ${key} was never sent`),
  ];
}

/** A conversation that lost a move, or moved twice, says something else than one that did not. */
function movedWrongly({ phone }: Villager, kept: Kept, expected: readonly string[]): string[] {
  const said = kept.outbound.map(({ text }) => withoutNumbers(text));
  return expected.length === said.length && expected.every((text, n) => text === said[n])
    ? []
    : [`${phone}: was told ${JSON.stringify(said)}`];
}

function repeatedEffects({ phone }: Villager, { seekers, matters }: Kept): string[] {
  return seekers === 1 && matters === 1
    ? []
    : [`${phone}: is registered ${seekers} times and has ${matters} matters`];
}

/** Each message was stored after those that the person sent before it. */
function storedInDisorder({ phone, tried }: Villager, { inbound }: Kept): string[] {
  const places = inbound.map(({ key }) => tried.indexOf(key));
  return places.every((place, n) => n === 0 || place > (places[n - 1] ?? -1))
    ? []
    : [`${phone}: messages were stored in the order ${places.join(', ')}`];
}

/** Each reply answers a message of this person, each message has one, and the provider got no other. */
function sentWithoutCause(
  { phone }: Villager,
  { inbound, outbound, causes }: Kept,
  taken: readonly FakeMessage[],
): string[] {
  const ids = new Set<number | null>(inbound.map(({ id }) => id));
  const texts = new Set(outbound.map(({ text }) => text));
  return [
    ...causes.filter((cause) => !ids.delete(cause)).map((cause) => `a reply answers ${cause}`),
    ...[...ids].map((id) => `message ${id} has no reply`),
    ...taken
      .filter(({ to, body }) => to === phone && !texts.has(body))
      .map(({ sid }) => `${sid} was sent and is not kept`),
  ].map((fault) => `${phone}: ${fault}`);
}

/** What reached somebody who never wrote. */
export const strayed = (
  villagers: readonly Villager[],
  taken: readonly FakeMessage[],
): readonly string[] => {
  const phones = new Set(villagers.map(({ phone }) => phone));
  return taken.filter(({ to }) => !phones.has(to)).map(({ to }) => `${to} never wrote`);
};

/** Every reply reached the provider, in order, and only a marked one may have reached it twice. */
function sentWrongly(villager: Villager, kept: Kept, taken: readonly FakeMessage[]): string[] {
  const got = taken.filter(({ to }) => to === villager.phone).map(({ body }) => body);
  const times = (text: string): number => got.filter((body) => body === text).length;
  const faults = kept.outbound.flatMap(({ text, status, maybeDouble, errorCode }) => [
    ...(final.has(status) ? [] : [`is still ${status}`]),
    ...(status === 'unknown' && errorCode === null ? ['is unknown and says not why'] : []),
    ...(status === 'sent' && times(text) === 0 ? ['is marked sent and was not'] : []),
    ...(times(text) > 1 && !maybeDouble ? ['was sent twice and is not marked'] : []),
  ]);
  const first = kept.outbound.map(({ text }) => got.indexOf(text)).filter((at) => at >= 0);
  const inOrder = first.every((at, n) => n === 0 || at > (first[n - 1] ?? -1));
  return [...faults, ...(inOrder ? [] : ['overtook an earlier reply'])].map(
    (fault) => `${villager.phone}: a reply ${fault}`,
  );
}

/** Every way in which what is kept and what was sent contradict what was acknowledged. */
export function contradictions(
  villager: Villager,
  kept: Kept,
  world: { readonly expected: readonly string[]; readonly taken: readonly FakeMessage[] },
): string[] {
  return [
    ...lostOrDoubled(villager, kept),
    ...movedWrongly(villager, kept, world.expected),
    ...repeatedEffects(villager, kept),
    ...storedInDisorder(villager, kept),
    ...sentWithoutCause(villager, kept, world.taken),
    ...sentWrongly(villager, kept, world.taken),
  ];
}

/** Reads what the database holds of a villager. */
export async function readKept(store: Store, { phone }: Villager): Promise<Kept> {
  const address: { contact_id: number } | undefined = await store
    .sql('addresses')
    .where({ user_id: phone })
    .first('contact_id');
  const id = address?.contact_id ?? 0;
  const count = async (table: string, where: object): Promise<number> => {
    const rows: { n: number | string }[] = await store.sql(table).where(where).count({ n: '*' });
    return Number(rows[0]?.n);
  };
  return {
    inbound: await listInbound(store, id),
    outbound: await listOutbound(store, id),
    causes: await store
      .sql('outbound_messages')
      .where({ contact_id: id })
      .orderBy('id')
      .pluck('inbound_id'),
    seekers: await count('seekers', { registered_by: id }),
    matters: await count('matters', { contact_id: id }),
  };
}
