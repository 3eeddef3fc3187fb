import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** Opens a connection to a server under test. */
export async function dial(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Sends exactly this and gives everything that is answered until the server hangs up. */
export async function sayRaw(url: string, said: string | Buffer): Promise<string> {
  const socket = await dial(url);
  socket.on('error', () => undefined); // it may be cut while we still write
  socket.write(typeof said === 'string' ? Buffer.from(said, 'latin1') : said);
  return text(socket).catch(() => '');
}

/** The statuses in an answer, in their order. */
export const statusesOf = (heard: string): readonly number[] =>
  [...heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
