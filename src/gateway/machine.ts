import { countAudit, recordAudit } from '../store/audit.ts';
import { listInbound } from '../store/inbound.ts';
import { listOutbound } from '../store/outbound.ts';
import type { Db } from '../store/store.ts';
import type { Traffic } from '../store/traffic.ts';
import { isLoop, isRepeated, limits, longText } from './guards.ts';
import type { GatewayTools } from './tools.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What was heard, and what would be said to it. */
export interface Exchange {
  readonly contactId: number;
  readonly text: string;
  readonly reply: string;
  readonly traffic: Traffic | undefined;
  readonly now: Date;
}

async function repeatsItself(
  db: Db,
  { contactId, text, traffic, now }: Exchange,
): Promise<boolean> {
  if (text.length < longText || (traffic?.day ?? 0) < limits.equalTexts) return false;
  const since = now.getTime() - day;
  const received = await listInbound(db, contactId, { since, limit: limits.day });
  const texts = received.map((message) => message.text);
  return isRepeated(text, texts);
}

async function makesUsRepeat(
  db: Db,
  { contactId, reply, traffic, now }: Exchange,
): Promise<boolean> {
  if ((traffic?.day ?? 0) < limits.equalReplies) return false;
  const since = now.getTime() - 6 * hour;
  const sent = await listOutbound(db, contactId, { since, limit: limits.day });
  const texts = sent.map((message) => message.text);
  return isLoop(reply, texts);
}

/** True when the other side must be a machine that answers us: an autoresponder, another gateway. */
export async function isMachine(db: Db, exchange: Exchange): Promise<boolean> {
  return (await repeatsItself(db, exchange)) || makesUsRepeat(db, exchange);
}

const action = 'loop.silenced';

/** Tells the operator that a number is not answered any more: once a day, in the log and the trail. */
export async function tellOperator(
  { log }: Pick<GatewayTools, 'log'>,
  db: Db,
  { contactId, now }: { readonly contactId: number; readonly now: Date },
): Promise<void> {
  const subject = `contact:${contactId}`;
  if ((await countAudit(db, { subject, action }, now.getTime() - day)) > 0) return;
  await recordAudit(db, { at: now.getTime(), actor: 'machine', action, subject });
  log.error({ contact: contactId }, 'a number writes like a machine: not answered');
}
