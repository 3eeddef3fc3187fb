import { spawnSync } from 'node:child_process';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sabotage } from './promise.ts';
import { runSpec, type Chosen, type Failure, type SpecRun } from './spec-run.ts';

/** The folder of the package that is tested. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Finds a text however it is broken into lines: the compiler breaks them otherwise than we do. */
function patternOf(find: string): RegExp {
  const escaped = find.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(escaped.replaceAll(/\s+/g, String.raw`\s+`), 'g');
}

const timesIn = (text: string, find: string): number => [...text.matchAll(patternOf(find))].length;

/** The file that is made of a source. */
export const compiledOf = (file: string): string => join('dist', file.replace(/\.ts$/, '.js'));

/** What hinders a sabotage: its text must stand once in the source and once in what is compiled of it. */
export async function misfits({ file, find }: Sabotage): Promise<string[]> {
  const faults: string[] = [];
  for (const name of [file, compiledOf(file)]) {
    const times = timesIn(await readFile(join(root, name), 'utf8').catch(() => ''), find);
    if (times !== 1) faults.push(`${JSON.stringify(find)} stands ${times} times in ${name}`);
  }
  return faults;
}

/** What a copy has of its own, or has not. */
const isOwn = /^(dist|src|\.git|\.dist-.*)$/;

/** Copies the build and the sources beside links to everything else that programs read. */
async function copyPackage(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'sapakerja-sabotage-'));
  const names = await readdir(root);
  for (const name of names.filter((each) => !isOwn.test(each)))
    await symlink(join(root, name), join(copy, name));
  for (const name of ['dist', 'src']) {
    const folder = await realpath(join(root, name));
    await mkdir(join(copy, name));
    await cp(folder, join(copy, name), { recursive: true, preserveTimestamps: true });
  }
  return copy;
}

/** A mistake of the program, or a test that never ended: no test was written to find that. */
const isOwnMistake = ({ stack }: Failure): boolean =>
  /^((Reference|Syntax|Type)Error\b|Error: Timeout of)/.test(stack);

/** The same of a process that a test had started, as far as it was printed. */
const isTheirMistake = ({ message }: Failure): boolean =>
  /\b(Reference|Syntax)Error: |ERR_MODULE_NOT_FOUND|^it never was ready/.test(message);

const isCrash = (failure: Failure): boolean => isOwnMistake(failure) || isTheirMistake(failure);

const isHook = ({ title }: Failure): boolean => /"(before|after) (all|each)" hook/.test(title);

/** The test that noticed; undefined when none did. */
export const noticedBy = ({ failures }: SpecRun): Failure | undefined =>
  failures.find((failure) => !isHook(failure) && !isCrash(failure));

async function rewrite(file: string, { find, replace }: Sabotage): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace(patternOf(find), () => replace),
  );
}

/** Why a program cannot be read; undefined when it can. */
export function misspelt(file: string): string | undefined {
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
  return status === 0 ? undefined : stderr;
}

/** Runs tests on a copy of the build in which the piece is written differently. */
export async function runSabotaged(sabotage: Sabotage, chosen: Chosen): Promise<SpecRun> {
  const copy = await copyPackage();
  try {
    const compiled = join(copy, compiledOf(sabotage.file));
    await rewrite(compiled, sabotage);
    if (sabotage.file.startsWith('src/')) await rewrite(join(copy, sabotage.file), sabotage);
    const broken = misspelt(compiled);
    if (broken !== undefined)
      return { passed: 0, skipped: 0, failures: [], told: [], seconds: 0, broken };
    return await runSpec(chosen, { root: copy, bail: true });
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
