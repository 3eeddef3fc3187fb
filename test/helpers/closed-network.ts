import { isIP, Socket } from 'node:net';

interface Destination {
  readonly host?: string;
  readonly path?: string;
}

/** `net.connect` takes (options), (port, host) or (path), or all of them normalised into an array. */
function destination(args: readonly unknown[]): Destination {
  const [first, second] = args;
  if (Array.isArray(first)) return destination(first as readonly unknown[]);
  if (typeof first === 'object' && first !== null) return first;
  return typeof second === 'string' ? { host: second } : {};
}

/** Does the name reach this machine only? */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

let closed = false;

/** Every connection of this process to another machine fails, as on a machine without a network. */
export function closeNetwork(): void {
  if (closed) return; // a worker comes here before each file
  closed = true;
  const open = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket;
  Socket.prototype.connect = function connect(this: Socket, ...args: unknown[]): Socket {
    const { host = 'localhost', path } = destination(args);
    if (path !== undefined || isLoopback(host)) return open.apply(this, args);
    const refusal = new Error(`tests have no network: a connection to ${host} was tried`);
    return this.destroy(Object.assign(refusal, { code: 'ECONNREFUSED' }));
  };
}
