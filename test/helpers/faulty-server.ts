import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** What a server does with a request, as bytes: HTTP servers of Node's would mend too much of it. */
export type Behaviour =
  /** Nothing is ever answered. */
  | { readonly does: 'hangs' }
  /** Closes the connection hard: when it is made, or when all has come. */
  | { readonly does: 'resets'; readonly when: 'connected' | 'asked' }
  /** Says this, and so many bytes more of nothing. */
  | { readonly does: 'says'; readonly bytes: string; readonly more?: number };

export interface FaultyServer {
  readonly host: string;
  readonly url: string;
  /** Bytes that it could get rid of. */
  readonly written: () => number;
  /** Requests whose first line has come. */
  readonly asked: () => readonly string[];
  readonly close: () => Promise<void>;
}

const answer = (status: number, headers: readonly string[], body: string): string =>
  [
    `HTTP/1.1 ${status} X`,
    'connection: close',
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
    '',
    body,
  ].join('\r\n');

/** An answer as its bytes. */
export const says = (status: number, body: string, ...headers: readonly string[]): Behaviour => ({
  does: 'says',
  bytes: answer(status, headers, body),
});

const megabyte = Buffer.alloc(1_048_576, ' ');

/** Writes until so much is written or nobody listens any more. */
async function flood(socket: Socket, bytes: number): Promise<void> {
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += megabyte.length)
    if (!socket.write(megabyte)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  socket.end();
}

function behave(socket: Socket, behaviour: Behaviour): void {
  if (behaviour.does === 'hangs') return;
  if (behaviour.does === 'resets') return void socket.resetAndDestroy();
  socket.write(behaviour.bytes);
  if (behaviour.more === undefined) socket.end();
  else void flood(socket, behaviour.more).catch(() => undefined);
}

async function listen(server: Server): Promise<string> {
  server.unref();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

/** A provider on 127.0.0.1 that does one thing, whatever it is asked. */
export async function openFaultyServer(behaviour: Behaviour): Promise<FaultyServer> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  let written = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => (written += socket.bytesWritten));
    if (behaviour.does === 'resets' && behaviour.when === 'connected') behave(socket, behaviour);
    socket.once('data', (head) => {
      asked.push(head.toString('latin1').split('\r\n', 1)[0] ?? '');
      behave(socket, behaviour);
    });
  });
  const host = await listen(server);
  return {
    host,
    url: `http://${host}`,
    written: () => written,
    asked: () => asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
