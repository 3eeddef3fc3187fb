import { isForeignPhone } from '../core/phone.ts';
import { isExpired } from '../flows/state.ts';
import type { Conversation } from '../flows/types.ts';
import type { Opening } from '../flows/unasked.ts';
import { officeFacts, type OfficeFacts } from '../services/offices.ts';
import { lockContacts } from '../store/contacts.ts';
import { readConversations, writeConversations } from '../store/conversations.ts';
import { addOutbound, type NewOutbound } from '../store/outbound.ts';
import type { Db } from '../store/store.ts';
import {
  addUnasked,
  askedAt,
  latestAddresses,
  readOpennessOf,
  withOfficer,
  type Recipient,
} from '../store/unasked.ts';
import { toBulk } from './reply.ts';
import type { GatewayTools } from './tools.ts';
import { takeFirstTurn } from './turn.ts';

/** What the machine wants to ask by itself, and why: an occasion comes once for ever. */
export interface Unasked extends Opening {
  /** `survey:K1311`, `ak1:7:2027-05-24` */
  readonly occasion: string;
}

/** Whom it wants to ask. */
export interface Question extends Unasked {
  readonly contactId: number;
}

/**
 * What came of it. `busy`: a dialogue or an officer has the contact, to be tried again. `closed`:
 * nothing may be sent there. `repeated`: this occasion has been used.
 */
export type AskOutcome = 'asked' | 'busy' | 'closed' | 'repeated';

/** Contacts that are in the middle of something: the machine waits for its end. */
async function busyAmong(
  db: Db,
  contactIds: readonly number[],
  now: Date,
): Promise<ReadonlySet<number>> {
  const states = await readConversations(db, contactIds);
  const talking = [...states].filter(([, json]) => {
    const state = json as Conversation | null;
    return state !== null && !isExpired(state, now);
  });
  return new Set([...talking.map(([id]) => id), ...(await withOfficer(db, contactIds))]);
}

/** Why each question is not asked now; undefined when it may be. The contacts must be held. */
async function obstacles(
  db: Db,
  questions: readonly Question[],
  now: Date,
): Promise<(question: Question) => Exclude<AskOutcome, 'asked'> | undefined> {
  const ids = questions.map(({ contactId }) => contactId);
  const openness = await readOpennessOf(db, ids);
  const used = await askedAt(
    db,
    questions.map(({ occasion }) => occasion),
  );
  const busy = await busyAmong(db, ids, now);
  return ({ contactId, occasion }) => {
    const open = openness.get(contactId);
    if (!open || open.stopped || open.guarded) return 'closed';
    if (used.has(occasion)) return 'repeated';
    return busy.has(contactId) ? 'busy' : undefined;
  };
}

const accountOf = ({ accountId, channel, accountName, medium, officeCode }: Recipient) => ({
  id: accountId,
  channel,
  name: accountName,
  medium,
  officeCode,
});

/** A question as it is stored: what is sent, and the dialogue that begins with it. */
interface Asked {
  readonly question: Question;
  readonly message: NewOutbound;
  readonly conversation: Conversation | null;
}

/** Where a question goes. */
interface Place {
  readonly to: Recipient;
  readonly facts: OfficeFacts;
}

/** Begins the dialogue; undefined when its flow has nothing to say. */
async function begin(
  tools: GatewayTools,
  db: Db,
  question: Question,
  { to, facts }: Place,
): Promise<Asked | undefined> {
  const { medium, userId, officeCode: office } = to;
  const { contactId } = question;
  const now = tools.clock();
  const contact = { id: contactId, userId, medium };
  const service = { db, now, office, contact };
  const turn = await takeFirstTurn(tools, question, { now, medium, office, facts }, service);
  if (turn.reply === undefined) return undefined;
  const { reply: text, trace, choices, conversation } = turn;
  const said = { inboundId: null, text, trace, choices, overtakes: true };
  const message = toBulk(accountOf(to), { contactId, addressId: to.addressId }, said);
  return { question, message, conversation };
}

async function store(db: Db, asked: readonly Asked[], now: number): Promise<void> {
  const ids = await addOutbound(
    db,
    asked.map(({ message }) => message),
    now,
  );
  const noted = asked.map((one, at) => ({ ...one, outboundId: ids[at] ?? '' }));
  const states = noted.map(({ question, conversation, outboundId }): [number, unknown] => [
    question.contactId,
    conversation && { ...conversation, unasked: outboundId },
  ]);
  await writeConversations(db, new Map(states), now);
  const questions = noted.map(({ question: { occasion, contactId, flow }, outboundId }) => ({
    occasion,
    contactId,
    flow,
    outboundId,
  }));
  await addUnasked(db, questions, now);
}

/** The facts of each office, read once. */
function openFacts(db: Db): (office: string) => Promise<OfficeFacts> {
  const known = new Map<string, OfficeFacts>();
  return async (office) => {
    const facts = known.get(office) ?? (await officeFacts(db, office));
    known.set(office, facts);
    return facts;
  };
}

/**
 * Asks many in the transaction of `db`: each contact once, and held by the caller. Gives what came of
 * each, by contact. In a few statements for all; at most 500 at once.
 */
export async function askAll(
  tools: GatewayTools,
  db: Db,
  questions: readonly Question[],
): Promise<ReadonlyMap<number, AskOutcome>> {
  const now = tools.clock();
  const obstacle = await obstacles(db, questions, now);
  const outcomes = new Map(
    questions.map((one): [number, AskOutcome] => [one.contactId, obstacle(one) ?? 'closed']),
  );
  const open = questions.filter((one) => obstacle(one) === undefined);
  const addresses = await latestAddresses(
    db,
    open.map(({ contactId }) => contactId),
  );
  const factsOf = openFacts(db);
  const asked: Asked[] = [];
  for (const question of open) {
    const to = addresses.get(question.contactId);
    if (!to || isForeignPhone(to.userId)) continue;
    const begun = await begin(tools, db, question, { to, facts: await factsOf(to.officeCode) });
    if (!begun) continue;
    asked.push(begun);
    outcomes.set(question.contactId, 'asked');
  }
  await store(db, asked, now.getTime());
  return outcomes;
}

/**
 * Begins a dialogue with a contact that has not written: state, question and occasion are stored
 * together. Never into an open dialogue or a talk with an officer, never after STOP, never to a
 * phone on which somebody was in danger or to another country, never twice at one occasion. The question is bulk: replies
 * go before it. The caller wakes the sender.
 */
export function askUnasked(
  tools: GatewayTools,
  contactId: number,
  unasked: Unasked,
): Promise<AskOutcome> {
  return tools.store.transaction(async (db) => {
    await lockContacts(db, [contactId]);
    const outcomes = await askAll(tools, db, [{ ...unasked, contactId }]);
    return outcomes.get(contactId) ?? 'closed';
  });
}
