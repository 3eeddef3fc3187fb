/*
 * Compiles src, migrations and test into `dist`, when that is missing or not made from them.
 *
 * Each build lies in a folder of its own, `.dist-<hash of what it was made from>`; `dist` is a link
 * to the newest. Node resolves the link when a program starts, so a running server goes on reading
 * its own build, lazily imported files included, while the next one is put in its place: compile
 * into `.dist-tmp-<pid>`, rename that, swap the link. Each step is one rename: two builders at once
 * do the same work twice and nothing worse.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const link = join(root, 'dist');
const oneDay = 24 * 60 * 60 * 1000;

/** Tests are compiled, and types checked, only where the development packages are installed. */
const isDevelopment = fs.existsSync(join(root, 'node_modules', '@types', 'mocha'));

function filesUnder(path) {
  if (!fs.existsSync(path)) return [];
  if (!fs.statSync(path).isDirectory()) return [path];
  const names = fs.readdirSync(path).sort();
  return names.flatMap((name) => filesUnder(join(path, name)));
}

/** Hash of everything that a build is made from, 16 hexadecimal digits. */
function fingerprint() {
  const roots = ['build.mjs', 'package.json', 'tsconfig.json', 'src', 'migrations'];
  if (isDevelopment) roots.push('test');
  const files = roots.flatMap((name) => filesUnder(join(root, name)));
  const hash = createHash('sha256').update(String(isDevelopment));
  for (const file of files.filter((name) => /\.(ts|json|mjs)$/.test(name))) {
    hash.update(`\0${relative(root, file)}\0`).update(fs.readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** The build that `dist` names now, if it is one. */
function currentBuild() {
  const found = fs.lstatSync(link, { throwIfNoEntry: false });
  return found?.isSymbolicLink() ? join(root, fs.readlinkSync(link)) : undefined;
}

/** Without the development packages there are no types to check against: they are only removed. */
function productionSettings(folder) {
  const path = join(folder, 'tsconfig.json');
  const settings = {
    extends: '../tsconfig.json',
    compilerOptions: { types: [], rootDir: '..', noCheck: true },
    include: ['../src', '../migrations'],
  };
  fs.writeFileSync(path, JSON.stringify(settings));
  return path;
}

function compile(folder) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!fs.existsSync(compiler))
    throw new Error('The packages are not installed: run npm ci first.');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  const project = isDevelopment ? root : productionSettings(folder);
  const run = spawnSync(process.execPath, [compiler, '-p', project, '--outDir', folder], {
    stdio: ['ignore', 2, 2], // standard output belongs to the command that needed the build
  });
  if (run.status !== 0) throw new Error('The sources do not compile.');
}

/** What a build does once for all its starts: src/language/kept-model.ts, src/core/kept-sources.ts. */
const chores = ['src/language/learn-for-build.js', 'src/flows/read-for-build.js'];

function doChores(folder) {
  for (const program of chores.map((name) => join(folder, name)).filter(fs.existsSync)) {
    const run = spawnSync(process.execPath, [program], { stdio: ['ignore', 2, 2] });
    if (run.status !== 0) throw new Error(`The build could not run ${program}.`);
  }
}

/** Renames a finished build; one of the same sources that is there already is as good. */
function place(made, build) {
  try {
    fs.renameSync(made, build);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    fs.rmSync(made, { recursive: true });
  }
}

/** Lets `dist` name the build; a folder of that name, made by the compiler alone, makes way. */
function swapLink(build) {
  const made = join(root, `.dist-tmp-link-${process.pid}`);
  fs.rmSync(made, { force: true });
  fs.symlinkSync(basename(build), made);
  if (fs.existsSync(link) && !currentBuild()) {
    fs.renameSync(link, join(root, `.dist-tmp-${process.pid}`));
  }
  fs.renameSync(made, link);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const lastNumber = (name) => Number(/\d+$/.exec(name)?.[0]);

/** A build is kept while it is younger than a day or a program that `markUsed` runs. */
function isNeeded(folder) {
  if (folder === currentBuild() || Date.now() - fs.statSync(folder).mtimeMs < oneDay) return true;
  return fs
    .readdirSync(folder)
    .some((name) => name.startsWith('.used-') && isAlive(lastNumber(name)));
}

function removeUnlessNeeded(name) {
  const path = join(root, name);
  try {
    const needed = name.startsWith('.dist-tmp-') ? isAlive(lastNumber(name)) : isNeeded(path);
    if (!needed) fs.rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // another builder removed it
  }
}

/** Says that this process reads the build until it ends, so that no later builder removes it. */
export function markUsed(build) {
  try {
    const mark = join(build, `.used-${process.pid}`);
    fs.writeFileSync(mark, '');
    process.once('exit', () => fs.rmSync(mark, { force: true }));
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error; // installed by another user
  }
}

/**
 * Makes `dist` when it is missing or stale and gives the folder of the build.
 * @throws Error when the packages are not installed or the sources do not compile.
 */
export function ensureBuilt() {
  const print = fingerprint();
  const build = join(root, `.dist-${print}`);
  if (currentBuild() === build && fs.existsSync(build)) return build;
  if (!fs.existsSync(build)) {
    const made = join(root, `.dist-tmp-${process.pid}`);
    compile(made);
    doChores(made);
    if (fingerprint() !== print) return ensureBuilt(); // edited meanwhile: this is a mixture
    place(made, build);
  }
  fs.utimesSync(build, new Date(), new Date());
  swapLink(build);
  const folders = fs.readdirSync(root).filter((name) => name.startsWith('.dist-'));
  folders.forEach(removeUnlessNeeded);
  return build;
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    ensureBuilt();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
