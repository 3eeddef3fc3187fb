import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import type { Store } from '../helpers/databases.ts';
import {
  openPlace,
  spawnCommand,
  startServer,
  type Place,
  type RunningServer,
} from '../helpers/server.ts';
import { password, until } from './office.ts';

/** What an officer sees of a question, by the API. */
export interface Matter {
  readonly status: string;
  readonly messages: readonly {
    readonly direction: 'in' | 'out';
    readonly text: string;
    readonly status: string;
  }[];
}

/** An office that can be stopped, killed and started again at the same address, and its officer. */
export interface ModemOffice {
  readonly port: number;
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when it has ended by itself. */
  ended(): Promise<unknown>;
  /** What a killed process had claimed is free after its lease: the test does not wait for the time. */
  endLeases(): Promise<void>;
  /** Messages that have yet to leave. */
  unsent(): Promise<number>;
  matter(number: string): Promise<Matter>;
  answer(number: string, text: string): Promise<void>;
  /** What all its processes printed. */
  printed(): string;
  close(): Promise<void>;
}

/** Runs a command to its end and gives what it printed. @throws Error when it fails */
async function run(place: Place, args: readonly string[], input = ''): Promise<string> {
  const command = spawnCommand(args, place.env, place.folder);
  const ended = once(command, 'exit');
  command.stdin?.end(input);
  const printed = await textOf(command.stdout ?? process.stdin);
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} ended with ${code}`);
  return printed.trim();
}

async function makeOfficer(place: Place): Promise<string> {
  const officer = ['officer', 'add', '--username', 'dewi', '--name', 'Dewi', '--role', 'officer'];
  await run(place, [...officer, '--password-stdin'], password);
  return run(place, ['token', 'add', '--username', 'dewi']);
}

/** Makes an office at `place` that will serve on `port`, with the settings of its channel. */
export async function makeModemOffice(
  place: Place,
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<ModemOffice> {
  const token = await makeOfficer(place);
  const servers: RunningServer[] = [];
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${port}/api/v1/consultations/${path}`;
    const response = await fetch(url, { ...init, headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const look = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openPlace(place);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  return {
    port,
    start: async (more = {}) => {
      const settings = { PORT: String(port), LOG_LEVEL: 'info', ...env, ...more };
      servers.push(await startServer(place, settings));
    },
    kill: async () => servers.at(-1)?.kill(),
    stop: async () => servers.at(-1)?.stop(),
    ended: async () => servers.at(-1)?.ended,
    endLeases: () =>
      look(async ({ sql }) => {
        await sql('outbound_messages').where({ status: 'sending' }).update({ lease_until: 0 });
        await sql('leases').update({ until: 0 });
      }),
    unsent: () =>
      look(async ({ sql }) => {
        const waiting = ['queued', 'sending', 'unknown'];
        const rows: unknown[] = await sql('outbound_messages').whereIn('status', waiting);
        return rows.length;
      }),
    matter: async (number) => (await (await ask(number)).json()) as Matter,
    answer: async (number, text) => {
      await ask(`${number}/replies`, { method: 'POST', body: JSON.stringify({ text }) });
    },
    printed: () => servers.map((server) => server.printed()).join('\n'),
    close: async () => {
      await Promise.all(servers.map((server) => server.kill()));
      await place.clear();
    },
  };
}

/** The status of the office's last words in a matter, once it is this one. */
export const untilLast = (office: ModemOffice, number: string, status: string): Promise<boolean> =>
  until(async () => {
    const { messages } = await office.matter(number);
    return messages.findLast(({ direction }) => direction === 'out')?.status === status;
  });
