import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Dialect } from '../../src/store/store.ts';
import { accountSid, authToken } from '../helpers/fake-twilio.ts';
import { freePort } from '../helpers/postgres.ts';
import { makePlace, openPlace, startServer, untilReady, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import type { Round, RoundResult } from './generator.ts';
import { blockLength } from './messages.ts';
import { median, report, round } from './report.ts';

const connections = 50;
const seconds = 4;
const rounds = 3;

/** More messages than the fastest server here answers in a round. */
const most = seconds * 15_000;

/** Where to run: the server on one CPU, the generator on the other. */
function pin(child: ChildProcess, cpu: number): void {
  spawnSync('taskset', ['-a', '-c', '-p', String(cpu), String(child.pid)], { stdio: 'ignore' });
}

/** A server to be measured. */
interface Target {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
  readonly results: RoundResult[];
  /** Number of the next message, so that none is a repeat. */
  next: number;
  /** Acknowledged so far, the warm-up included. */
  answered: number;
}

const target = (name: string, url: string, child: ChildProcess): Target => ({
  name,
  url,
  process: child,
  results: [],
  next: 0,
  answered: 0,
});

async function startBare(): Promise<Target> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = fileURLToPath(new URL('./bare-express.js', import.meta.url));
  const child = spawn(process.execPath, [file, String(port), url], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(url, child);
  return target('bare Express with the signature check', url, child);
}

/** Sending is paused by a rate of one segment in 17 minutes: the reply is committed, not sent. */
async function startSapaKerja(place: Place): Promise<Target> {
  const { url, process: child } = await startServer(place, {
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: '+15005550006',
    TWILIO_API_URL: 'http://127.0.0.1:9',
    TWILIO_RATE: '0.001',
  });
  return target(`durable turn on ${place.dialect}`, url, child);
}

async function measure(generator: ChildProcess, to: Target): Promise<RoundResult> {
  const load: Round = { url: to.url, connections, seconds, first: to.next, most };
  generator.send(load);
  const [result] = (await once(generator, 'message')) as [RoundResult];
  const used = result.answered + result.refused + connections;
  to.next += Math.ceil(used / blockLength) * blockLength;
  to.answered += result.answered;
  return result;
}

/** @throws Error unless every acknowledged message has its reply row: else the figure says nothing. */
async function checkReplies(place: Place, { answered }: Target): Promise<void> {
  const store = await openPlace(place);
  const rows: { n: number | string }[] = await store
    .sql('outbound_messages')
    .whereNotNull('inbound_id')
    .count({ n: '*' });
  await store.close();
  const replies = Number(rows[0]?.n);
  if (replies !== answered) throw new Error(`${answered} acknowledged, ${replies} replies`);
}

function tell({ name, results }: Target, more: Readonly<Record<string, unknown>> = {}): number {
  const rates = results.map(({ answered, seconds: took }) => round(answered / took));
  const value = median(rates);
  report({
    name,
    value,
    unit: 'messages/s',
    p50_ms: median(results.map(({ p50 }) => p50)),
    p99_ms: median(results.map(({ p99 }) => p99)),
    connections,
    rounds: rates,
    refused: results.reduce((sum, { refused }) => sum + refused, 0),
    ...more,
  });
  return value;
}

/** Measures the durable turn beside the bare signature check, in turns, on one database. */
async function measureOn(dialect: Dialect): Promise<void> {
  const place = await makePlace(dialect);
  const generator = fork(fileURLToPath(new URL('./generator.js', import.meta.url)));
  const [bare, ours] = [await startBare(), await startSapaKerja(place)];
  try {
    pin(generator, 1);
    for (const each of [bare, ours]) pin(each.process, 0);
    for (const each of [bare, ours]) await measure(generator, each); // warms up
    for (let n = 0; n < rounds; n += 1) {
      for (const each of [bare, ours]) each.results.push(await measure(generator, each));
    }
    const expected = tell(bare, { beside: dialect });
    await checkReplies(place, ours);
    const value = tell(ours);
    report({
      name: `${ours.name} to bare Express`,
      value: round(value / expected, 3),
      unit: 'ratio',
    });
  } finally {
    for (const child of [generator, bare.process, ours.process]) child.kill('SIGKILL');
    await place.clear();
  }
}

/** The figures of the durable turn, on both databases. */
export const turn: Benchmark = {
  name: 'turn',
  long: false,
  run: async () => {
    for (const dialect of ['sqlite', 'postgres'] as const) await measureOn(dialect);
  },
};
