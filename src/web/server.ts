import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Door } from './door.ts';
import type { Pages } from './pages-later.ts';

/** How long a caller may take, in milliseconds, and how many there may be. */
export interface ServerLimits {
  /** Until all headers are there; a connection that says nothing has as long. */
  readonly headers: number;
  /** Until all of the body is there. */
  readonly request: number;
  /** Looked at so often: without it a caller that sends a byte now and then stays for a minute. */
  readonly every: number;
  /** Without a byte in either direction, also of an answer that nobody takes; pages that stay open say something every 25 s. */
  readonly silence: number;
  /** Open connections: each holds some 20 KB, its headers among them. One more is hung up on. */
  readonly connections: number;
}

const usualLimits: ServerLimits = {
  headers: 10_000,
  request: 30_000,
  every: 5_000,
  silence: 120_000,
  connections: 5_000,
};

export interface ServerSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Certificate and key in PEM: HTTPS by itself. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  readonly limits?: ServerLimits;
}

export interface Listening {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Soon takes no new connection, lets requests that are under way end for at most 3 s, then closes all. */
  close(): Promise<void>;
}

/** What answers a request: the first door that takes it, else the pages. */
const listenerOf =
  (pages: Pages, doors: readonly Door[]): RequestListener =>
  (request, response) => {
    if (!doors.some((door) => door(request, response))) pages.serve(request, response);
  };

function makeServer(
  listener: RequestListener,
  { tls, limits = usualLimits }: ServerSettings,
): Server {
  const options = {
    requestTimeout: limits.request,
    headersTimeout: limits.headers,
    connectionsCheckingInterval: limits.every,
    keepAliveTimeout: 65_000, // above the 60 s after which usual proxies close
  };
  const server = tls
    ? createTlsServer({ ...options, ...tls }, listener)
    : createServer(options, listener);
  server.timeout = limits.silence;
  server.maxConnections = limits.connections;
  return server;
}

/** Open sockets: `all`, and those on which nothing was ever asked, which Node counts as busy. */
interface Sockets {
  readonly all: ReadonlySet<Socket>;
  readonly silent: ReadonlySet<Socket>;
}

function keepOpen(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
}

function watchSockets(server: Server, { tls }: ServerSettings): Sockets {
  const all = new Set<Socket>();
  const silent = new Set<Socket>();
  server.on('connection', (socket) => keepOpen(all, socket));
  server.on(tls ? 'secureConnection' : 'connection', (socket) => keepOpen(silent, socket));
  server.on('request', ({ socket }) => silent.delete(socket));
  return { all, silent };
}

/** Milliseconds after the call to stop. */
const stages = {
  /** Who has knocked by then is let in: the system would hang up on callers not let in yet. */
  door: 100,
  /** Who has said nothing by then is a browser, ahead of its next request: it would hold us up. */
  silence: 400,
  /** Running requests have ended by then. */
  patience: 3_000,
};

const destroyAll = (sockets: ReadonlySet<Socket>): void => {
  for (const socket of sockets) socket.destroy();
};

async function close(pages: Pages, server: Server, { all, silent }: Sockets): Promise<void> {
  server.keepAliveTimeout = 1; // a connection ends with the request that runs on it
  await pause(stages.door);
  pages.stop(); // streams that never end by themselves end now
  const ended = new Promise((resolve) => void server.close(resolve));
  const hangUps = [
    setTimeout(destroyAll, stages.silence - stages.door, silent),
    setTimeout(destroyAll, stages.patience - stages.door, all),
  ];
  await ended;
  for (const hangUp of hangUps) clearTimeout(hangUp);
}

/** Listens; what no door takes goes to the pages. @throws Error with code EADDRINUSE or EACCES when it may not. */
export function listen(
  pages: Pages,
  settings: ServerSettings,
  doors: readonly Door[] = [],
): Promise<Listening> {
  const server = makeServer(listenerOf(pages, doors), settings);
  const sockets = watchSockets(server, settings);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      server.off('error', reject);
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : settings.port;
      const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
      const url = `${settings.tls ? 'https' : 'http'}://${host}:${port}`;
      resolve({ url, close: () => close(pages, server, sockets) });
    });
  });
}
