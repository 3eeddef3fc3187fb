import type { Channel, WebhookRequest } from '../../src/channels/channel.ts';
import type { SendErrorCode } from '../../src/core/errors.ts';
import type { ChannelEvent, OutboundMessage, Receipt } from '../../src/core/message.ts';
import type { FakeProvider, Fault, Recorded } from './fake-provider.ts';

/** What every channel must be shown to do with what comes in. */
export const receiveRows = [
  'valid',
  'empty text',
  'missing sender',
  'missing signature',
  'bad signature',
  'malformed',
  'repeated',
  'out of order',
  'delivery report',
  'unknown status',
] as const;

/** What every channel must be shown to do with a message. */
export const sendRows = [
  'accepted',
  'non-GSM text',
  'over-long',
  'throttled',
  'broken',
  'refused',
  'unreachable',
  'hangs',
  'cut off',
  'HTML answer',
] as const;

/** A row that cannot exist for a channel, and why: no signature where nobody can call us. */
export interface Impossible {
  readonly impossible: string;
}

/** Requests, or what happens at a channel that listens, and what becomes of it. */
export type ReceiveCase<World> =
  | {
      readonly request: WebhookRequest | readonly WebhookRequest[];
      readonly events?: readonly ChannelEvent[];
      /** The status that the last request is rejected with. */
      readonly rejected?: number;
    }
  | {
      /** Resolves when the channel must have heard of it. */
      readonly arrives: (world: World) => Promise<void>;
      readonly events: readonly ChannelEvent[];
    }
  | Impossible;

/** What goes wrong at a provider; `gone`: nobody listens there. */
export type Trouble<World> = Fault | 'gone' | ((world: World) => Promise<void> | void);

export type SendCase<World> =
  | {
      readonly message?: Partial<OutboundMessage>;
      readonly fault?: Trouble<World>;
      readonly receipt?: Receipt;
      readonly error?: {
        readonly code: SendErrorCode;
        readonly retryable: boolean;
        readonly retryAfter?: number;
      };
      /** Looks at the request that reached the provider. */
      readonly sees?: (request: Recorded) => void;
      /** Looks at what a provider without HTTP has got. */
      readonly finds?: (world: World) => Promise<void> | void;
    }
  | Impossible;

/** The other side of a channel: a server that speaks HTTP, a database, a socket. */
export interface OtherSide {
  close(): Promise<void>;
  readonly requests?: FakeProvider['requests'];
  readonly fail?: FakeProvider['fail'];
}

/** A channel before a provider of its own. */
export interface ChannelWorld<Provider extends OtherSide = OtherSide> {
  readonly channel: Channel;
  readonly provider: Provider;
}

export interface ChannelCases<World extends ChannelWorld> {
  readonly name: string;
  /** With the time limit of an exchange, milliseconds: short where the provider hangs. */
  readonly open: (timeout: number) => Promise<World>;
  readonly receive: Readonly<Record<(typeof receiveRows)[number], ReceiveCase<World>>>;
  readonly send: Readonly<Record<(typeof sendRows)[number], SendCase<World>>>;
  /** What must be in no log line and no error. */
  readonly secrets: readonly string[];
}
