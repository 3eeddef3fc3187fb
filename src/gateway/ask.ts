import { isForeignPhone } from '../core/phone.ts';
import { isExpired } from '../flows/state.ts';
import type { Conversation } from '../flows/types.ts';
import type { Opening } from '../flows/unasked.ts';
import { officeFacts } from '../services/offices.ts';
import { lockContacts } from '../store/contacts.ts';
import { readConversations, writeConversations } from '../store/conversations.ts';
import { addOutbound } from '../store/outbound.ts';
import type { Db } from '../store/store.ts';
import {
  addUnasked,
  isWithOfficer,
  latestAddress,
  readOpenness,
  wasAsked,
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

/**
 * What came of it. `busy`: a dialogue or an officer has the contact, to be tried again. `closed`:
 * nothing may be sent there. `repeated`: this occasion has been used.
 */
export type AskOutcome = 'asked' | 'busy' | 'closed' | 'repeated';

/** True when the contact is in the middle of something: the machine waits for its end. */
async function isBusy(db: Db, contactId: number, now: Date): Promise<boolean> {
  const states = await readConversations(db, [contactId]);
  const state = (states.get(contactId) ?? null) as Conversation | null;
  if (state !== null && !isExpired(state, now)) return true;
  return isWithOfficer(db, contactId);
}

/** Why nothing is asked now; undefined when it may be. The contact must be held. */
async function obstacle(
  db: Db,
  contactId: number,
  { occasion }: Unasked,
  now: Date,
): Promise<Exclude<AskOutcome, 'asked'> | undefined> {
  const openness = await readOpenness(db, contactId);
  if (!openness || openness.stopped || openness.guarded) return 'closed';
  if (await wasAsked(db, occasion)) return 'repeated';
  return (await isBusy(db, contactId, now)) ? 'busy' : undefined;
}

const accountOf = ({ accountId, channel, accountName, medium, officeCode }: Recipient) => ({
  id: accountId,
  channel,
  name: accountName,
  medium,
  officeCode,
});

async function ask(
  tools: GatewayTools,
  db: Db,
  to: Recipient & { readonly contactId: number },
  unasked: Unasked,
): Promise<AskOutcome> {
  const { contactId, medium, userId, officeCode: office } = to;
  const now = tools.clock();
  const context = { now, medium, office, facts: await officeFacts(db, office) };
  const contact = { id: contactId, userId, medium };
  const turn = await takeFirstTurn(tools, unasked, context, { db, now, office, contact });
  if (turn.reply === undefined) return 'closed';
  const { reply: text, trace, choices } = turn;
  const message = { inboundId: null, text, trace, choices, overtakes: true };
  const row = toBulk(accountOf(to), to, message);
  const [outboundId = ''] = await addOutbound(db, [row], now.getTime());
  const state = turn.conversation && { ...turn.conversation, unasked: outboundId };
  await writeConversations(db, new Map([[contactId, state]]), now.getTime());
  const { occasion, flow } = unasked;
  await addUnasked(db, { occasion, contactId, flow, outboundId }, now.getTime());
  return 'asked';
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
    const stop = await obstacle(db, contactId, unasked, tools.clock());
    if (stop) return stop;
    const address = await latestAddress(db, contactId);
    if (!address || isForeignPhone(address.userId)) return 'closed';
    return ask(tools, db, { ...address, contactId }, unasked);
  });
}
