import { once } from 'node:events';
import { expect } from 'chai';
import { fillDemo } from '../../src/services/demo.ts';
import { isMigrated, migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { freshPostgres, testKeys, type FreshDatabase } from '../helpers/databases.ts';
import { makePlace, openPlace, spawnCommand, startServer, type Place } from '../helpers/server.ts';
import {
  accountSid,
  authToken,
  inboundSms,
  openFakeTwilio,
  signedWebhook,
  type FakeTwilio,
} from '../helpers/fake-twilio.ts';
import { until } from '../helpers/until.ts';

interface Ended {
  readonly code: number | string | null;
  readonly out: string;
  readonly err: string;
}

async function withStore<T>(opened: Promise<Store>, work: (store: Store) => Promise<T>) {
  const store = await opened;
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe('sapakerja migrate-to', function () {
  this.timeout(120_000);
  let place: Place;
  let database: FreshDatabase;
  let twilio: FakeTwilio;

  beforeEach(async () => {
    place = await makePlace('sqlite');
    database = await freshPostgres();
    twilio = await openFakeTwilio();
  });
  afterEach(async () => {
    await twilio.close();
    await database.drop();
    await place.clear();
  });

  const settings = () => ({
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: '+15005550006',
    TWILIO_API_URL: twilio.url,
  });

  async function moveTo(
    url: string,
    { env = {}, killAt }: { env?: Readonly<Record<string, string>>; killAt?: string } = {},
  ): Promise<Ended> {
    const child = spawnCommand(['migrate-to', url], { ...place.env, ...env }, place.folder);
    const said = { out: '', err: '' };
    child.stdout?.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
      if (killAt !== undefined && said.out.includes(killAt)) child.kill('SIGKILL');
    });
    child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { code: signal ?? code, ...said };
  }

  const fill = (vacancies: number, seekers: number) =>
    withStore(openPlace(place), async (store) => {
      await migrate(store);
      await fillDemo(store, { vacancies, seekers, seed: 1, now: new Date() });
    });

  const count = (table: string) =>
    withStore(openStore({ url: database.url }, testKeys), async (store) => {
      const rows: { n: number }[] = await store.sql(table).count({ n: '*' });
      return rows[0]?.n;
    });

  let messages = 0;
  /** Says a text to a server and gives what came back. */
  async function say(url: string, text: string): Promise<string | undefined> {
    const MessageSid = `SM${String((messages += 1)).padStart(32, '0')}`;
    const sms = inboundSms({ MessageSid, From: '+6281234567890', Body: text });
    const { body, headers } = signedWebhook(url, '/webhooks/twilio', sms);
    const before = twilio.messages.length;
    const answer = await fetch(`${url}/webhooks/twilio`, { method: 'POST', body, headers });
    expect(answer.status).to.equal(200);
    return until(() => twilio.messages[before]?.body);
  }

  it('moves an office whose dialogue goes on where it was', async () => {
    await fill(20, 10);
    const old = await startServer(place, settings());
    expect(await say(old.url, 'DAFTAR')).to.include('NIK');
    expect(await say(old.url, '3508105201990001')).to.match(/nama/i);
    await old.stop();
    const { code, out, err } = await moveTo(database.url);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(out)
      .to.match(/seekers: 10 baris, sama/)
      .and.to.include('DATABASE_URL');
    expect(out).not.to.include(database.url);
    const env = { ...settings(), DATABASE_URL: database.url };
    const server = await startServer(place, env);
    expect(await say(server.url, 'SITI AMINAH')).to.match(/pendidikan/i);
    await server.stop();
  });

  it('is begun again after a kill in its middle, which leaves nothing behind', async () => {
    await fill(300, 3_000);
    const killed = await moveTo(database.url, { killAt: '  persons:' });
    expect(killed.code).to.equal('SIGKILL');
    // PostgreSQL notices that nobody is there any more, and undoes.
    await until(async () => (await count('persons')) === 0 && (await count('offices')) === 0);
    const again = await moveTo(database.url);
    expect(again, again.err).to.include({ code: 0 });
    expect(await count('seekers')).to.equal(3_000);
    const whole = await withStore(openPlace(place), (store) => store.sql('seekers').select('id'));
    expect(whole).to.have.length(3_000);
  });

  it('has a server that is started too early wait until all is there', async () => {
    await fill(10, 2_000);
    const moving = moveTo(database.url);
    await until(() =>
      withStore(openStore({ url: database.url }, testKeys), async (store) => {
        const held: unknown = await store
          .sql('pg_locks')
          .where({ locktype: 'advisory', granted: true })
          .first('pid');
        return held !== undefined && (await isMigrated(store));
      }),
    );
    const server = await startServer(place, { DATABASE_URL: database.url });
    expect(await count('seekers')).to.equal(2_000);
    await server.stop();
    expect(await moving).to.include({ code: 0 });
  });

  it('refuses while a server runs on the SQLite file', async () => {
    const server = await startServer(place);
    const { code, err } = await moveTo(database.url);
    expect({ code, err }).to.deep.equal({
      code: 1,
      err: 'Basis data SQLite masih dipakai. Hentikan dulu layanan (dan perintah lain yang berjalan), lalu ulangi.\n',
    });
    const answer = await fetch(`${server.url}/readyz`);
    expect(answer.status).to.equal(200);
    await server.stop();
  });

  const refused = [
    {
      label: 'where there is no SQLite',
      made: false,
      says: 'Tidak ada basis data SQLite',
    },
    {
      label: 'while DATABASE_URL is set',
      env: { DATABASE_URL: 'postgres://127.0.0.1:9/x' },
      says: 'DATABASE_URL masih terisi',
    },
    {
      label: 'a server that does not answer',
      url: 'postgres://127.0.0.1:9/x',
      says: 'ECONNREFUSED',
    },
    { label: 'another kind of address', url: 'mysql://x/y', says: 'postgres://', code: 2 },
  ];
  for (const { label, made = true, env = {}, url, says, code = 1 } of refused) {
    it(`refuses ${label}`, async () => {
      if (made) await withStore(openPlace(place), migrate);
      const ended = await moveTo(url ?? database.url, { env });
      expect(ended.err).to.include(says);
      expect(ended.code).to.equal(code);
      expect(await count('offices')).to.equal(0);
    });
  }

  it('refuses a database that holds an office already', async () => {
    await fill(2, 2);
    expect(await moveTo(database.url)).to.include({ code: 0 });
    const { code, err } = await moveTo(database.url);
    expect(code).to.equal(1);
    expect(err).to.match(/^PostgreSQL itu sudah berisi data \(/);
  });
});
