import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * How long a channel under test waits, in milliseconds: for a provider that answers, however busy the
 * machine is; for one that never will.
 */
export const patience = { answered: 15_000, hanging: 400 } as const;

/** A request as it reached a fake. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * What goes wrong next: an answer instead of the right one; nothing at all for ever; the connection
 * cut. `after` lets the provider take the message first.
 */
export type Fault =
  FakeAnswer | { readonly cut: 'hang' | 'reset'; readonly when: 'before' | 'after' };

export interface FakeProvider {
  readonly url: string;
  readonly host: string;
  readonly requests: readonly Recorded[];
  /** Each fault spoils one request, in this order. */
  fail(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

async function record(request: IncomingMessage): Promise<Recorded> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers as Record<string, string | undefined>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function say(response: ServerResponse, { status, type, headers, body = '' }: FakeAnswer): void {
  response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers }).end(body);
}

/** A provider on 127.0.0.1; `answer` is what it does when nothing goes wrong. */
export async function openFakeProvider(
  answer: (request: Recorded) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeProvider> {
  const requests: Recorded[] = [];
  const faults: Fault[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const recorded = await record(request);
      requests.push(recorded);
      const fault = faults.shift();
      if (!fault) return say(response, await answer(recorded));
      if ('status' in fault) return say(response, fault);
      if (fault.when === 'after') await answer(recorded);
      if (fault.cut === 'reset') request.socket.destroy();
    })();
  });
  // A test that fails before it closes must not keep the whole run alive.
  server.on('connection', (socket) => socket.unref()).unref();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const host = `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    fail: (...more) => void faults.push(...more),
    close: async () => {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** fetch that goes nowhere but to these hosts: a test never reaches a real provider. */
export function fetchOnly(...hosts: readonly string[]): typeof fetch {
  return async (input, init) => {
    const { host } = new URL(input instanceof Request ? input.url : input);
    if (!hosts.includes(host)) throw new Error(`test went to unknown host ${host}`);
    return fetch(input, init);
  };
}
