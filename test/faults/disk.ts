import { spawnSync } from 'node:child_process';
import type { RunningServer } from '../helpers/server.ts';

/**
 * A disk that is full, without one and without root: no file of the process may grow beyond so many
 * bytes (RLIMIT_FSIZE; Node ignores SIGXFSZ, so that a write fails as it does on a full disk).
 */
export function limitFiles({ process }: RunningServer, bytes: number | 'unlimited'): void {
  const args = [`--pid=${process.pid}`, `--fsize=${bytes}:unlimited`];
  const done = spawnSync('prlimit', args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`prlimit: ${done.stderr || String(done.error)}`);
}
