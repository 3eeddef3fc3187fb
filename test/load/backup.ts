import { once } from 'node:events';
import { join } from 'node:path';
import { ringOf } from '../../src/core/keys.ts';
import { backUpInThread } from '../../src/services/backup-in-thread.ts';
import type { BackupOrder } from '../../src/services/backup.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { testKeys } from '../helpers/databases.ts';
import { makePlace, openPlace, spawnCommand, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { watchBlocks } from './blocks.ts';
import { grow, sizeOf } from './grown.ts';
import { openGrown } from './growth.ts';
import { report, round } from './report.ts';

/** Nothing of ours may keep the main thread from its work for longer, in milliseconds. */
const limit = 20;

const secondsSince = (begun: number): number => round((performance.now() - begun) / 1000, 2);

function orderOf({ address, folder }: Place): BackupOrder {
  const { secrets } = ringOf(testKeys);
  const dir = join(folder, 'backups');
  const where = { office: '35.08', zone: 'Asia/Jakarta', dataDir: folder, dir };
  return { address, secrets, secret: secrets[0].key, ...where, at: Date.now() };
}

/** What SQLite itself needs to copy its file, neither sealed nor read again: the limit. */
async function copyBySqlite({ sql }: Store, { folder }: Place): Promise<number> {
  const begun = performance.now();
  await sql.raw('vacuum into ?', [join(folder, 'copy.db')]);
  return secondsSince(begun);
}

/** Puts a backup back as an operator does. @throws Error when the command fails */
async function restore(file: string, empty: Place): Promise<number> {
  const begun = performance.now();
  const command = spawnCommand(['restore', file, '--without-erased'], empty.env, empty.folder);
  command.stdout?.resume();
  command.stderr?.pipe(process.stderr);
  const [code] = (await once(command, 'close')) as [number];
  if (code !== 0) throw new Error(`sapakerja restore ended with ${code}`);
  return secondsSince(begun);
}

async function backUp(place: Place) {
  const order = orderOf(place);
  const begun = performance.now();
  const blocks = watchBlocks();
  const over = new AbortController();
  const done = await backUpInThread(order, { over: over.signal });
  return { ...done, file: join(order.dir, done.name), seconds: secondsSince(begun), ...blocks() };
}

async function measureOn(dialect: Dialect, x: number): Promise<void> {
  const database = dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL';
  const place = await makePlace(dialect);
  const empty = await makePlace(dialect);
  try {
    const grown = await openGrown(place);
    const store = await openPlace(place);
    await grow(store, grown, x);
    const size = { database_mb: round((await sizeOf(store)) / 1e6) };
    const copied = dialect === 'sqlite' ? { sqlite_copy_s: await copyBySqlite(store, place) } : {};
    await store.close();
    const { seconds, rows, bytes, longest, p99, file } = await backUp(place);
    const about = { x, ...size, ...copied, rows };
    report({ name: `backup of ${database}, read again`, value: seconds, unit: 's', ...about });
    report({ name: `backup of ${database}, size`, x, value: round(bytes / 1e6), unit: 'MB' });
    report({
      name: `main thread held up by a backup of ${database}`,
      x,
      value: round(longest, 1),
      unit: 'ms',
      limit,
      p99_ms: round(p99, 1),
    });
    const restored = await restore(file, empty);
    report({ name: `backup put back into ${database}`, x, value: restored, unit: 's', rows });
  } finally {
    await place.clear();
    await empty.clear();
  }
}

/** How long a backup of 200,000 messages (`long`: a million) and their answers takes, and how large it is. */
export const backup: Benchmark = {
  name: 'backup',
  long: true,
  run: async ({ long, scale }) => {
    for (const dialect of ['sqlite', 'postgres'] as const) {
      await measureOn(dialect, Math.round((long ? 1_000_000 : 200_000) * scale));
    }
  },
};
