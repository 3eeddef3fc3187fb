import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function sapakerja(
  dataDir: string,
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: dataDir,
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env },
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

const officer = ['officer', 'add', '--username', 'dewi', '--name', 'Dewi', '--role', 'officer'];
const password = 'kuda makan rumput pagi';

describe('commands', function () {
  this.timeout(120_000);
  let dataDir = '';

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sapakerja-commands-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const wrong = [
    { label: 'no command', args: [], says: 'Usage' },
    { label: 'an unknown command', args: ['fly'], says: 'Unknown command: fly' },
    { label: 'an unknown option', args: ['token', 'add', '--usrname', 'x'], says: 'usrname' },
    { label: 'a missing option', args: ['token', 'add'], says: '--username is missing' },
    { label: 'no --password-stdin', args: officer, says: '--password-stdin is missing' },
    { label: 'an argument too many', args: ['migrate', 'twice'], says: 'twice' },
    { label: 'an option that start has not', args: ['start', '--port=1'], says: '--port' },
    {
      label: 'an option that flows check has not',
      args: ['flows', 'check', '--all'],
      says: '--all',
    },
  ];
  for (const { label, args, says } of wrong) {
    it(`${label} is wrong usage: exit 2`, async () => {
      const { code, err } = await sapakerja(dataDir, args);
      expect(err).to.contain(says);
      expect(code).to.equal(2);
    });
  }

  it('--help lists every command and exits 0', async () => {
    const { code, out } = await sapakerja(dataDir, ['--help']);
    expect(code).to.equal(0);
    for (const command of ['migrate', 'flows check', 'officer add', 'token add', 'start']) {
      expect(out).to.contain(`sapakerja ${command}`);
    }
  });

  it('officer add and token add make the database, print the token and nothing else', async () => {
    const added = await sapakerja(dataDir, [...officer, '--password-stdin'], {
      input: `${password}\n`,
    });
    expect(added, added.err).to.include({ code: 0 });
    const token = await sapakerja(dataDir, ['token', 'add', '--username', 'dewi']);
    expect(token.out).to.match(/^spk_[\w-]{43}\n$/);
    for (const file of readdirSync(dataDir).filter((name) => name.startsWith('sapakerja.db'))) {
      expect(readFileSync(join(dataDir, file)).includes(token.out.trim()), file).to.equal(false);
      expect(readFileSync(join(dataDir, file)).includes(password), file).to.equal(false);
    }
  });

  it('makes the key once; key and database are readable by their owner only', async () => {
    await sapakerja(dataDir, ['migrate']);
    const key = readFileSync(join(dataDir, 'secret.key'), 'utf8');
    expect(Buffer.from(key, 'base64')).to.have.length(32);
    for (const file of ['secret.key', 'sapakerja.db']) {
      expect(statSync(join(dataDir, file)).mode & 0o777, file).to.equal(0o600);
    }
    await sapakerja(dataDir, ['migrate']);
    expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).to.equal(key);
  });

  it('five commands that start together on an empty folder all do their work', async () => {
    const ended = await Promise.all(
      Array.from({ length: 5 }, () => sapakerja(dataDir, ['migrate'])),
    );
    for (const { code, err } of ended) expect([code, err]).to.deep.equal([0, '']);
  });

  const mistakes = [
    { label: 'a weak password', args: [...officer, '--password-stdin'], input: 'rahasia' },
    { label: 'an unknown officer', args: ['token', 'add', '--username', 'nobody'], input: '' },
    { label: 'a linked phone that is off', args: ['pair', '--accept-risks'], input: '' },
  ];
  for (const { label, args, input } of mistakes) {
    it(`${label} is a mistake: one sentence, exit 1`, async () => {
      const { code, err } = await sapakerja(dataDir, args, { input });
      expect(code).to.equal(1);
      expect(err.trim().split('\n')).to.have.length(1);
      expect(err).not.to.contain('    at ');
    });
  }

  const key = Buffer.alloc(32, 7).toString('base64');
  const unready = [
    { label: 'an office that is none', env: { OFFICE_CODE: '35.99' }, says: 'OFFICE_CODE' },
    {
      label: 'a database that is not there',
      env: { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x', SECRET_KEY: key },
      says: 'DATABASE_URL',
    },
    {
      label: 'a certificate that is not there',
      env: { TLS_CERT: 'no.pem', TLS_KEY: 'no.key' },
      says: 'TLS_CERT',
    },
    {
      label: 'a certificate that is none',
      env: { TLS_CERT: cli, TLS_KEY: cli },
      says: 'TLS_CERT',
    },
    { label: 'an address of another machine', env: { HOST: '192.0.2.1' }, says: 'HOST' },
  ];
  for (const { label, env, says } of unready) {
    it(`does not start with ${label}: one sentence, exit 1`, async () => {
      const { code, out, err } = await sapakerja(dataDir, ['start'], {
        env: { PORT: '0', ...env },
      });
      expect(err.trim().split('\n'), err).to.have.length(1);
      expect(err).to.contain(says);
      expect(err + out).not.to.contain('geheim');
      expect(code).to.equal(1);
    });
  }

  it('does not start on a port that another program has: one sentence, exit 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, err } = await sapakerja(dataDir, ['start'], { env: { PORT: String(port) } });
    other.close();
    expect(err.trim().split('\n'), err).to.have.length(1);
    expect(err).to.contain(`${port}`);
    expect(code).to.equal(1);
  });

  it('imports what is right, tells what is wrong by line and column, and exports it again', async () => {
    const file = join(dataDir, 'lowongan.csv');
    const header = 'title,employer,kind,district,education,openings,closes_on,verified';
    const right = 'Penjahit,CV Contoh,job,Pasirian,SMP,3,2099-12-31,yes';
    const bad = 'Sopir,CV Contoh,job,Pasirian,SMP,tiga,2099-12-31,yes';
    writeFileSync(file, [header, right, bad].join('\n'));
    const imported = await sapakerja(dataDir, ['import', 'vacancies', file]);
    expect(imported.code).to.equal(1);
    expect(imported.err).to.contain('line 3, openings');
    expect(imported.out).to.contain('1 added');
    const exported = await sapakerja(dataDir, ['export', 'vacancies']);
    expect(exported.code, exported.err).to.equal(0);
    expect(exported.out).to.contain('L1001').and.contain('Penjahit').and.not.contain('Sopir');
    const again = await sapakerja(dataDir, ['import', 'vacancies', join(dataDir, 'no.csv')]);
    expect(again).to.include({ code: 1, out: '' });
  });

  it('helper add marks who has written, and tells when nobody has', async () => {
    const nobody = await sapakerja(dataDir, ['helper', 'add', '--phone', '0812-3456-7890']);
    expect(nobody.code).to.equal(1);
    expect(nobody.err).to.contain('MENU');
    await sapakerja(dataDir, ['chat', '--from', '+6281234567890'], { input: 'MENU\n' });
    const added = await sapakerja(dataDir, ['helper', 'add', '--phone', '0812-3456-7890']);
    expect(added, added.err).to.include({ code: 0 });
  });

  it('demo fills an empty database once', async () => {
    const args = ['demo', '--vacancies', '20', '--seekers', '5'];
    const filled = await sapakerja(dataDir, args);
    expect(filled, filled.err).to.include({ code: 0 });
    expect(filled.out).to.contain('20 vacancies and 5 job seekers');
    expect(await sapakerja(dataDir, args)).to.include({ code: 1, out: '' });
    expect(await sapakerja(dataDir, ['demo', '--seed', 'x'])).to.include({ code: 2 });
  });

  it('flows draw pictures one flow, and names the flows when there is none of that name', async () => {
    const drawn = await sapakerja(dataDir, ['flows', 'draw', 'daftar']);
    expect(drawn.out).to.contain('flowchart TD').and.contain('seekers.register');
    const unknown = await sapakerja(dataDir, ['flows', 'draw', 'dftar']);
    expect(unknown).to.include({ code: 1, out: '' });
    expect(unknown.err).to.contain('daftar');
  });

  it('flows check finds the flows in order', async () => {
    const { code, out, err } = await sapakerja(dataDir, ['flows', 'check']);
    expect(err).to.equal('');
    expect(code, out).to.equal(0);
  });
});
