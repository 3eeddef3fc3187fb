import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePort } from '../helpers/postgres.ts';
import { untilReady } from '../helpers/server.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What git does not keep, so a fresh clone does not have. */
const unkept = /^(node_modules|dist|\.dist-.*|data|coverage|\.git|\.env)$/;

let checkout: string;

/** Runs a program in the checkout with an environment of nothing but what is needed to find it. */
function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  const own = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env };
  return spawn(program, [...args], { cwd: checkout, env: own, stdio: ['pipe', 'pipe', 'pipe'] });
}

async function finished(child: ChildProcess): Promise<{ code: number; out: string; err: string }> {
  child.stdin?.end();
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([
    text(child.stdout ?? process.stdin),
    text(child.stderr ?? process.stdin),
  ]);
  const [code] = (await closed) as [number];
  return { code, out, err };
}

/** A fresh clone after `npm ci`. */
before('copy the checkout', async () => {
  checkout = await mkdtemp(join(tmpdir(), 'sapakerja-newcomer-'));
  for (const name of (await readdir(root)).filter((entry) => !unkept.test(entry))) {
    await cp(join(root, name), join(checkout, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(checkout, 'node_modules'));
});
after('remove it', () => rm(checkout, { recursive: true }));

describe('a newcomer', () => {
  it('sees the commands with npx sapakerja --help, built on the way', async () => {
    const { code, out, err } = await finished(run('npx', ['sapakerja', '--help']));
    expect(code, err).to.equal(0);
    expect(out).to.include('sapakerja start').and.include('officer add');
  });

  it('serves with npm start and no setting but a free port, ready within 2 s', async function () {
    this.retries(2); // another program may be using the machine
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const began = performance.now();
    const server = run('npm', ['start', '--silent'], { PORT: String(port) });
    const ended = finished(server);
    try {
      await untilReady(url, server);
      expect(performance.now() - began).to.be.below(2_000);
      const page = await fetch(`${url}/simulator`);
      expect(page.status).to.equal(200);
      expect(await page.text()).to.include('SapaKerja');
      const key = await stat(join(checkout, 'data', 'secret.key'));
      expect(key.mode & 0o777).to.equal(0o600);
    } finally {
      server.kill('SIGTERM');
      await ended;
    }
    await untilGone(url);
  });

  it('talks with npm run chat while the server is off', async () => {
    const chat = run('npm', ['run', 'chat', '--silent']);
    chat.stdin?.end('MENU\n');
    const { code, out, err } = await finished(chat);
    expect(code, err).to.equal(0);
    expect(out).to.match(/^< .*DAFTAR/);
  });

  it('is told what is wrong with a command, exit code 2', async () => {
    const { code, err } = await finished(run('npx', ['sapakerja', 'nonsense']));
    expect(code).to.equal(2);
    expect(err).to.include('nonsense');
  });
});

/** The signal that ends npm ends the server too, a moment later. */
async function untilGone(url: string): Promise<void> {
  const answer = await fetch(`${url}/healthz`).catch(() => undefined);
  await answer?.body?.cancel();
  if (!answer) return;
  await pause(20);
  await untilGone(url);
}
