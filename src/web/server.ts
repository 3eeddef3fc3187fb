import {
  IncomingMessage,
  ServerResponse,
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import type { Door } from './webhooks.ts';

export interface ServerSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Certificate and key in PEM: HTTPS by itself. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
}

export interface Listening {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Takes no new connection, lets running requests end for at most 3 s, then closes all. */
  close(): Promise<void>;
}

/**
 * Makes requests and answers that are express's own from the start. Express sets its prototype on each
 * one, and changing the prototype of a live object makes all that follows slow (measured: 18,400
 * requests a second instead of 7,100; expressjs/express#5998).
 */
function bornExpress(app: Express): Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'> {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse<Request extends IncomingMessage> extends ServerResponse<Request> {}
  Object.setPrototypeOf(ExpressRequest.prototype, app.request);
  Object.setPrototypeOf(ExpressResponse.prototype, app.response);
  Object.defineProperties(app, {
    request: { value: ExpressRequest.prototype },
    response: { value: ExpressResponse.prototype },
  });
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}

/** What answers a request: the door where it takes it, else the pages. */
function listenerOf(app: Express, door: Door | undefined): RequestListener {
  if (!door) return app;
  return (request, response) => {
    if (!door(request, response)) app(request, response);
  };
}

function makeServer(app: Express, { tls }: ServerSettings, door: Door | undefined): Server {
  const options = {
    ...bornExpress(app),
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 5_000, // else a caller that sends a byte now and then stays for a minute
    keepAliveTimeout: 65_000, // above the 60 s after which usual proxies close
  };
  const listener = listenerOf(app, door);
  return tls ? createTlsServer({ ...options, ...tls }, listener) : createServer(options, listener);
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

/** How long running requests may take to end, in milliseconds. */
const patience = 3_000;

function close(app: Express, server: Server, { all, silent }: Sockets): Promise<void> {
  return new Promise((resolve) => {
    app.emit('stopping'); // streams that never end by themselves end now
    const end = setTimeout(() => all.forEach((socket) => socket.destroy()), patience);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
    server.keepAliveTimeout = 1; // a connection ends with the request that runs on it
    // A browser opens a connection ahead of its next request: it would hold us up.
    for (const socket of silent) socket.destroy();
  });
}

/** Listens; what `door` does not take goes to `app`. @throws Error with code EADDRINUSE or EACCES when it may not. */
export function listen(app: Express, settings: ServerSettings, door?: Door): Promise<Listening> {
  const server = makeServer(app, settings, door);
  const sockets = watchSockets(server, settings);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      server.off('error', reject);
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : settings.port;
      const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
      const url = `${settings.tls ? 'https' : 'http'}://${host}:${port}`;
      resolve({ url, close: () => close(app, server, sockets) });
    });
  });
}
