import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { Dialect } from '../../src/store/store.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { median, report, round } from './report.ts';

const page = Buffer.alloc(4096, 7);
/** A log that is written over again, as SQLite's is after a checkpoint. */
const pages = 1024;

/** Pages of 4 KiB written over and flushed one by one, a second. */
function flushRate(file: string, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  const descriptor = openSync(file, 'r+');
  let flushes = 0;
  while (performance.now() < end) {
    writeSync(descriptor, page, 0, page.length, (flushes % pages) * page.length);
    fdatasyncSync(descriptor);
    flushes += 1;
  }
  closeSync(descriptor);
  return flushes / (milliseconds / 1000);
}

function flushRates(): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'sapakerja-disk-'));
  const file = join(folder, 'log');
  const made = openSync(file, 'w');
  writeSync(made, Buffer.alloc(pages * page.length));
  fdatasyncSync(made);
  closeSync(made);
  const rates = Array.from({ length: 5 }, () => round(flushRate(file, 400)));
  rmSync(folder, { recursive: true });
  return rates;
}

async function versionOf(dialect: Dialect): Promise<string> {
  const place = await makePlace(dialect);
  const store = await openPlace(place);
  const name = dialect === 'sqlite' ? 'sqlite_version()' : `current_setting('server_version')`;
  const { rows } = normal(await store.sql.raw(`select ${name} as version`));
  await store.close();
  await place.clear();
  return rows[0]?.version ?? '';
}

type Rows = readonly { readonly version: string }[];

const normal = (answer: unknown): { readonly rows: Rows } =>
  Array.isArray(answer) ? { rows: answer as Rows } : (answer as { rows: Rows });

/** What everything is measured on: the processors, the programs, and how fast the disk flushes. */
export const machine: Benchmark = {
  name: 'machine',
  long: false,
  run: async () => {
    const rates = flushRates();
    report({
      name: 'machine',
      value: median(rates),
      unit: 'flushes/s',
      rounds: rates,
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memory_gib: round(totalmem() / 2 ** 30, 1),
      system: `${type()} ${release()}`,
      node: process.versions.node,
      sqlite: await versionOf('sqlite'),
      postgres: await versionOf('postgres'),
    });
  },
};
