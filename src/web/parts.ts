import type { Channel } from '../channels/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { AttachmentFiles } from '../services/attachment-files.ts';
import type { ChannelEvent, Medium } from '../core/message.ts';
import type { Examined } from '../gateway/examine.ts';
import type { Route } from '../gateway/send.ts';
import type { Store } from '../services/health.ts';

/** Settings that the web layer reads; `config.ts` reads them from the environment. */
export interface WebSettings {
  /** SIMULATOR: the phone in the browser. */
  readonly simulator: boolean;
  /** TRUST_PROXY: a proxy stands before us, so that nobody is known to sit at this machine. */
  readonly trustProxy: boolean;
  /** PUBLIC_URL: the address under which people reach the service, without a slash at its end. */
  readonly publicUrl: string;
  /** SMS_SEGMENT_RUPIAH: what one SMS segment costs the office. */
  readonly smsSegmentRupiah: number;
  /** SMS_DAILY_SEGMENTS: what an office may send in a day; left out: no limit. */
  readonly dailySegments?: number;
  /** OFFICE_CODE: the office served by default, e.g. `35.08`. */
  readonly office: string;
  /** TZ: the clock in which times are told, e.g. `Asia/Jakarta`. */
  readonly timezone: string;
}

/** Everything the web layer stands on; main.ts puts it together, tests put in their own. */
export interface WebParts {
  readonly gateway: {
    /** Durable when it resolves; throws when it cannot store. */
    receive(channel: string, events: readonly ChannelEvent[]): Promise<void>;
    /** After a commit that put something into the outbox: it is sent at once. */
    wake(): void;
    /** The accounts that are open now, each with its channel. */
    routes(): readonly Route[];
    /** After a commit that changed accounts: opens and closes their channels. */
    refresh(): Promise<void>;
    /** Opens a channel by its settings and closes it. @throws SettingsError, ConfigError, SendError */
    examine(account: Examined): Promise<Medium>;
    /** Turns made by this process since it started. */
    readonly turns: number;
    /** Of how many webhooks something waits in the spool, and of how many it was put aside. */
    readonly spooled: () => { readonly waiting: number; readonly failed: number };
  };
  /** Those that are open now: officers add and end some while the server runs. */
  readonly channels: () => readonly Channel[];
  /** Where the files that people sent are kept; left out: none are shown. */
  readonly files?: AttachmentFiles;
  readonly store: Store;
  readonly config: WebSettings;
  readonly clock: Clock;
  readonly log: Log;
}
