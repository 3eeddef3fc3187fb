import type { Json } from '../core/json.ts';
import type { Choice, MediaRef } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import { replyText } from '../flows/book.ts';
import type { Meaning } from '../flows/by-keyword.ts';
import { notUnderstood } from '../flows/interpret.ts';
import { readConversation } from '../flows/kept.ts';
import type { Conversation, TalkedMatter } from '../flows/types.ts';
import { keepUnknown } from '../services/learning.ts';
import type { OfficeFacts } from '../services/offices.ts';
import type { Account } from '../store/accounts.ts';
import type { Sender } from '../store/contacts.ts';
import type { InboundStatus } from '../store/inbound.ts';
import { isConflict, type Db } from '../store/store.ts';
import type { Traffic } from '../store/traffic.ts';
import { heedAbroad, isSmsAbroad } from './abroad.ts';
import { admit } from './guards.ts';
import { isMachine, tellOperator } from './machine.ts';
import type { GatewayTools } from './tools.ts';
import { hearMedia, type HeardMedia } from './media.ts';
import { takeMediaTurn } from './media-turn.ts';
import { takeTurn } from './turn.ts';

/** What is to be kept and said of one message. */
export interface Answer {
  readonly status: InboundStatus;
  readonly nextAt: number | null;
  /** The conversation's new state; undefined: as it was. */
  readonly state?: Conversation | null;
  readonly reply?: string;
  /** What may be pressed instead of typed. */
  readonly choices?: readonly Choice[];
  readonly trace: Json;
  /** What the reply is worth; `talk` when left out. */
  readonly purpose?: Purpose;
  /** True when the reply tells the contact that it writes too much. */
  readonly notice?: boolean;
  /** Rows of the files that came with it. */
  readonly attachments?: readonly number[];
}

/** A message and who wrote it. */
export interface Question {
  readonly account: Account;
  readonly from: string;
  readonly text: string;
  readonly sender: Sender;
  /** What it means by the way it came, whatever it says: a late button, the sender's own number. */
  readonly instead?: Meaning | undefined;
}

/** A message whose files are kept. */
export type HeardQuestion = Question & { readonly media: HeardMedia | undefined };

/** A message as it arrived, its files not yet kept. */
export interface Asked extends Question {
  readonly reachable: boolean;
  /** Nobody could read it. */
  readonly unreadable?: boolean;
  readonly media: readonly MediaRef[];
}

/** What is known before the message. */
export interface Given {
  readonly traffic: Traffic | undefined;
  readonly state: unknown;
  readonly now: Date;
  /** What the office says of itself, for the placeholders of replies. */
  readonly facts: OfficeFacts;
  /** What the office has open with the person, the latest first. */
  readonly matters: readonly TalkedMatter[];
}

const silence: Answer = { status: 'silent', nextAt: null, trace: null };

/** Milliseconds until a message whose turn failed is tried again: 10 s, 40 s, 160 s, ... */
export const failurePause = (attempts: number): number => 10_000 * 4 ** (attempts - 1);

/** Takes the turn. @throws whatever a flow or an action throws; what the action wrote is undone. */
export async function move(
  tools: GatewayTools,
  db: Db,
  question: HeardQuestion,
  given: Given,
): Promise<Answer> {
  const { account, sender, text, media } = question;
  const { now, facts, matters } = given;
  const office = account.officeCode;
  const abroad = isSmsAbroad(question);
  const { unproven } = sender;
  const context = { now, medium: account.medium, facts, office, matters, abroad, unproven };
  const { contactId: id, addressId } = sender;
  const contact = { id, addressId, userId: question.from, medium: account.medium };
  const conversation = readConversation(given.state);
  const service = { db, now, office, contact, said: text };
  const { instead } = question;
  const turn = await (media && text === ''
    ? takeMediaTurn(tools, { media, conversation }, context, service)
    : takeTurn(tools, { text, conversation, instead }, context, service));
  if (turn.because === notUnderstood) await keepUnknown(db, { office, text }, now);
  const { conversation: state, reply, trace, purpose, choices } = turn;
  const kept = { status: 'done', nextAt: null, state, trace, purpose } as const;
  const answered = reply === undefined ? kept : { ...kept, reply, choices };
  return heedAbroad(tools, answered, service, { question, given });
}

/** The same answer without its words when the other side must be a machine that answers us. */
async function breakLoop(
  tools: GatewayTools,
  db: Db,
  answered: Answer,
  { sender, text, given }: Question & { readonly given: Given },
): Promise<Answer> {
  const { reply } = answered;
  const inDanger = answered.purpose === 'danger' || given.matters.some(({ urgent }) => urgent);
  if (reply === undefined || inDanger || sender.helper) return answered;
  const { contactId } = sender;
  const { traffic, now } = given;
  if (!(await isMachine(db, { contactId, text, reply, traffic, now }))) return answered;
  await tellOperator(tools, db, { contactId, now });
  const { reply: _unsaid, ...rest } = answered; // not before: it copies a whole answer
  return rest;
}

/** Takes the turn; one that fails is kept with an apology. @throws what `isConflict` knows */
async function moveSafely(
  tools: GatewayTools,
  db: Db,
  question: HeardQuestion,
  given: Given,
): Promise<Answer> {
  try {
    const answered = await move(tools, db, question, given);
    return await breakLoop(tools, db, answered, { ...question, given });
  } catch (error) {
    if (isConflict(error)) throw error; // nobody's mistake: the whole batch is run again
    tools.log.error({ err: error, contact: question.sender.contactId }, 'turn failed');
    return {
      status: 'failed',
      nextAt: given.now.getTime() + failurePause(1),
      reply: replyText(tools.book, 'apology', given.facts),
      trace: { because: 'our mistake' },
    };
  }
}

const saysSomething = ({ text, media, unreadable, instead }: Asked): boolean =>
  text !== '' || media.length > 0 || unreadable === true || instead !== undefined;

/** What needs no dialogue: silence, that somebody writes too much, that a message could not be read. */
function beforehand(tools: GatewayTools, question: Asked, given: Given): Answer | undefined {
  if (!question.reachable || !saysSomething(question)) return silence;
  const admission = admit(given.traffic, question.sender, given.now.getTime());
  if (admission === 'silence') return silence;
  const notice = admission === 'notice';
  if (!notice && !question.unreadable) return undefined;
  const reply = replyText(tools.book, notice ? 'flood' : 'unreadable', given.facts);
  return { ...silence, reply, ...(notice && { notice }) };
}

/**
 * What to say to a message and how to leave the conversation. Never throws for what a flow or an
 * action does: such a message is kept as failed with one apology, to be tried again.
 * @throws what `isConflict` knows, so that the transaction is run again
 */
export async function answer(
  tools: GatewayTools,
  db: Db,
  asked: Asked,
  given: Given,
): Promise<Answer> {
  const known = beforehand(tools, asked, given);
  const { contactId } = asked.sender;
  if (known?.notice) await tellOperator(tools, db, { contactId, now: given.now });
  if (known) return known;
  const media = await hearMedia(db, asked, given.now);
  const answered = await moveSafely(tools, db, { ...asked, media }, given);
  return { ...answered, attachments: media?.ids ?? [] };
}
