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
  /** Further keys of the same message: it is a repeat when any of all its keys is known. */
  readonly sameAs?: readonly string[];
  /** Name of the account it came to; may be left out by a channel with one account. */
  readonly account?: string;
  /** User id at the provider: `+62...` for phones. */
  readonly from: string;
  /** What was typed, the caption of a picture, or what a pressed button says; may be empty. */
  readonly text: string;
  /** When the provider says it was received, ISO 8601. */
  readonly at?: string;
  /** Pictures, papers and voices that came with it; fetched later, by `Channel.fetchMedia`. */
  readonly media?: readonly MediaRef[];
  /** The sender's phone number, E.164, where the provider itself vouches for it: proof to join addresses. */
  readonly phone?: string;
  /** Other user ids under which the provider knows the same person: WhatsApp's `...@lid`. */
  readonly aliases?: readonly string[];
  /** Provider's id of our message whose button was pressed. */
  readonly pressedOn?: string;
  /** Something was written that could not be read: the person is asked to write it again. */
  readonly unreadable?: true;
}

/** A file at a provider, not yet fetched. Kind, name and size are only claims of the sender. */
export interface MediaRef {
  readonly kind: 'photo' | 'document' | 'voice' | 'video';
  /** What `Channel.fetchMedia` needs to find it; stored sealed. */
  readonly ref: string;
  readonly name?: string;
  /** Bytes. */
  readonly size?: number;
}

/** What a provider tells about a message that we sent. */
export interface DeliveryReport {
  readonly account?: string;
  readonly providerId: string;
  readonly status: 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
  /** The provider's error code, when failed. */
  readonly code?: string;
}

/** A person shut us out on this channel, or let us in again: an opt-out of this address alone. */
export interface Blocking {
  readonly account?: string;
  readonly from: string;
  readonly blocked: boolean;
}

/** Words that an officer typed on the paired phone itself: the machine falls silent. */
export interface OfficerWords {
  readonly key: string;
  readonly account?: string;
  /** User id of the person they went to. */
  readonly to: string;
  readonly text: string;
}

/** How a channel is, as far as it knows; what is left out is as it was. */
export interface ChannelHealth {
  readonly account?: string;
  /** `waiting`: for a person, to pair the phone or renew a secret. */
  readonly state?: 'up' | 'down' | 'waiting';
  /** Why, in the provider's or our own short code; null: nothing is wrong. Never a text or a secret. */
  readonly code?: string | null;
  /** Signal of the phone or modem, per cent. */
  readonly signal?: number;
  /** Battery of the phone or modem, per cent. */
  readonly battery?: number;
}

export type ChannelEvent =
  | ({ readonly kind: 'message' } & InboundMessage)
  | ({ readonly kind: 'report' } & DeliveryReport)
  | ({ readonly kind: 'blocking' } & Blocking)
  | ({ readonly kind: 'officer-words' } & OfficerWords)
  | ({ readonly kind: 'health' } & ChannelHealth);

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
  /** Answers to choose from: buttons or a list where the medium has them; the text names them all. */
  readonly choices?: readonly Choice[];
  /** When the person last wrote to this account, epoch milliseconds: platforms close their window after 24 h. */
  readonly lastInboundAt?: number;
}

/** An answer that may be pressed instead of typed. */
export interface Choice {
  /** What is taken as typed: `YA`, `2`, `LOWONGAN`. */
  readonly text: string;
  /** What the button says: `Operator jahit, Pasirian`; channels shorten it to their limits. */
  readonly label: string;
}

/** What the provider answered when it accepted a message. */
export interface Receipt {
  readonly providerId?: string;
}
