import { officeFacts } from '../services/offices.ts';
import type { Account } from '../store/accounts.ts';
import { lockContacts, senderOf } from '../store/contacts.ts';
import { readConversations, writeConversations } from '../store/conversations.ts';
import { claimFailed, markInbound, type StoredInbound } from '../store/inbound.ts';
import { addOutbound } from '../store/outbound.ts';
import type { Db } from '../store/store.ts';
import { failurePause, move } from './answer.ts';
import { mediaOf } from './media.ts';
import { toOutbound } from './reply.ts';
import { talkedMatters } from './talk.ts';
import type { GatewayTools } from './tools.ts';

/** After this many turns that failed an officer looks at the message. */
const maxTurns = 5;

async function moveAgain(
  tools: GatewayTools,
  db: Db,
  message: StoredInbound,
  account: Account,
): Promise<void> {
  const { contactId } = message;
  const now = tools.clock();
  if (!(await markInbound(db, message, { status: 'done', nextAt: null }))) return;
  await lockContacts(db, [contactId]);
  const sender = await senderOf(db, message.addressId);
  const state = (await readConversations(db, [contactId])).get(contactId) ?? null;
  const media = await mediaOf(db, message.id);
  const question = { account, from: sender.userId, text: message.text, media, sender };
  const facts = await officeFacts(db, account.officeCode);
  const matters = (await talkedMatters(db, [contactId])).get(contactId) ?? [];
  const given = { traffic: undefined, state, facts, matters, now };
  const answer = await move(tools, db, question, given);
  await writeConversations(db, new Map([[contactId, answer.state ?? null]]), now.getTime());
  if (answer.reply === undefined) return;
  const { reply: text, trace, purpose, choices = [] } = answer;
  const reply = { inboundId: message.id, text, trace, purpose, choices, overtakes: true };
  await addOutbound(db, [toOutbound(account, message, reply)], now.getTime());
}

/** Tries messages again whose turn had failed, with growing pauses; gives how many were due. */
export async function retryFailed(
  tools: GatewayTools,
  accounts: ReadonlyMap<number, Account>,
): Promise<number> {
  const due = await tools.store.transaction((db) =>
    claimFailed(db, { accountIds: [...accounts.keys()], pause: failurePause(1) }),
  );
  for (const message of due) {
    const account = accounts.get(message.accountId) as Account;
    try {
      await tools.store.transaction((db) => moveAgain(tools, db, message, account));
    } catch (error) {
      tools.log.error(
        { err: error, inbound: message.id, attempt: message.attempts },
        'turn failed',
      );
      await markInbound(
        tools.store,
        message,
        message.attempts >= maxTurns
          ? { status: 'dead', nextAt: null }
          : { status: 'failed', nextAt: tools.clock().getTime() + failurePause(message.attempts) },
      );
    }
  }
  return due.length;
}
