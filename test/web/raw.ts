import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opens a connection to a server under test. */
export async function dial(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Whoever is not hung up on by then never is. */
export const soon = (): { readonly signal: AbortSignal } => ({
  signal: AbortSignal.timeout(12_000),
});

/** Everything that is heard until the connection is closed, also by a reset. @throws AbortError when it stays open */
export async function hearOut(socket: Socket): Promise<string> {
  let heard = '';
  socket.on('error', () => undefined); // it may be cut while we still write
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
  });
  await once(socket, 'close', soon());
  return heard;
}

/** Sends exactly this and gives everything that is answered until the server hangs up. */
export async function sayRaw(url: string, said: string): Promise<string> {
  const socket = await dial(url);
  const heard = hearOut(socket);
  socket.write(Buffer.from(said, 'latin1'));
  return heard;
}

/** The statuses in an answer, in their order. */
export const statusesOf = (heard: string): readonly number[] =>
  [...heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
