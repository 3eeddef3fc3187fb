import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openStore, type Dialect, type Store, type StoreAddress } from '../../src/store/store.ts';
import { freshPostgres, testKeys, testSecret } from './databases.ts';
import { keptPlaces } from './kept.ts';
import { freePort } from './postgres.ts';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));

/** Where servers of one test keep their data; several may run on it, one after the other. */
export interface Place {
  readonly dialect: Dialect;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The same database, seen by the test. */
  readonly address: StoreAddress;
  readonly clear: () => Promise<void>;
}

/** A real server: a process of its own on a port of its own. */
export interface RunningServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Resolves when the process has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** What it printed on standard error and output so far. */
  printed(): string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Makes an empty place; on PostgreSQL a fresh database. */
export async function makePlace(dialect: Dialect): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'sapakerja-place-'));
  const database = dialect === 'postgres' ? await freshPostgres() : undefined;
  const keys = { SECRET_KEYS: `test:${testSecret}` };
  return {
    dialect,
    folder,
    env: { DATA_DIR: folder, ...keys, ...(database && { DATABASE_URL: database.url }) },
    address: database ? { url: database.url } : { file: join(folder, 'sapakerja.db') },
    clear: async () => {
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the place's database beside the server. */
export const openPlace = (place: Place): Promise<Store> => openStore(place.address, testKeys);

/** Runs a command of `sapakerja` to its end with nothing of this process's environment but PATH. */
export function spawnCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): ChildProcess {
  const path = { PATH: process.env['PATH'] ?? '' };
  const coverage = process.env['NODE_V8_COVERAGE'];
  return spawn(process.execPath, [...process.execArgv, cli, ...args], {
    cwd,
    env: { ...path, ...(coverage && { NODE_V8_COVERAGE: coverage }), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

/** Waits until the server answers. @throws Error when its process ends first. */
export async function untilReady(url: string, server: ChildProcess): Promise<void> {
  while (!(await isReady(url))) {
    const end = server.signalCode ?? server.exitCode;
    if (end !== null) throw new Error(`the server ended: ${end}`);
    await pause(50); // each look costs the machine a millisecond or two
  }
}

const isTaken = (error: unknown): boolean => String(error).includes('EADDRINUSE');

/**
 * Starts a server at the place and waits until it is ready. `env` adds settings. PUBLIC_URL is the
 * server's own address. A port that another program was faster to take is not its fault.
 * @throws Error with what it printed when it ends first.
 */
export async function startServer(
  place: Place,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(place, env);
    } catch (error) {
      if (attempt === 3 || env['PORT'] !== undefined || !isTaken(error)) throw error;
    }
  }
}

async function startOnce(
  place: Place,
  env: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const port = env['PORT'] ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const own = { PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'warn' };
  const child = spawnCommand(['start'], { ...own, ...place.env, ...env }, place.folder);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (keptPlaces !== undefined) appendFileSync(join(place.folder, 'printed'), chunk);
    });
  }
  const ended = once(child, 'exit').then(
    ([code, signal]: (number | NodeJS.Signals | null)[]) => signal ?? code ?? null,
  );
  await untilReady(url, child).catch((error: unknown) => {
    throw new Error(`it never was ready: ${said}`, { cause: error });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    url,
    process: child,
    ended,
    printed: () => said,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
