import type { CacheStore } from '@whiskeysockets/baileys';
import type { Outside } from '../kind.ts';
import type { Pause } from './inbox.ts';
import type { Session } from './keys.ts';
import { openReconnects, type Reconnect } from './reconnect.ts';
import { openSocket, socketConfig, type Ears, type MakeSocket, type Socket } from './socket.ts';

/** What connections are made of; pause and random are other in tests. */
export interface ConnectionParts {
  readonly outside: Outside;
  /** Another server than WhatsApp's. */
  readonly url: string | undefined;
  readonly make: MakeSocket;
  readonly pause: Pause;
  readonly random: () => number;
}

/** What is told of connections that come and go. */
export interface Watcher extends Pick<Ears, 'updates'> {
  readonly messages: (socket: Socket, ...of: Parameters<Ears['messages']>) => void;
  readonly qr: (socket: Socket, qr: string) => void;
  readonly opened: (socket: Socket) => void;
  /** It will be tried again. */
  readonly lost: (reason: number | undefined) => void;
  /** It will not: a person must see to it. */
  readonly over: (reason: number | undefined) => void;
}

/** A connection that is kept until `end`, or until trying again makes no sense. */
export interface Connection {
  end(): Promise<void>;
}

/** Everything of one connection, kept or not. */
interface Keeping extends ConnectionParts {
  readonly session: Session;
  readonly counts: CacheStore;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
}

/** WhatsApp asks for a new connection after pairing; nothing is lost by it. */
const restartRequired = 515;

/** One connection from its beginning to its end; resolves with the reason. */
async function connect(keeping: Keeping, onOpen: () => void): Promise<number | undefined> {
  const { session, outside, url, counts, make, watcher, signal } = keeping;
  const config = socketConfig(session, outside, { url, counts });
  return new Promise((resolve) => {
    const end = (): void => void socket.end(undefined);
    const socket: Socket = openSocket(make, config, {
      messages: (messages) => watcher.messages(socket, messages),
      updates: watcher.updates,
      qr: (qr) => watcher.qr(socket, qr),
      opened: () => {
        onOpen();
        watcher.opened(socket);
      },
      closed: (reason) => {
        signal.removeEventListener('abort', end);
        resolve(reason);
      },
    });
    signal.addEventListener('abort', end, { once: true });
  });
}

/** A phone that is not linked is not called again: its picture has expired, or WhatsApp refused. */
function decide(
  { linked }: Session,
  reason: number | undefined,
  after: (reason: number | undefined) => Reconnect,
): Reconnect {
  return linked || reason === restartRequired ? after(reason) : 'stop';
}

async function keepOn(keeping: Keeping): Promise<void> {
  const { outside, random, pause, session, watcher, signal } = keeping;
  const reconnects = openReconnects(() => outside.clock().getTime(), random);
  while (!signal.aborted) {
    const reason = await connect(keeping, reconnects.opened);
    if (signal.aborted) return;
    const next = decide(session, reason, reconnects.after);
    if (next === 'stop') return watcher.over(reason);
    if (reason !== restartRequired) watcher.lost(reason);
    await pause(next.pause, signal);
  }
}

/** Connects, and again whenever that ends and makes sense. */
export function openConnection(
  parts: ConnectionParts,
  keeping: Pick<Keeping, 'session' | 'counts' | 'watcher'>,
): Connection {
  const ending = new AbortController();
  const { signal } = ending;
  const ended = keepOn({ ...parts, ...keeping, signal });
  return {
    end: async () => {
      ending.abort();
      await ended;
    },
  };
}
