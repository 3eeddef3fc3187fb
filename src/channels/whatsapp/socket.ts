import type {
  CacheStore,
  UserFacingSocketConfig,
  WAMessage,
  WAMessageUpdate,
  WASocket,
} from '@whiskeysockets/baileys';
import type { Outside } from '../kind.ts';
import type { Session } from './keys.ts';
import { silentLog } from './quiet.ts';

/** What the channel uses of a socket of Baileys. */
export type Socket = Pick<
  WASocket,
  'ev' | 'end' | 'logout' | 'sendMessage' | 'waitForMessage' | 'requestPairingCode'
> & {
  readonly signalRepository: {
    readonly lidMapping: Pick<WASocket['signalRepository']['lidMapping'], 'getPNForLID'>;
  };
};

export type MakeSocket = (config: UserFacingSocketConfig) => Socket;

/** What is heard of a connection. */
export interface Ears {
  readonly messages: (messages: readonly WAMessage[]) => void;
  readonly updates: (updates: readonly WAMessageUpdate[]) => void;
  /** A picture to scan: the phone is not linked. */
  readonly qr: (qr: string) => void;
  readonly opened: () => void;
  /** With the reason, where one was given. Nothing follows. */
  readonly closed: (reason: number | undefined) => void;
}

/** Counts of retries that outlive a connection: otherwise each would begin at five again. */
export function openCounts(): CacheStore {
  const counts = new Map<string, unknown>();
  // Baileys declares the reader as giving whatever type it is asked for.
  const get = ((key: string) => counts.get(key)) as CacheStore['get'];
  return {
    get,
    set: (key, value) => {
      if (counts.size >= 5_000) counts.clear();
      counts.set(key, value);
    },
    del: (key) => void counts.delete(key),
    flushAll: () => counts.clear(),
  };
}

const isNobody = (jid: string): boolean => /@(?:g\.us|broadcast|newsletter)$/.test(jid);

/** The code of a Boom error. */
function reasonOf(error: unknown): number | undefined {
  const { output } = (error ?? {}) as { output?: { statusCode?: unknown } };
  return typeof output?.statusCode === 'number' ? output.statusCode : undefined;
}

/** Everything that Baileys is told. */
export function socketConfig(
  session: Session,
  outside: Pick<Outside, 'timeout' | 'sentText'>,
  options: { readonly url: string | undefined; readonly counts: CacheStore },
): UserFacingSocketConfig {
  return {
    auth: session,
    logger: silentLog,
    browser: ['SapaKerja', 'Chrome', '1.0'],
    countryCode: 'ID',
    syncFullHistory: false, // old conversations are nobody's business
    markOnlineOnConnect: false, // else the office's phone rings no more
    emitOwnEvents: false,
    shouldIgnoreJid: isNobody,
    generateHighQualityLinkPreview: false,
    defaultQueryTimeoutMs: outside.timeout,
    msgRetryCounterCache: options.counts,
    getMessage: async ({ id }) => {
      const text = id ? await outside.sentText(id) : undefined;
      return text === undefined ? undefined : { extendedTextMessage: { text } };
    },
    ...(options.url !== undefined && { waWebSocketUrl: options.url }),
  };
}

/** Opens a connection and listens to it. */
export function openSocket(make: MakeSocket, config: UserFacingSocketConfig, ears: Ears): Socket {
  const socket = make(config);
  const { ev } = socket;
  ev.on('creds.update', () => (config.auth as Session).save());
  ev.on('messages.upsert', ({ messages }) => ears.messages(messages));
  ev.on('messages.update', (updates) => ears.updates(updates));
  ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
    if (qr) ears.qr(qr);
    if (connection === 'open') ears.opened();
    if (connection === 'close') ears.closed(reasonOf(lastDisconnect?.error));
  });
  return socket;
}
