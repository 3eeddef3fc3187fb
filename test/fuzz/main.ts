/*
 * The nightly command: `node dist/test/fuzz/main.js [--runs 1000000] [--seed N] [--only NAME]`.
 * One line a reader, then one for all; exit code 1 when any reader broke its word or took too long.
 */
import { parseArgs } from 'node:util';
import { reached } from '../helpers/reached.ts';
import { fuzz, mostCpu, type Fuzzed } from './run.ts';
import { nightlyTargets } from './targets.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', default: '' },
  },
});

const seed = Number(values.seed);
const chosen = nightlyTargets.filter(({ name }) => values.only === '' || name === values.only);
const shares = chosen.reduce((sum, { share }) => sum + share, 0);

const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

/** Milliseconds with two decimals. */
const round = (time: number): number => Math.round(time * 100) / 100;

const done: Fuzzed[] = [];
const began = performance.now();
for (const one of chosen) {
  const bodies = Math.ceil((Number(values.runs) * one.share) / shares);
  const result = await fuzz(one, bodies, seed);
  done.push(result);
  tell({ ...result, slowest: round(result.slowest) });
}

const failed = done.filter(({ failure }) => failure !== undefined);
const slow = done.reduce((sum, one) => sum + one.slow, 0);
const slowest = done.reduce((worst, one) => (one.slowest > worst.slowest ? one : worst));
const figures = {
  bodies: done.reduce((sum, one) => sum + one.bodies, 0),
  readers: done.length,
  crashes: failed.length,
  [`above ${mostCpu} ms`]: slow,
  'slowest body, ms CPU': round(slowest.slowest),
};
reached('any-bytes-nightly', figures);
tell({
  ...figures,
  slowest: slowest.name,
  seed,
  minutes: round((performance.now() - began) / 60_000),
  perReader: Object.fromEntries(done.map(({ name, bodies }) => [name, bodies])),
});
process.exitCode = failed.length + slow > 0 ? 1 : 0;
