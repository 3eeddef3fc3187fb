import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian puts each program, and the package that brings it. */
const programs = {
  bearerbox: ['/usr/sbin/bearerbox', 'kannel'],
  smsbox: ['/usr/sbin/smsbox', 'kannel'],
  'gammu-smsd': ['/usr/bin/gammu-smsd', 'gammu-smsd'],
  psql: ['/usr/bin/psql', 'postgresql-client'],
  sqlite3: ['/usr/bin/sqlite3', 'sqlite3'],
} as const;

export type Program = keyof typeof programs;

/** Fails with a sentence where the program is not installed: nothing is skipped. */
export function needProgram(name: Program): string {
  const [path, debianPackage] = programs[name];
  try {
    accessSync(path, constants.X_OK);
    return path;
  } catch (cause) {
    const advice = `install Debian's package ${debianPackage}: apt-get install ${debianPackage}`;
    throw new Error(`${name} is not at ${path}: ${advice}`, { cause });
  }
}

/** A program of Debian's latest PostgreSQL server, which no folder of PATH holds. @throws Error where there is none */
export function needServerProgram(name: string): string {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  const found = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(folder, version, 'bin', name))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(`${name} is not below ${folder}: apt-get install postgresql`);
}

/** A program of ours that runs beside the test. */
export interface Running {
  /** What it printed so far. */
  printed(): string;
  /** Resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const alive = new Set<ChildProcess>();
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** Starts a program; it ends with this process at the latest. */
export function startProgram(
  name: Program,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Running {
  const child = spawn(needProgram(name), args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  alive.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = once(child, 'exit').then(() => alive.delete(child));
  return {
    printed: () => said,
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

/** What Debian's package for SQLite as SMSD's database brings. */
const sqliteDriver = ['/usr/lib', 'libdbdsqlite3.so', 'libdbd-sqlite3'] as const;

/** Fails with a sentence where SMSD cannot write SQLite. */
export function needSqliteDriver(): void {
  const [folder, file, debianPackage] = sqliteDriver;
  const found = readdirSync(folder).some((name) => existsSync(join(folder, name, 'dbd', file)));
  if (found) return;
  throw new Error(`${file} is missing: install Debian's package ${debianPackage}`);
}
