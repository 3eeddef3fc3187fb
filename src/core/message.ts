/*
 * Terminology
 *
 * office    the province or one of its 38 districts; owns officers, texts, hours
 * account   a sender at a provider: (channel, name), belongs to one office
 * address   (account, user id at the provider): where a message comes from and goes to
 * contact   whom we talk to; has one or more addresses
 * person    who is registered (NIK); phones are shared, so contacts and persons are many to many
 * turn      one inbound message, the conversation moved once, at most one reply
 * flow      a conversation as data; a step is one node of it
 */

/** What kind of screen reads the message; decides length limits and looks. */
export type Medium = 'sms' | 'whatsapp' | 'telegram';

/** A message as a channel adapter understood it; not yet stored. */
export interface InboundMessage {
  /** Provider's key of the message, unique per account, kept for ever: a repeat has no effect. */
  readonly key: string;
  /** Name of the account it came to; may be left out by a channel with one account. */
  readonly account?: string;
  /** User id at the provider: `+62...` for phones. */
  readonly from: string;
  readonly text: string;
  /** When the provider says it was received, ISO 8601. */
  readonly at?: string;
}

/** What a provider tells about a message that we sent. */
export interface DeliveryReport {
  readonly account?: string;
  readonly providerId: string;
  readonly status: 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
  /** The provider's error code, when failed. */
  readonly code?: string;
}

export type ChannelEvent =
  ({ readonly kind: 'message' } & InboundMessage) | ({ readonly kind: 'report' } & DeliveryReport);

/** Life of an outbound message. It only moves forward: see `statusRank`. */
export type OutboundStatus =
  'queued' | 'sending' | 'unknown' | 'sent' | 'delivered' | 'failed' | 'expired' | 'read';

/** A status replaces another only when its rank is higher: delivered is never overwritten by failed. */
export const statusRank: Readonly<Record<OutboundStatus, number>> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  delivered: 4,
  failed: 4,
  expired: 4,
  read: 5,
};

/** A message as a channel adapter gets it to send. */
export interface OutboundMessage {
  /** Our id, the same at each attempt: an idempotency key where the provider takes one. */
  readonly id: string;
  /** Name of the account it leaves from. */
  readonly account: string;
  readonly to: string;
  readonly text: string;
}

/** What the provider answered when it accepted a message. */
export interface Receipt {
  readonly providerId?: string;
}
