import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseReached, type Told } from './figures.ts';

/** Tests to run: of a file, those whose full title holds the words. */
export interface Chosen {
  readonly spec: string;
  readonly grep?: string | undefined;
}

/** How they are run. */
export interface Manner {
  /** The folder of the build's package: its `dist`, its `flows`. */
  readonly root: string;
  /** Ends at the first failure. */
  readonly bail?: boolean;
  /** With the full numbers, which may take an hour. */
  readonly full?: boolean;
}

/** A test that failed. */
export interface Failure {
  readonly title: string;
  readonly message: string;
  readonly stack: string;
}

/** What became of a run. */
export interface SpecRun {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
  readonly told: readonly Told[];
  readonly seconds: number;
  /** What it printed, when it ended without a report. */
  readonly broken?: string;
}

/** What mocha's reporter `json` writes, of it what is used here. */
interface MochaReport {
  readonly stats: { readonly passes: number; readonly pending: number };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly err: { readonly message?: string; readonly stack?: string };
  }[];
}

const minute = 60_000;
const compiled = (file: string): string => join('dist', file.replace(/\.ts$/, '.js'));
const isSlow = (spec: string): boolean => /^test\/(faults|system)\//.test(spec);

function argumentsOf({ spec, grep }: Chosen, { bail, full }: Manner, output: string): string[] {
  return [
    join('node_modules', 'mocha', 'bin', 'mocha.js'),
    '--no-config',
    '--forbid-only',
    `--require=${compiled('test/helpers/hooks.ts')}`,
    `--timeout=${isSlow(spec) ? 240_000 : 60_000}`,
    '--reporter=json',
    `--reporter-option=output=${output}`,
    ...(grep === undefined ? [] : ['--fgrep', grep]),
    ...(bail ? ['--bail', '--exit'] : []),
    ...(full ? ['--full'] : []),
    compiled(spec),
  ];
}

/** Ends a run and all that it started, PostgreSQL among it. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Minutes. Who is broken on purpose is noticed soon, or goes round for ever. */
function limitOf({ full, bail }: Manner): number {
  if (full) return 120;
  return bail ? 10 : 20;
}

/** Runs to the end, or to its time limit; gives what was printed. */
async function execute(
  args: readonly string[],
  manner: Manner,
  reachedFile: string,
): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: manner.root,
    env: { ...process.env, REACHED_FILE: reachedFile },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  const most = limitOf(manner);
  const limit = setTimeout(() => endGroup(child), most * minute);
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(limit);
  endGroup(child);
  return signal === null ? said : `ended by ${signal} (after ${most} minutes at most): ${said}`;
}

const readOr = (file: string, other: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => other);

/** Runs tests in a process of their own, each in its time at most. */
export async function runSpec(chosen: Chosen, manner: Manner): Promise<SpecRun> {
  const folder = await mkdtemp(join(tmpdir(), 'sapakerja-spec-'));
  const [output, reachedFile] = [join(folder, 'report.json'), join(folder, 'reached.jsonl')];
  const begun = performance.now();
  try {
    const said = await execute(argumentsOf(chosen, manner, output), manner, reachedFile);
    const seconds = Math.round((performance.now() - begun) / 1_000);
    const told = parseReached(await readOr(reachedFile, ''));
    const text = await readOr(output, '');
    if (text === '') return { passed: 0, skipped: 0, failures: [], told, seconds, broken: said };
    const { stats, failures } = JSON.parse(text) as MochaReport;
    const failed = failures.map(({ fullTitle, err: { message = '', stack = '' } }) => {
      return { title: fullTitle, message, stack };
    });
    return { passed: stats.passes, skipped: stats.pending, failures: failed, told, seconds };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
