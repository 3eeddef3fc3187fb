import { officeFacts, type OfficeFacts } from '../services/offices.ts';
import { letInAgain } from '../store/blocked.ts';
import { markFloodNotice, type Sender } from '../store/contacts.ts';
import { readConversations, writeConversations } from '../store/conversations.ts';
import { addInbound, claimKeys, inboundKeyName, type InboundKey } from '../store/inbound.ts';
import { addOutbound } from '../store/outbound.ts';
import { unpark } from '../store/parked.ts';
import type { Db } from '../store/store.ts';
import { readTraffic } from '../store/traffic.ts';
import { tieToInbound } from '../store/attachments.ts';
import { answer, type Answer } from './answer.ts';
import type { Arrival } from './arrival.ts';
import { insteadOf } from './instead.ts';
import { killPoint } from '../core/kill-points.ts';
import { toOutbound } from './reply.ts';
import { findSendersOf, nameOf } from './senders.ts';
import { talkedMatters } from './talk.ts';
import { afterSilence, asProven, heedSilence } from './silent.ts';
import type { GatewayTools } from './tools.ts';
import { takeBackUnseen } from './unseen.ts';

const keyOf = ({ account, key }: Arrival) => ({ accountId: account.id, key });

const keysOf = ({ account, key, sameAs }: Arrival): readonly InboundKey[] =>
  [key, ...sameAs].map((each) => ({ accountId: account.id, key: each }));

/** Without repeats, neither of stored messages nor within the batch. */
async function keepNew(db: Db, arrivals: readonly Arrival[], now: number): Promise<Arrival[]> {
  const unknown = await claimKeys(db, arrivals.flatMap(keysOf), now);
  return arrivals.filter((arrival) => {
    const names = keysOf(arrival).map(inboundKeyName);
    const isNew = names.every((name) => unknown.has(name));
    for (const name of names) unknown.delete(name); // known to the rest of the batch
    return isNew;
  });
}

async function factsOf(
  db: Db,
  arrivals: readonly Arrival[],
): Promise<ReadonlyMap<string, OfficeFacts>> {
  const codes = new Set(arrivals.map(({ account }) => account.officeCode));
  const facts = new Map<string, OfficeFacts>();
  for (const code of codes) facts.set(code, await officeFacts(db, code));
  return facts;
}

interface Answered {
  readonly arrival: Arrival;
  readonly sender: Sender;
  readonly answer: Answer;
}

/** Senders on platforms that open a window when the person writes. */
function chatsAmong(
  arrivals: readonly Arrival[],
  byAddress: ReadonlyMap<string, Sender>,
): readonly Sender[] {
  const chats = arrivals.filter(({ account }) => account.medium !== 'sms').map(nameOf);
  return chats.flatMap((name) => byAddress.get(name) ?? []);
}

/** Who writes has let us in again, and the platform has opened its window. */
async function openAgain(
  db: Db,
  known: readonly Sender[],
  chats: readonly Sender[],
): Promise<void> {
  await letInAgain(db, known);
  await unpark(db, chats);
}

/** The arrivals, each with its sender, and which numbers were silent for long. */
async function findWriters(
  { book }: GatewayTools,
  db: Db,
  arrivals: readonly Arrival[],
  now: number,
) {
  const { byAddress, joined } = await findSendersOf(db, book, arrivals, now);
  const found = arrivals.map((arrival) => ({
    ...arrival,
    sender: byAddress.get(nameOf(arrival)) as Sender,
  }));
  const silent = await heedSilence(db, found, now);
  await openAgain(db, [...byAddress.values()], chatsAmong(arrivals, byAddress));
  const writers = found.map((one) => ({ ...one, sender: asProven(one.sender, silent) }));
  const contactIds = [...new Set([...byAddress.values()].map(({ contactId }) => contactId))];
  return { writers, contactIds, joined, silent };
}

/** Answers each arrival in order; `states` is moved along, so that two addresses of a contact agree. */
async function answerAll(
  tools: GatewayTools,
  db: Db,
  arrivals: readonly Arrival[],
  now: Date,
): Promise<{ answered: Answered[]; states: Map<number, unknown> }> {
  const found = await findWriters(tools, db, arrivals, now.getTime());
  const { writers, contactIds, joined, silent } = found;
  const traffic = await readTraffic(db, contactIds, now.getTime());
  const facts = await factsOf(db, arrivals);
  const states = new Map<number, unknown>(await readConversations(db, contactIds));
  await takeBackUnseen(db, states, now.getTime());
  const matters = await talkedMatters(db, contactIds);
  const moved = afterSilence(tools.book, states, silent);
  const answered: Answered[] = [];
  for (const arrival of writers) {
    const { sender } = arrival;
    const { contactId } = sender;
    const result = await answer(
      tools,
      db,
      { ...arrival, instead: await insteadOf(tools, db, arrival, { sender, joined }) },
      {
        traffic: arrival.limited ? traffic.get(contactId) : undefined,
        state: states.get(contactId) ?? null,
        facts: facts.get(arrival.account.officeCode) ?? {},
        matters: matters.get(contactId) ?? [],
        now,
      },
    );
    if (result.state !== undefined) {
      states.set(contactId, result.state);
      moved.set(contactId, result.state);
    }
    answered.push({ arrival, sender, answer: result });
  }
  return { answered, states: moved };
}

async function write(db: Db, answered: readonly Answered[], now: number): Promise<void> {
  const ids = await addInbound(
    db,
    answered.map(({ arrival, sender, answer: { status, nextAt } }) => ({
      accountId: arrival.account.id,
      key: arrival.key,
      contactId: sender.contactId,
      addressId: sender.addressId,
      text: arrival.text,
      status,
      nextAt,
      receivedAt: now,
    })),
  );
  const idOf = (arrival: Arrival) => ids.get(inboundKeyName(keyOf(arrival)));
  for (const { arrival, answer: made } of answered)
    if (made.attachments?.length) await tieToInbound(db, made.attachments, idOf(arrival));
  const replies = answered.flatMap(({ arrival, sender, answer: made }) => {
    const { reply: text, trace, purpose, choices = [], state } = made;
    if (text === undefined) return [];
    const overtakes = state !== undefined;
    const said = { inboundId: idOf(arrival) ?? null, text, trace, purpose, choices, overtakes };
    return [toOutbound(arrival.account, sender, said)];
  });
  await addOutbound(db, replies, now);
  const noticed = answered.flatMap(({ sender, answer: { notice } }) =>
    notice ? [sender.contactId] : [],
  );
  if (noticed.length > 0) await markFloodNotice(db, noticed, now);
}

/**
 * Stores arrivals, moves their conversations and puts the replies into the outbox, all in one
 * transaction: when it resolves everything is durable, when it throws nothing was kept. A repeated
 * key has no effect. Each message has its own savepoint. Gives how many were new.
 */
export async function receiveBatch(
  tools: GatewayTools,
  arrivals: readonly Arrival[],
): Promise<number> {
  killPoint('receive.arrived');
  const received = await tools.store.transaction(async (db) => {
    const now = tools.clock();
    killPoint('receive.begun');
    const fresh = await keepNew(db, arrivals, now.getTime());
    killPoint('receive.keys');
    if (fresh.length === 0) return 0;
    const { answered, states } = await answerAll(tools, db, fresh, now);
    killPoint('receive.moved');
    await write(db, answered, now.getTime());
    await writeConversations(db, states, now.getTime());
    killPoint('receive.written');
    return fresh.length;
  });
  killPoint('receive.committed');
  return received;
}
