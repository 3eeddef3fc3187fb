import type { Request } from 'express';
import { isIP } from 'node:net';

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|::ffff:127(?:\.\d{1,3}){3})$/;
const proxied = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** The host a browser asked for, without the port: `localhost`, `127.0.0.1`, `[::1]`. */
function askedHost(host: string): string {
  return host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
}

/**
 * Whether the request was made at this machine: the socket says so, the host asked for says so (a
 * page elsewhere may point its own name at 127.0.0.1: DNS rebinding), and no proxy passed it on.
 */
export function isLocal(request: Request, trustProxy: boolean): boolean {
  if (trustProxy || proxied.some((name) => request.headers[name] !== undefined)) return false;
  const host = askedHost(request.headers.host ?? '');
  const localHost = host === 'localhost' || (isIP(host) > 0 && loopback.test(host));
  return localHost && loopback.test(request.socket.remoteAddress ?? '');
}
