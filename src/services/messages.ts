import type { Json } from '../core/json.ts';
import type { OutboundStatus } from '../core/message.ts';
import { listInbound, type InboundStatus } from '../store/inbound.ts';
import { keepsLogClosed } from '../store/matter-hidden.ts';
import { listOutbound } from '../store/outbound.ts';
import type { Db } from '../store/store.ts';
import { audiencesOf, type Beholder } from './matter-sight.ts';

export { contactByPublicId } from '../store/contact-names.ts';
export { contactOffices } from '../store/contact-offices.ts';
export { findContact } from '../store/contacts.ts';

/** A message as officers and the simulator see it. */
export interface LoggedMessage {
  /** Unique within the contact's log: `in7`, `out9`. */
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly status: 'received' | Exclude<InboundStatus, 'done' | 'silent'> | OutboundStatus;
  /** SMS segments of a message that we sent; 1 on other media. */
  readonly segments?: number;
  /** Why it says what it says: `{because, flow, step, expects}`. */
  readonly trace?: Json;
  /** It may have reached the person twice. */
  readonly maybeDouble?: boolean;
}

/**
 * Whether an officer may read all that was said with a contact: not when that would tell who an
 * anonymous or confidential complaint is of, or show a matter that is kept from this officer.
 */
export async function mayReadLog(db: Db, officer: Beholder, contactId: number): Promise<boolean> {
  const eyes = { officerId: officer.id, audiences: audiencesOf(officer) };
  return !(await keepsLogClosed(db, contactId, eyes));
}

/** A contact's latest messages in both directions, at most 200 of each, oldest first. */
export async function conversationLog(
  db: Db,
  contactId: number,
): Promise<readonly LoggedMessage[]> {
  const received = (await listInbound(db, contactId)).map((message): LoggedMessage => ({
    id: `in${message.id}`,
    direction: 'in',
    text: message.text,
    at: message.receivedAt,
    status: message.status === 'failed' || message.status === 'dead' ? message.status : 'received',
  }));
  const sent = (await listOutbound(db, contactId)).map((message): LoggedMessage => ({
    id: `out${message.id}`,
    direction: 'out',
    text: message.text,
    at: message.createdAt,
    status: message.status,
    segments: message.segments,
    trace: message.trace,
    maybeDouble: message.maybeDouble,
  }));
  // A reply bears the time of its turn: at equal times what came in stands first.
  return [...received, ...sent].toSorted((a, b) => a.at - b.at);
}
