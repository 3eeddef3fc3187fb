import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { readKeyFile, type Secrets } from '../../src/core/key-file.ts';
import { changeRing } from '../../src/core/keys.ts';
import { addToken } from '../../src/services/officers.ts';
import type { Dialect } from '../../src/store/store.ts';
import { addClerk } from '../helpers/counter.ts';
import { testKeys } from '../helpers/databases.ts';
import { openProxy, type Proxy } from '../helpers/proxy.ts';
import { reached } from '../helpers/reached.ts';
import type { RunningServer } from '../helpers/server.ts';
import { expectedReplies, finishAndCheck, openOffice, speakAll, type Office } from './office.ts';
import { done, expectAllUnder, firstKey, firstRing, giveKeys, keyFile } from './rotating.ts';
import { speak, villager, type Villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

/** People whose rows are there before the keys are changed. */
const settled = isFull ? 400 : 10;

/** A line and a read every 100 ms: 20 requests a second. */
const rhythm = 100;
const talking = 6;

/** People and officers while the keys are changed. */
class Load {
  readonly people: Villager[];
  readonly figures = { lines: 0, reads: 0, 'failed webhooks': 0, 'read errors': 0 };
  readonly #url: string;
  readonly #token: string;
  readonly #running: Promise<void>[];
  #isOver = false;

  constructor(url: string, token: string, people: Villager[]) {
    this.#url = url;
    this.#token = token;
    this.people = people;
    const talkers = Array.from({ length: talking }, () => this.#talk());
    this.#running = [...talkers, this.#readOn()];
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  async #talk(): Promise<void> {
    while (!this.#isOver) {
      const speaker = villager(this.people.length);
      this.people.push(speaker);
      while (!(await speak(this.#url, speaker, rhythm * talking))) {
        this.figures['failed webhooks'] += 1;
        await pause(rhythm);
      }
      this.figures.lines += speaker.lines.length;
    }
  }

  async #readOn(): Promise<void> {
    const paths = ['seekers?limit=200', 'consultations?limit=50', 'consultations/K1001'];
    for (let n = 0; !this.#isOver; n += 1) {
      const path = paths[n % paths.length] ?? '';
      if (!(await this.#read(path))) this.figures['read errors'] += 1;
      this.figures.reads += 1;
      await pause(rhythm);
    }
  }

  async #read(path: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await fetch(`${this.#url}/api/v1/${path}`, { headers }).catch(() => undefined);
    const said = await answer?.text().catch(() => '');
    return answer?.status === 200 && said !== '';
  }
}

/** Two servers behind a proxy on PostgreSQL, one on SQLite. */
async function startAll(office: Office, proxy: Proxy, dialect: Dialect): Promise<RunningServer[]> {
  const env = { PUBLIC_URL: proxy.url, TRUST_PROXY: 'on' };
  const servers = [await office.start(env)];
  if (dialect === 'postgres') servers.push(await office.start(env));
  proxy.use(servers.map(({ url }) => url));
  return servers;
}

/** One after the other is stopped and started with other keys, as an operator would. */
async function restartAll(office: Office, proxy: Proxy, servers: RunningServer[], keys: string) {
  giveKeys(office, keys);
  for (const old of servers.slice()) {
    proxy.use(servers.filter((one) => one !== old).map(({ url }) => url));
    await old.stop();
    servers.splice(servers.indexOf(old), 1);
    servers.push(await office.start({ PUBLIC_URL: proxy.url, TRUST_PROXY: 'on' }));
    proxy.use(servers.map(({ url }) => url));
  }
}

/** The servers go on; gives the keys that are left. */
async function rotateInFile(office: Office): Promise<Secrets> {
  expect(await done(office, 'keys', 'rotate')).to.include('0 baris, 0 berkas');
  expect(readKeyFile(keyFile(office)).map(({ id }) => id)).to.deep.equal(['k1', 'test']);
  await done(office, 'keys', 'drop');
  return readKeyFile(keyFile(office));
}

/** As the command tells, step by step. */
async function rotateInSettings(office: Office, proxy: Proxy, servers: RunningServer[]) {
  const said = await done(office, 'keys', 'rotate');
  const [fresh = ''] = /k1:[A-Za-z0-9+/]{43}=/.exec(said) ?? [];
  await restartAll(office, proxy, servers, `${firstKey},${fresh}`);
  expect(await done(office, 'keys', 'rotate')).to.include('Langkah 2 dari 4');
  await restartAll(office, proxy, servers, `${fresh},${firstKey}`);
  expect(await done(office, 'keys', 'rotate')).to.include('0 baris, 0 berkas');
  await done(office, 'keys', 'drop');
  await restartAll(office, proxy, servers, fresh);
  return [{ id: 'k1', key: Buffer.from(fresh.slice(3), 'base64') }] as const;
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a change of keys at 20 requests a second on ${dialect}`, function () {
    this.timeout(isFull ? 1_200_000 : 500_000);
    let office: Office;
    let proxy: Proxy;
    let expected: readonly string[];
    before(async () => {
      expected = await expectedReplies(dialect);
      office = await openOffice(dialect);
      proxy = await openProxy();
    });
    after(async () => {
      await office.close();
      await proxy.close();
      changeRing(testKeys, firstRing);
    });

    it('fails no read and no webhook, and leaves nothing under the old key', async () => {
      if (dialect === 'sqlite') {
        giveKeys(office, '');
        await writeFile(keyFile(office), `${firstKey}\n`, { mode: 0o600 });
      }
      const servers = await startAll(office, proxy, dialect);
      const people = Array.from({ length: settled }, (_, n) => villager(n));
      expect(await speakAll(proxy.url, people)).to.equal(true);
      await addClerk(office.store);
      const token = await addToken(office.store, 'dewi', new Date());

      const load = new Load(proxy.url, token, people);
      const secrets: Secrets =
        dialect === 'sqlite'
          ? await rotateInFile(office)
          : await rotateInSettings(office, proxy, servers);
      await pause(2_000); // with the new key alone
      await load.end();
      for (const server of servers) await server.stop();

      expect(load.figures).to.include({ 'failed webhooks': 0, 'read errors': 0 });
      const sealed = await expectAllUnder(office, secrets);
      reached('keys-rotate-under-load', { ...load.figures, sealed, 'on the old key': 0 });
      await office.store.changeKeys({ ...firstRing, secrets });
      await finishAndCheck(office, people, expected);
    });
  });
}
