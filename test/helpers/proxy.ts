import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy before several servers, as small as can be. */
export interface Proxy {
  readonly url: string;
  /** From now on requests go to these in turn. */
  use(urls: readonly string[]): void;
  close(): Promise<void>;
}

type Passed = 'answered' | 'closed-door' | 'broken';

/** Passes a request on over a connection of its own; `closed-door`: nobody listened, nothing was asked. */
function passOn(url: string, asked: IncomingMessage, body: Buffer, answer: ServerResponse) {
  return new Promise<Passed>((resolve) => {
    const { method, headers, url: path = '/' } = asked;
    const onward = request(url + path, { method, headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
      given.once('end', () => resolve('answered'));
      given.once('error', () => {
        answer.destroy();
        resolve('answered');
      });
    });
    onward.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' ? 'closed-door' : 'broken'),
    );
    onward.end(body);
  });
}

/** Opens a proxy that asks the next server where one has closed its door, and answers 502 else. */
export async function openProxy(): Promise<Proxy> {
  let servers: readonly string[] = [];
  let turn = 0;
  const server = createServer((asked, answer) => {
    void (async () => {
      const body = Buffer.concat((await asked.toArray()) as Buffer[]);
      for (let tries = 0; tries < servers.length; tries += 1) {
        const url = servers[(turn += 1) % servers.length] ?? '';
        const passed = await passOn(url, asked, body, answer);
        if (passed === 'answered') return;
        if (passed === 'broken') break; // it may have been heard: the provider repeats it
      }
      answer.writeHead(502).end();
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use: (urls) => {
      servers = urls;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
