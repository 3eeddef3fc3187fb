import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { freePort } from '../helpers/postgres.ts';
import { needServerProgram } from './programs.ts';

const config = fileURLToPath(new URL('../../../docs/postgresql-pitr.conf', import.meta.url));

/** PostgreSQL refuses to run as root: then it runs as the user who owns nothing. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Debian's PostgreSQL with the settings of docs/postgresql-pitr.conf, as docs/backups.md says. */
export interface RealPostgres {
  readonly url: string;
  /** What a query gives, in its first row and column. */
  ask(sql: string): Promise<string>;
  /** A base backup, as every week. Gives its folder. */
  makeBase(): string;
  /** Waits until the log so far is in the archive. */
  archive(): Promise<void>;
  /** Ends as in a power cut; what was not archived is lost with the disk. */
  die(): void;
  /** An empty data folder, the base in it, and the log up to that moment. Takes the same address. */
  recover(base: string, target: string): Promise<void>;
  clear(): void;
}

function run(program: string, args: readonly string[]): void {
  execFileSync(needServerProgram(program), args, { ...user, cwd: '/', stdio: 'pipe' });
}

function makeFolder(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder, { mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

async function ask(url: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await client.end();
  }
}

/** Archives into `wal` of this folder, and else as the file says. */
async function configure(folder: string, data: string, port: number): Promise<void> {
  const text = readFileSync(config, 'utf8').replaceAll('/mnt/cadangan', folder);
  await writeFile(join(folder, 'pitr.conf'), text, { mode: 0o644 });
  const own = `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n`;
  await appendFile(
    join(data, 'postgresql.conf'),
    `${own}include = '${join(folder, 'pitr.conf')}'\n`,
  );
}

/** Makes one with an empty database `sapakerja`. */
export async function startRealPostgres(): Promise<RealPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'sapakerja-pitr-'));
  chmodSync(folder, 0o755);
  if (user) chownSync(folder, user.uid, user.gid);
  const wal = makeFolder(folder, 'wal');
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/sapakerja`;
  const start = (data: string): void =>
    run('pg_ctl', ['-D', data, '-l', join(folder, 'log'), '-w', 'start']);
  let data = makeFolder(folder, 'data');
  const stop = (): void => run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-instructions']);
  await configure(folder, data, port);
  start(data);
  await ask(url.replace(/sapakerja$/, 'postgres'), 'create database sapakerja');
  return {
    url,
    ask: (sql) => ask(url, sql),
    makeBase: () => {
      const base = join(folder, 'base');
      const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'];
      run('pg_basebackup', [...from, '-D', base, '-Ft', '-z', '-X', 'stream', '-c', 'fast']);
      return base;
    },
    archive: async () => {
      const name = await ask(url, 'select pg_walfile_name(pg_switch_wal())');
      const isThere = `select coalesce(last_archived_wal, '') >= '${name}' from pg_stat_archiver`;
      while ((await ask(url, isThere)) !== 'true') continue;
    },
    die: stop,
    recover: async (base, target) => {
      data = makeFolder(folder, 'new');
      for (const [packed, at] of [
        ['base.tar.gz', data] as const,
        ['pg_wal.tar.gz', join(data, 'pg_wal')] as const,
      ])
        execFileSync('tar', ['-xzf', join(base, packed), '-C', at], { ...user, cwd: '/' });
      const lines = [
        `restore_command = 'cp ${wal}/%f %p'`,
        `recovery_target_time = '${target}'`,
        `recovery_target_action = 'promote'`,
        'archive_mode = off',
      ];
      await appendFile(join(data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`);
      await writeFile(join(data, 'recovery.signal'), '');
      start(data);
      while ((await ask(url, 'select pg_is_in_recovery()')) !== 'false') continue;
    },
    clear: () => {
      stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
