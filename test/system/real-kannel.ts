import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../helpers/postgres.ts';
import { connectSmsc, type FakeSmsc } from './fake-smsc.ts';
import { until } from './office.ts';
import { startProgram, type Running } from './programs.ts';

const shipped = new URL('../../../docs/kannel.conf', import.meta.url);

/** What stands in docs/kannel.conf for the operator to change. */
export const kannelSecret = 'jalan-uji-kannel-4d1c';
const sendPassword = 'sandi-uji-kirim';
const statusPassword = 'sandi-uji-status';

interface Ports {
  readonly admin: number;
  readonly boxes: number;
  readonly send: number;
  readonly smsc: number;
}

/** docs/kannel.conf with other ports, folders and words, and Kannel's fake SMSC for the operator's. */
async function configure(folder: string, ports: Ports, ourPort: number): Promise<string> {
  const text = await readFile(shipped, 'utf8');
  const changes: readonly (readonly [string, string])[] = [
    ['13000', String(ports.admin)],
    ['13001', String(ports.boxes)],
    ['13013', String(ports.send)],
    ['127.0.0.1:3000', `127.0.0.1:${ourPort}`],
    ['/var/log/kannel', join(folder, 'log')],
    ['/var/spool/kannel', folder],
    ['GANTI-KANNEL_SECRET', kannelSecret],
    ['GANTI-sandi-kirim', sendPassword],
    ['GANTI-sandi-status', statusPassword],
  ];
  const [ours = ''] = changes
    .reduce((result, [from, to]) => result.replaceAll(from, to), text)
    .split("# The operator's line");
  const smsc = [
    'smsc = fake',
    'smsc-id = operator',
    'host = 127.0.0.1',
    'connect-allow-ip = 127.0.0.1',
  ];
  return [ours, 'group = smsc', ...smsc, `port = ${ports.smsc}`, ''].join('\n');
}

/** The real bearerbox and smsbox, each to be started and killed by itself. */
export interface RealKannel {
  /** Settings of our channel. */
  readonly env: Readonly<Record<string, string>>;
  startBearerbox(): Promise<void>;
  /** Resolves when bearerbox gives it messages. */
  startSmsbox(): Promise<void>;
  killBearerbox(): Promise<void>;
  killSmsbox(): Promise<void>;
  connect(): Promise<FakeSmsc>;
  /** Messages that lie in the spool. */
  spooled(): Promise<number>;
  /** Everything that it logged and printed. */
  logged(): Promise<string>;
  close(): Promise<void>;
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

class Boxes implements RealKannel {
  readonly #folder: string;
  readonly #ports: Ports;
  readonly #ran: Running[] = [];
  #bearerbox: Running | undefined;
  #smsbox: Running | undefined;

  constructor(folder: string, ports: Ports) {
    this.#folder = folder;
    this.#ports = ports;
  }

  get env(): Readonly<Record<string, string>> {
    return {
      KANNEL_SENDSMS_URL: `http://127.0.0.1:${this.#ports.send}/cgi-bin/sendsms`,
      KANNEL_USER: 'sapakerja',
      KANNEL_PASSWORD: sendPassword,
      KANNEL_FROM: '6281100000000',
      KANNEL_SECRET: kannelSecret,
      KANNEL_RATE: '1000',
    };
  }

  async #status(): Promise<string> {
    const url = `http://127.0.0.1:${this.#ports.admin}/status.txt?password=${statusPassword}`;
    const answer = await fetch(url).catch(() => undefined);
    return (await answer?.text()) ?? '';
  }

  #start(name: 'bearerbox' | 'smsbox'): Running {
    const args = ['-v', '4', join(this.#folder, 'kannel.conf')];
    const running = startProgram(name, args, { cwd: this.#folder });
    this.#ran.push(running);
    return running;
  }

  async startBearerbox(): Promise<void> {
    this.#bearerbox = this.#start('bearerbox');
    await until(async () => (await this.#status()).includes('Status: running'));
  }

  async startSmsbox(): Promise<void> {
    this.#smsbox = this.#start('smsbox');
    await until(async () => (await this.#status()).includes('smsbox:'));
  }

  async killBearerbox(): Promise<void> {
    await this.#bearerbox?.end('SIGKILL');
  }

  async killSmsbox(): Promise<void> {
    await this.#smsbox?.end('SIGKILL');
  }

  async connect(): Promise<FakeSmsc> {
    const smsc = await connectSmsc(this.#ports.smsc);
    await until(async () => /FAKE:\d+ \(online/.test(await this.#status()));
    return smsc;
  }

  async spooled(): Promise<number> {
    return (await filesIn(join(this.#folder, 'store'))).length;
  }

  async logged(): Promise<string> {
    const files = await filesIn(join(this.#folder, 'log'));
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    return [...texts, ...this.#ran.map((running) => running.printed())].join('\n');
  }

  async close(): Promise<void> {
    await this.killSmsbox();
    await this.killBearerbox();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Prepares Kannel for a SapaKerja on this port of the loopback; starts nothing. */
export async function prepareKannel(ourPort: number): Promise<RealKannel> {
  const folder = await mkdtemp(join(tmpdir(), 'sapakerja-kannel-'));
  for (const name of ['store', 'dlr', 'log']) await mkdir(join(folder, name));
  const ports = {
    admin: await freePort(),
    boxes: await freePort(),
    send: await freePort(),
    smsc: await freePort(),
  };
  await writeFile(join(folder, 'kannel.conf'), await configure(folder, ports, ourPort));
  return new Boxes(folder, ports);
}
