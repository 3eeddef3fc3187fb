import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A wire between a server and its database that can be broken in every way. */
export interface TcpProxy {
  /** `postgres://...` of the same database, by way of the wire. */
  readonly url: string;
  /** Connections now. */
  readonly open: number;
  /** Nobody listens any more, and nobody is connected. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Cuts all connections at once; new ones are taken. */
  cut(): void;
  /** From now on each piece takes so many milliseconds longer, both ways. */
  slow(ms: number): void;
  close(): Promise<void>;
}

/** Passes pieces on in order, each so much later. */
function passOn(from: Socket, to: Socket, delay: () => number): void {
  from.on('data', (piece) => {
    const wait = delay();
    if (wait === 0 && !to.destroyed) to.write(piece);
    else setTimeout(() => void (to.destroyed || to.write(piece)), wait);
  });
  from.on('error', () => undefined);
  from.on('close', () => to.destroy());
}

/** Opens a wire to the database at `address`. */
export async function openTcpProxy(address: string): Promise<TcpProxy> {
  const { hostname, port: behind } = new URL(address);
  const sockets = new Set<Socket>();
  let late = 0;
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = connect(Number(behind), hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      }
      passOn(near, far, () => late);
      passOn(far, near, () => late);
    }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server: Server | undefined = await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const down = async (): Promise<void> => {
    const closed = server;
    server = undefined;
    cut();
    if (closed) await new Promise((resolve) => closed.close(resolve));
  };
  const url = new URL(address);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    get open() {
      return sockets.size / 2;
    },
    down,
    up: async () => {
      server ??= await listen(port);
    },
    cut,
    slow: (ms) => {
      late = ms;
    },
    close: down,
  };
}
