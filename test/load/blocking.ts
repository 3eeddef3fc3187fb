import { once } from 'node:events';
import { retain } from '../../src/gateway/retention.ts';
import { openCheckpoints } from '../../src/store/checkpoints.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { makePlace, openPlace, spawnCommand, type Place } from '../helpers/server.ts';
import { signIn, type Browser } from '../helpers/sign-in.ts';
import type { Benchmark } from './benchmark.ts';
import { watchBlocks } from './blocks.ts';
import { grow } from './grown.ts';
import { Generator, type Target } from './race.ts';
import { median, report, round } from './report.ts';
import { pausedTwilio, startOurs } from './targets.ts';

/** Turns a second while officers look at everything. */
const rate = 100;

/** Nothing of ours may keep the main thread from its work for longer, in milliseconds. */
const limit = 20;

/** What officers and monitors ask for that goes through much. */
const asked: readonly (readonly [string, (browser: Browser) => Promise<Response>])[] = [
  ['nothing', (browser) => browser.get('/healthz')],
  ['metrics', (browser) => browser.get('/metrics')],
  ['overview', (browser) => browser.get('/admin/ringkasan')],
  ['queue', (browser) => browser.get('/admin/perkara')],
  ['seekers', (browser) => browser.get('/admin/pencari-kerja')],
  ['search of seekers', (browser) => browser.get('/admin/pencari-kerja?q=siti')],
  ['vacancies', (browser) => browser.get('/admin/lowongan')],
  ['search of vacancies', (browser) => browser.get('/admin/lowongan?q=jahit')],
  ['senders', (browser) => browser.get('/admin/saluran')],
  ['audit', (browser) => browser.get('/admin/audit')],
  ['unknown texts', (browser) => browser.get('/admin/kalimat')],
  ['vacancies as CSV', (browser) => browser.post('/admin/lowongan/ekspor', { format: 'csv' })],
  ['vacancies as XLSX', (browser) => browser.post('/admin/lowongan/ekspor', { format: 'xlsx' })],
];

async function fill(place: Place, rows: number): Promise<void> {
  const args = ['demo', '--vacancies', String(rows), '--seekers', String(rows), '--seed', '1'];
  const demo = spawnCommand(args, place.env, place.folder);
  demo.stdout?.resume();
  const [code] = (await once(demo, 'close')) as [number];
  if (code !== 0) throw new Error(`sapakerja demo ended with ${code}`);
}

/** The longest that the main thread was late since this was last asked, in milliseconds. */
async function longestDelay(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = /^sapakerja_loop_delay_seconds\{quantile="1"\} (\S+)$/mu.exec(text)?.[1];
  return found === undefined ? 0 : Number(found) * 1000;
}

interface Asking {
  readonly url: string;
  readonly browser: Browser;
  readonly database: string;
  readonly x: number;
}

/** Asks for everything five times, one after the other, and tells how late the main thread was. */
async function askAll({ url, browser, database, x }: Asking): Promise<void> {
  for (const [what, ask] of asked) {
    const delays: number[] = [];
    const times: number[] = [];
    let status = 0;
    for (let n = 0; n < 5; n += 1) {
      await longestDelay(url);
      const begun = performance.now();
      const response = await ask(browser);
      await response.arrayBuffer();
      times.push(performance.now() - begun);
      status = response.status;
      delays.push(await longestDelay(url));
    }
    report({
      name: `main thread held up by ${what} on ${database}`,
      x,
      value: round(median(delays), 1),
      unit: 'ms',
      limit,
      least_ms: round(Math.min(...delays), 1), // a busy machine makes everything late
      longest_ms: round(Math.max(...delays), 1),
      taken_ms: round(median(times)),
      status,
    });
  }
}

/** Does `work` while people write, and ends with the last of their messages answered. */
async function underTurns(server: Target, work: () => Promise<void>): Promise<void> {
  const generator = new Generator();
  const ending = new AbortController();
  const write = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await generator.drive(server, { connections: 10, seconds: 2, rate });
    }
  };
  const writing = write();
  try {
    await work();
  } finally {
    ending.abort();
    await writing;
    generator.close();
  }
}

async function measureOn(dialect: Dialect, messages: number): Promise<void> {
  const place = await makePlace(dialect);
  const database = dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL';
  let store: Store | undefined;
  try {
    await fill(place, messages / 20);
    const server = await startOurs(place, 'twilio', pausedTwilio);
    store = await openPlace(place);
    const { url } = server;
    const account: { id: number } = await store.sql('accounts').where('channel', 'twilio').first();
    await grow(store, { accountId: account.id, messages: 0, contacts: 0 }, messages);
    const browser = await signIn({ url, store }, { role: 'admin', now: new Date() });
    await underTurns(server, () => askAll({ url, browser, database, x: messages }));
    server.process.kill('SIGKILL');
    await retainAll(store, database, messages);
  } finally {
    await store?.close();
    await place.clear();
  }
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** So long old messages are deleted, in milliseconds; a part takes as long whatever is left. */
const deleting = 30_000;

/** When all messages are old. */
const later = (): Date => new Date(Date.now() + 365 * 86_400_000);

/** Old messages are deleted as a server does: a tenth of the time, in short parts. */
async function retainAll(store: Store, database: string, x: number): Promise<void> {
  const begun = performance.now();
  const blocks = watchBlocks();
  const tools = { store, clock: later, log: silent };
  const checkpoints = await openCheckpoints({ store, log: silent }); // as in a server
  checkpoints?.start();
  const gone = await retain(tools, AbortSignal.timeout(deleting));
  await checkpoints?.stop();
  const { longest, p99, waited } = blocks();
  report({
    name: `main thread held up by deleting old messages on ${database}`,
    x,
    value: round(longest, 1),
    unit: 'ms',
    limit,
    p99_ms: round(p99, 1),
    by_the_clock_ms: round(waited, 1),
    taken_ms: round(performance.now() - begun),
    deleted: Object.values(gone).reduce((sum, n) => sum + n, 0),
  });
}

/** How long the main thread keeps everybody waiting while officers look at everything. */
export const blocking: Benchmark = {
  name: 'blocking',
  long: true,
  run: async ({ long, scale }) => {
    for (const dialect of ['sqlite', 'postgres'] as const) {
      await measureOn(dialect, (long ? 1_000_000 : 200_000) * scale);
    }
  },
};
