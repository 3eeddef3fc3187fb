import type {
  ChannelEvent,
  ChannelHealth,
  Medium,
  OutboundMessage,
  Receipt,
} from '../core/message.ts';

/** An HTTP request, described only by what adapters use: no adapter imports a web framework. */
export interface WebhookRequest {
  readonly method: string;
  /** Path and query as received, e.g. `/webhooks/twilio?x=1`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly rawBody: Buffer;
}

/** What the provider is answered once the events are durable. */
export interface WebhookReply {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
}

/** A route as data; the web layer mounts it. */
export interface Webhook {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Bytes of the largest body; left out: 64 KB. */
  readonly largest?: number;
  /**
   * Proves that the request is genuine and translates it.
   * @throws RejectedRequest when it is not genuine (401, 403) or malformed (400).
   */
  parse(request: WebhookRequest): {
    readonly events: readonly ChannelEvent[];
    readonly reply?: WebhookReply;
  };
}

/** A sender at a provider. */
export interface AccountName {
  readonly name: string;
  readonly medium: Medium;
  /** The number that it sends from (E.164), where its settings name it: nothing is sent to it. */
  readonly phone?: string;
}

/** Linking a phone: a picture to scan, or a code to type. */
export interface Pairing {
  /** `off`: not linked, nothing under way. `qr` is what the picture says, `code` eight characters. */
  now(): {
    readonly state: 'off' | 'scan' | 'linked' | 'refused';
    readonly qr?: string;
    readonly code?: string;
    /** Our own number, once linked. */
    readonly phone?: string;
  };
  /** Begins: with a phone number (E.164) a code is asked for, else a picture. */
  begin(phone?: string): Promise<void>;
  /** Forgets the link and its keys. */
  end(): Promise<void>;
}

/** One statement in a transaction, `?` for each value; gives its rows. */
export type RunSql = (
  sql: string,
  values: readonly (string | number | null)[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** A provider. One file each; its settings are its own zod schema. */
export interface Channel {
  /** As stored in `accounts.channel`, e.g. `twilio`. */
  readonly name: string;
  readonly accounts: readonly AccountName[];
  /** Segments a second for each account. */
  readonly rate: number;
  /** Milliseconds between two messages to one person, where the platform asks for it; none for SMS. */
  readonly perContact?: number;
  /** How many may go to one person at once before `perContact` counts; 1 when left out. */
  readonly contactBurst?: number;
  /** True when the provider drops a second message with the same id: resending is then always safe. */
  readonly idempotent?: boolean;
  /**
   * True when people write from this machine (terminal, simulator): addresses are made up, so none
   * is refused, and no flood costs anybody anything, so none is limited.
   */
  readonly local?: boolean;
  /** True where only answers may leave: messages to many would cost the office its number. */
  readonly replyOnly?: boolean;
  /**
   * True where the provider keeps a message that we could not store and offers it again for hours, in
   * order: then it is told so. Left out: the gateway keeps it in its spool meanwhile.
   */
  readonly offersAgain?: boolean;
  readonly webhooks: readonly Webhook[];
  /** Starts a socket or poll. Resolves when it is listening; events are durable when `deliver` resolves. */
  listen?(deliver: (events: readonly ChannelEvent[]) => Promise<void>): Promise<void>;
  /**
   * Reads what came while nobody listened or a webhook failed, and delivers it: a repeat has no
   * effect. Called at start and every few minutes, by one process at a time. @throws SendError
   */
  recover?(deliver: (events: readonly ChannelEvent[]) => Promise<void>): Promise<void>;
  /**
   * The bytes of a file that came with a message, at most `limit` of them. @throws SendError;
   * `refused` when it is gone or too large
   */
  fetchMedia?(ref: string, limit: number): Promise<Buffer>;
  /** Asks the provider how the channel is, where it can be asked. @throws SendError */
  check?(): Promise<readonly ChannelHealth[]>;
  /** What the admin page shows to link a phone; only for channels that pair. */
  readonly pairing?: Pairing;
  /** Stops listening; resolves when nothing of it runs any more. */
  stop?(): Promise<void>;
  /**
   * Hands one message to the provider, within 10 s.
   * @throws SendError
   */
  send(message: OutboundMessage): Promise<Receipt>;
  /**
   * Where the provider's tables lie in our own database: how a message is handed over by a
   * transaction of ours, so that both are kept or neither. Undefined where they lie elsewhere.
   */
  within?(run: RunSql): Promise<((message: OutboundMessage) => Promise<Receipt>) | undefined>;
  /** After an unknown outcome: the receipt, when the provider has the message; else undefined. @throws SendError */
  find?(message: OutboundMessage): Promise<Receipt | undefined>;
}
