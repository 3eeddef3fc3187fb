import { spawn } from 'node:child_process';
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = join(root, 'node_modules');
const longAgo = new Date(Date.now() - 48 * 60 * 60 * 1000);

/** A command that says where its build lies, waits for a line, then loads the rest of itself. */
const cli = `import { createInterface } from 'node:readline';
console.log('started', process.argv.slice(2).join(' '));
if (process.argv[2] === 'wait') {
  const lines = createInterface({ input: process.stdin });
  await new Promise((resolve) => lines.once('line', resolve));
  lines.close();
  console.log((await import('./late.ts')).word);
}
`;

let project: string;

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(project, name, '..'), { recursive: true });
    await writeFile(join(project, name), content);
  }
}

function start(args: readonly string[]) {
  return spawn(process.execPath, [...args], { cwd: project, stdio: ['pipe', 'pipe', 'pipe'] });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(args);
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, out, err };
}

const builds = async (): Promise<string[]> =>
  (await readdir(project)).filter((name) => name.startsWith('.dist-'));

describe('build.mjs', function () {
  this.timeout(120_000);

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'sapakerja-build-'));
    for (const name of ['build.mjs', 'sapakerja.mjs', 'tsconfig.json', 'package.json']) {
      await cp(join(root, name), join(project, name));
    }
    await symlink(packages, join(project, 'node_modules'));
    await write({
      'src/cli.ts': cli,
      'src/late.ts': "export const word = 'first';\n",
      'test/a.test.ts': 'export {};\n',
    });
  });
  afterEach(() => rm(project, { recursive: true }));

  it('compiles src and test into dist', async () => {
    expect(await run('build.mjs')).to.deep.equal({ code: 0, out: '', err: '' });
    expect(await readdir(join(project, 'dist'))).to.include.members(['src', 'test']);
  });

  it('leaves a build alone whose sources were only touched', async () => {
    await run('build.mjs');
    const made = await lstat(join(project, 'dist'));
    await utimes(join(project, 'src/late.ts'), longAgo, longAgo);
    await run('build.mjs');
    expect((await lstat(join(project, 'dist'))).ino).to.equal(made.ino);
  });

  const changes = [
    { label: 'a changed file', files: { 'src/late.ts': "export const word = 'second';\n" } },
    { label: 'a new file', files: { 'migrations/001.ts': 'export {};\n' } },
    { label: 'a changed test', files: { 'test/a.test.ts': 'export const x = 1;\n' } },
  ];
  for (const { label, files } of changes) {
    it(`builds anew for ${label}`, async () => {
      await run('build.mjs');
      const before = await readlink(join(project, 'dist'));
      await write(files);
      await run('build.mjs');
      expect(await readlink(join(project, 'dist'))).to.not.equal(before);
    });
  }

  it('replaces a folder that the compiler made by itself', async () => {
    await write({ 'dist/src/old.js': '' });
    expect((await run('build.mjs')).code).to.equal(0);
    expect(await readdir(join(project, 'dist', 'src'))).to.not.include('old.js');
  });

  it('keeps the last good build when the sources do not compile', async () => {
    await run('build.mjs');
    await write({ 'src/late.ts': 'export const word: number = "x";\n' });
    const { code, err } = await run('build.mjs');
    expect(code).to.equal(1);
    expect(err).to.include('src/late.ts').and.include('do not compile');
    expect((await run(join('dist', 'src', 'cli.js'))).out).to.equal('started \n');
  });

  it('makes one good build when four builders run at once', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => run('build.mjs')));
    for (const result of results) expect(result).to.deep.equal({ code: 0, out: '', err: '' });
    expect((await run('sapakerja.mjs', 'x')).out).to.equal('started x\n');
    await run('build.mjs');
    expect((await builds()).filter((name) => !name.includes('tmp'))).to.have.length(1);
  });

  it('does not pull files from under a running program', async () => {
    const running = start(['sapakerja.mjs', 'wait']);
    const printed = text(running.stdout);
    await new Promise((resolve) => running.stdout.once('data', resolve));
    await rm(join(project, 'src/late.ts'));
    await write({ 'src/cli.ts': "console.log('next');\n" });
    for (const name of await builds()) await utimes(join(project, name), longAgo, longAgo);
    expect((await run('sapakerja.mjs')).out).to.equal('next\n');
    running.stdin.end('go\n');
    expect(await printed).to.equal('started wait\nfirst\n');
  });

  it('removes builds of an earlier day that nothing runs', async () => {
    await run('build.mjs');
    const [old = ''] = await builds();
    await utimes(join(project, old), longAgo, longAgo);
    await write({ 'src/late.ts': "export const word = 'second';\n" });
    await run('build.mjs');
    expect(await builds())
      .to.have.length(1)
      .and.not.include(old);
  });

  it('needs no development packages to build what serves', async () => {
    await rm(join(project, 'node_modules'));
    await mkdir(join(project, 'node_modules', '@typescript'), { recursive: true });
    await symlink(join(packages, 'typescript'), join(project, 'node_modules', 'typescript'));
    expect(await run('sapakerja.mjs', 'serve')).to.deep.equal({
      code: 0,
      out: 'started serve\n',
      err: '',
    });
    expect(await readdir(join(project, 'dist'))).to.not.include('test');
  });

  it('reads settings from .env, but those of the environment win', async () => {
    await write({
      '.env': 'PATH=nowhere\nSAPA_TEST=from the file\n',
      'src/cli.ts': "console.log(process.env['SAPA_TEST'], process.env['PATH'] === 'nowhere');\n",
    });
    expect((await run('sapakerja.mjs')).out).to.equal('from the file false\n');
  });

  it('shows where a mistake of the program happened', async () => {
    await write({ 'src/cli.ts': "throw new Error('a bug');\n" });
    const { code, err } = await run('sapakerja.mjs');
    expect(code).to.equal(1);
    expect(err).to.match(/a bug\n +at .*cli\.js/);
  });

  it('asks for npm ci when a package is missing', async () => {
    await write({ 'src/cli.ts': "// @ts-expect-error it is not installed\nimport 'not-there';\n" });
    const { code, err } = await run('sapakerja.mjs');
    expect(code).to.equal(1);
    expect(err).to.match(/^A package is missing: run npm ci first\.\n.*not-there/);
  });

  it('asks for npm ci when the packages are missing', async () => {
    await rm(join(project, 'node_modules'));
    const { code, err } = await run('sapakerja.mjs', 'serve');
    expect({ code, err }).to.deep.equal({
      code: 1,
      err: 'The packages are not installed: run npm ci first.\n',
    });
  });

  it('names the Node.js that it needs', async () => {
    const older = "Object.defineProperty(process, 'versions', { value: { node: '18.20.1' } })";
    const { code, err } = await run(
      '--import',
      `data:text/javascript,${encodeURIComponent(older)}`,
      'sapakerja.mjs',
    );
    expect({ code, err }).to.deep.equal({
      code: 1,
      err: 'SapaKerja needs Node.js 20.19 or newer; this is 18.20.1.\n',
    });
  });
});
