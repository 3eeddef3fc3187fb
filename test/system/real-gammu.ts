import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import { readHeader } from '../../src/channels/gammu/parts.ts';
import type { Place } from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { needProgram, needSqliteDriver, startProgram, type Running } from './programs.ts';

const shipped = new URL('../../../docs/gammu-smsdrc', import.meta.url);
/** As Debian's package gammu-smsd brings them. */
const schemas = '/usr/share/doc/gammu-smsd/examples';

/** The real SMSD with Gammu's dummy phone. The phone keeps nothing of what it sends: SMSD's sentitems does. */
export interface RealGammu {
  readonly env: Readonly<Record<string, string>>;
  readonly sql: Knex;
  /** What docs/gammu-missed-call.sh reads, as the guide says. */
  readonly callSettings: string;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** A villager's SMS, or the parts of one. */
  send(from: string, ...parts: readonly string[]): Promise<void>;
  /** The network tells that what was sent to this number arrived. */
  deliver(to: string): Promise<void>;
  /** Rows of its inbox that we have yet to take. */
  untaken(): Promise<number>;
  /** Whole texts that left to a number, oldest first. */
  sentTo(to: string): Promise<readonly string[]>;
  logged(): Promise<string>;
  close(): Promise<void>;
}

const hex = (text: string): string =>
  Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();

/** Gammu's own way of writing times, in the zone of SMSD here: UTC. */
const written = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+Z/g, '');

function smsFile(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name} = ${value}`);
  return ['[SMSBackup000]', ...lines, ''].join('\n');
}

const byte = (value: number): string => value.toString(16).padStart(2, '0');

/** Where SMSD's tables lie: lines of its configuration, and our settings. */
interface Target {
  readonly lines: readonly string[];
  readonly url: string;
  readonly callSettings: string;
  readonly open: Knex.Config;
  readonly schema: string;
}

/** The office's own PostgreSQL, or a file of SMSD's own. */
function targetOf(place: Place, folder: string): Target {
  const url = place.env['DATABASE_URL'];
  if (url === undefined) {
    const file = join(folder, 'smsd.db');
    const lines = ['driver = sqlite3', `dbdir = ${folder}/`, 'database = smsd.db'];
    const open = {
      client: 'better-sqlite3',
      useNullAsDefault: true,
      connection: { filename: file },
    };
    const callSettings = `SMSD_FILE=${file}\n`;
    return { lines, url: `sqlite://${file}`, callSettings, open, schema: 'sqlite.sql' };
  }
  const { host, hostname, port, pathname } = new URL(url);
  const name = pathname.slice(1);
  const callSettings = `PGHOST=${hostname} PGPORT=${port} PGUSER=postgres PGDATABASE=${name}\n`;
  const lines = ['driver = native_pgsql', `host = ${host}`, 'user = postgres', 'password = x'];
  const open = { client: 'pg', connection: url, pool: { min: 0, max: 2 } };
  return { lines: [...lines, `database = ${name}`], url, callSettings, open, schema: 'pgsql.sql' };
}

/** docs/gammu-smsdrc with the dummy phone for the modem and another place for the tables. */
async function configure(folder: string, { lines }: Target): Promise<string> {
  const text = await readFile(shipped, 'utf8');
  const ours = /^(device|connection|driver|host|user|password|database|logfile)\b/;
  const phone = [`device = ${join(folder, 'phone')}`, 'connection = none', 'model = dummy'];
  return text
    .split('\n')
    .filter((line) => !ours.test(line))
    .join('\n')
    .replace('[gammu]', ['[gammu]', ...phone].join('\n'))
    .replace('[smsd]', ['[smsd]', ...lines, `logfile = ${join(folder, 'smsd.log')}`].join('\n'));
}

async function makeSchema(sql: Knex, name: string): Promise<void> {
  const text = await readFile(join(schemas, name), 'utf8');
  // PostgreSQL has had this language by itself since version 9.
  const statements = text.replace('CREATE LANGUAGE plpgsql;', '');
  if (name === 'pgsql.sql') return void (await sql.raw(statements));
  const connection = (await sql.client.acquireRawConnection()) as {
    exec(sql: string): void;
    close(): void;
  };
  connection.exec(statements);
  connection.close();
}

class Smsd implements RealGammu {
  readonly env: Readonly<Record<string, string>>;
  readonly sql: Knex;
  readonly callSettings: string;
  readonly #folder: string;
  #running: Running | undefined;
  #location = 0;
  #reference = 0;

  constructor(folder: string, { url, callSettings, open }: Target) {
    this.#folder = folder;
    this.callSettings = callSettings;
    this.env = { GAMMU_DATABASE_URL: url, GAMMU_PHONE_ID: 'modem1', GAMMU_RATE: '1000' };
    this.sql = knex(open);
  }

  async start(): Promise<void> {
    const env = { PATH: process.env['PATH'], TZ: 'UTC' };
    const args = ['-c', join(this.#folder, 'gammu-smsdrc')];
    this.#running = startProgram('gammu-smsd', args, { cwd: this.#folder, env });
    await until(async () => (await this.sql('phones').first('IMEI')) !== undefined);
  }

  async kill(): Promise<void> {
    await this.#running?.end('SIGKILL');
  }

  /** Puts an SMS into the phone's inbox, whole or not at all. */
  async #put(fields: Readonly<Record<string, string | number>>): Promise<void> {
    this.#location += 1;
    const inbox = join(this.#folder, 'phone', 'sms', '1');
    await mkdir(inbox, { recursive: true });
    const draft = join(this.#folder, 'draft');
    await writeFile(draft, smsFile({ ...fields, Class: -1, Folder: 1 }));
    await rename(draft, join(inbox, String(this.#location)));
  }

  async send(from: string, ...parts: readonly string[]): Promise<void> {
    this.#reference += 1;
    const unicode = /[^\x20-\x7e]/.test(parts.join(''));
    for (const [at, text] of parts.entries()) {
      const udh = `050003${byte(this.#reference)}${byte(parts.length)}${byte(at + 1)}`;
      await this.#put({
        PDU: 'Deliver',
        SMSC: '"+628110000"',
        State: 'UnRead',
        Number: `"${from}"`,
        Sent: written(new Date()),
        Coding: unicode ? 'Unicode_No_Compression' : 'Default_No_Compression',
        ...(parts.length > 1 && { UDH: udh }),
        Text00: hex(text),
      });
    }
  }

  async deliver(to: string): Promise<void> {
    await this.#put({
      PDU: 'Status_Report',
      SMSC: '"123456"', // the dummy phone's own
      State: 'UnRead',
      Number: `"${to}"`,
      DateTime: written(new Date()),
      DeliveryStatus: 0,
      MessageReference: 255, // the dummy phone gives each message this one
      Coding: 'Default_No_Compression',
      Text00: hex('Delivered'),
    });
  }

  async untaken(): Promise<number> {
    const rows: unknown[] = await this.sql('inbox').where('Processed', 'false').select('ID');
    return rows.length;
  }

  async sentTo(to: string): Promise<readonly string[]> {
    const rows: { ID: number; TextDecoded: string; UDH: string }[] = await this.sql('sentitems')
      .where({ DestinationNumber: to })
      .orderBy(['ID', 'SequencePosition']);
    const texts = new Map<number, string[]>();
    for (const { ID, TextDecoded } of rows) {
      texts.set(ID, [...(texts.get(ID) ?? []), TextDecoded]);
    }
    const parts = new Map(rows.map(({ ID, UDH }) => [ID, readHeader(UDH)?.parts ?? 1]));
    return [...texts].flatMap(([id, said]) =>
      said.length === parts.get(id) ? [said.join('')] : [],
    );
  }

  async logged(): Promise<string> {
    const log = await readFile(join(this.#folder, 'smsd.log'), 'utf8');
    return log + (this.#running?.printed() ?? '');
  }

  async close(): Promise<void> {
    await this.kill();
    await this.sql.destroy();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Prepares SMSD beside the office's PostgreSQL, or with a file of its own; starts nothing. */
export async function prepareGammu(place: Place): Promise<RealGammu> {
  needProgram(place.dialect === 'sqlite' ? 'sqlite3' : 'psql');
  if (place.dialect === 'sqlite') needSqliteDriver();
  const folder = await mkdtemp(join(tmpdir(), 'sapakerja-smsd-'));
  await mkdir(join(folder, 'phone'));
  const target = targetOf(place, folder);
  await writeFile(join(folder, 'gammu-smsdrc'), await configure(folder, target));
  const smsd = new Smsd(folder, target);
  await makeSchema(smsd.sql, target.schema);
  return smsd;
}
