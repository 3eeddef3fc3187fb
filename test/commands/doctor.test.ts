import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { judgeSender, judgeUrl } from '../../src/commands/doctor-channels.ts';
import { examine } from '../../src/commands/doctor.ts';
import { printed, type Finding } from '../../src/commands/doctor-finding.ts';
import {
  examineClock,
  examineDatabase,
  examineDead,
  examineKey,
  examineQueue,
  examineSpool,
  judgeDisk,
} from '../../src/commands/doctor-place.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { readConfig } from '../../src/config.ts';
import { openKeyring } from '../../src/core/keys.ts';
import { addAccount } from '../../src/store/added-accounts.ts';
import { openSpoolFiles } from '../../src/services/spool-files.ts';
import type { Db } from '../../src/store/store.ts';
import { onEachDatabase, testSecret, type Store } from '../helpers/databases.ts';
import { openFakeProvider } from '../helpers/fake-provider.ts';
import { openTestGateway, refusing, testStart, type TestGateway } from '../helpers/gateway.ts';
import { makePlace, startServer } from '../helpers/server.ts';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const minute = 60_000;
const siti = '+6281234567890';

const isIll = ({ mend }: Finding): boolean => mend !== undefined;

/** Every sentence is Indonesian, ends, and says how to mend what is wrong. */
function expectPlain(finding: Finding): void {
  expect(printed(finding)).to.match(/^(baik |SALAH)  \S.*$/m);
  expect(`${finding.says}${finding.mend ?? ''}`).not.to.match(/undefined|\{|\b(the|and|error)\b/i);
}

onEachDatabase('what the doctor finds in the database', (open) => {
  let store: Store;
  let people: TestGateway;
  beforeEach(async () => {
    store = await open();
    people = await openTestGateway(store, { send: refusing('unreachable', true) });
  });

  const soon = new Date(testStart.getTime() + minute);

  const cases: readonly {
    readonly label: string;
    readonly harm: (db: Store) => Promise<unknown>;
    readonly find: (db: Db) => Promise<Finding>;
  }[] = [
    {
      label: 'a migration that is missing',
      harm: ({ sql }) => sql('knex_migrations').where('name', 'like', '021%').del(),
      find: examineDatabase,
    },
    {
      label: 'another key',
      harm: () => people.arrive(siti, 'MENU', 'k1'),
      find: (db) =>
        examineKey({ ...db, keys: openKeyring([{ id: 'test', key: Buffer.alloc(32, 9) }]) }),
    },
    {
      label: 'another key, of a sender',
      harm: (db) =>
        addAccount(
          db,
          {
            channel: 'http',
            name: 'tempeh',
            medium: 'sms',
            officeCode: '35.08',
            label: 'SMS',
            enabled: true,
            settings: { HTTP_SMS_SECRET: 'x' },
          },
          1,
        ),
      find: (db) =>
        examineKey({ ...db, keys: openKeyring([{ id: 'test', key: Buffer.alloc(32, 9) }]) }),
    },
    {
      label: 'a clock that was set back',
      harm: () => people.arrive(siti, 'MENU', 'k1'),
      find: (db) => examineClock(db, new Date(testStart.getTime() - 10 * minute)),
    },
    {
      label: 'replies that do not leave',
      harm: async () => {
        await people.arrive(siti, 'MENU', 'k1');
        await people.gateway.drain();
      },
      find: (db) => examineQueue(db, new Date(testStart.getTime() + 16 * minute)),
    },
    {
      label: 'messages that no turn could take',
      harm: async ({ sql }) => {
        await people.arrive(siti, 'MENU', 'k1');
        await sql('inbound_messages').update({ status: 'dead' });
      },
      find: examineDead,
    },
  ];

  for (const { label, harm, find } of cases) {
    it(`tells ${label}, and nothing before it`, async () => {
      if (!label.includes('clock') && !label.includes('key'))
        expect(isIll(await find(store))).to.equal(false);
      await harm(store);
      const finding = await find(store);
      expectPlain(finding);
      expect(isIll(finding), finding.says).to.equal(true);
    });
  }

  it('takes a healthy database for healthy', async () => {
    await people.arrive(siti, 'MENU', 'k1');
    const clock = await examineClock(store, new Date());
    const found = [
      await examineDatabase(store),
      await examineKey(store),
      await examineQueue(store, soon),
      await examineDead(store),
      clock,
    ];
    expect(found.filter(isIll)).to.deep.equal([]);
  });
});

const webhook = (name: string): Channel => ({
  name,
  accounts: [{ name: 'sms', medium: 'sms' }],
  rate: 1,
  webhooks: [{ method: 'POST', path: `/webhooks/${name}`, parse: () => ({ events: [] }) }],
  send: async () => ({}),
});

const phone = { channel: 'android', about: 'SMS' };
const linked = { channel: 'whatsapp', about: 'WA' };

describe('what the doctor finds around it', () => {
  const findings: readonly {
    readonly label: string;
    readonly finding: Finding;
    readonly ill: boolean;
  }[] = [
    { label: 'a full disk', finding: judgeDisk(300_000_000, 30_000_000_000), ill: true },
    {
      label: 'a small disk of which a tenth is left',
      finding: judgeDisk(2_000_000_000, 20_000_000_000),
      ill: true,
    },
    {
      label: 'a large disk of which a hundredth is left',
      finding: judgeDisk(10_000_000_000, 1_000_000_000_000),
      ill: false,
    },
    { label: 'a disk with room', finding: judgeDisk(30_000_000_000, 60_000_000_000), ill: false },
    {
      label: 'Telegram and plain http',
      finding: judgeUrl('http://dinas.go.id', [webhook('telegram')]),
      ill: true,
    },
    {
      label: 'Telegram and this machine',
      finding: judgeUrl('https://localhost:3000', [webhook('telegram')]),
      ill: true,
    },
    {
      label: 'Twilio and a network address',
      finding: judgeUrl('https://192.168.1.5', [webhook('twilio')]),
      ill: true,
    },
    {
      label: 'Telegram and an address of the internet',
      finding: judgeUrl('https://dinas.go.id', [webhook('telegram')]),
      ill: false,
    },
    {
      label: 'a phone of this network',
      finding: judgeUrl('http://192.168.1.5:3000', [webhook('android')]),
      ill: false,
    },
    {
      label: 'a bot that is polled',
      finding: judgeUrl('http://localhost', [{ ...webhook('telegram'), webhooks: [] }]),
      ill: false,
    },
    {
      label: 'a sender that works',
      finding: judgeSender(phone, { state: 'up', code: null }),
      ill: false,
    },
    {
      label: 'a sender that is off',
      finding: judgeSender(phone, { state: 'off', code: null }),
      ill: false,
    },
    {
      label: 'a phone that is silent',
      finding: judgeSender(phone, { state: 'down', code: 'silent' }),
      ill: true,
    },
    {
      label: 'a phone that is not linked',
      finding: judgeSender(linked, { state: 'waiting', code: 'not-linked' }),
      ill: true,
    },
    {
      label: 'a wrong password',
      finding: judgeSender(phone, { state: 'waiting', code: 'misconfigured:http-401' }),
      ill: true,
    },
    {
      label: 'a code that nobody knows',
      finding: judgeSender(phone, { state: 'down', code: 'x-17' }),
      ill: true,
    },
    {
      label: 'a warning',
      finding: judgeSender(linked, { state: 'up', code: 'undecrypted-3' }),
      ill: true,
    },
  ];
  it('knows whose code it is', () => {
    const state = { state: 'waiting', code: 'misconfigured:401' } as const;
    const bot = { channel: 'telegram', about: 'Bot' };
    expect(judgeSender(linked, state).says).to.equal('Tautan dilepas dari HP.');
    expect(judgeSender(bot, state).says).to.equal(
      'Penyedia menolak nama pengguna atau kata sandi kami.',
    );
  });

  for (const { label, finding, ill } of findings) {
    it(`${ill ? 'tells' : 'is content with'} ${label}`, () => {
      expectPlain(finding);
      expect(isIll(finding), finding.says).to.equal(ill);
    });
  }
});

describe('sapakerja doctor', function () {
  this.timeout(120_000);
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sapakerja-doctor-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  async function doctor(env: NodeJS.ProcessEnv = {}) {
    const base = { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, [cli, 'doctor'], {
      cwd: dataDir,
      env: { ...base, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { code, out, err };
  }

  it('finds a new office well', async () => {
    const { code, out, err } = await doctor();
    expect(err).to.equal('');
    expect(out).to.include('Semua baik.').and.not.to.include('SALAH');
    expect(code).to.equal(0);
  });

  it('says which settings are half given, and none of their values', async () => {
    const { code, out, err } = await doctor({ TWILIO_AUTH_TOKEN: 'rahasia-sekali' });
    expect(out).to.include('SALAH  Pengaturan: Belum benar: TWILIO_ACCOUNT_SID');
    expect(out + err).not.to.include('rahasia-sekali');
    expect(code).to.equal(1);
  });

  it('says so when settings cannot be read at all', async () => {
    const { code, err } = await doctor({ PORT: 'tiga' });
    expect(err).to.include('SALAH  Pengaturan').and.include('PORT').and.include('.env.example');
    expect(code).to.equal(1);
  });

  it('says so when the database cannot be opened, or is no database', async () => {
    const address = 'postgres://nobody@127.0.0.1:1/none';
    const closed = await doctor({ DATABASE_URL: address, SECRET_KEY: testSecret });
    expect(closed.out).to.include('SALAH  Basis data: Tidak dapat dibuka (ECONNREFUSED).');
    await writeFile(join(dataDir, 'sapakerja.db'), 'no database at all, only words'.repeat(200));
    const broken = await doctor({ SECRET_KEY: testSecret });
    expect(broken.out).to.include('SALAH  Basis data');
    expect([closed.code, broken.code]).to.deep.equal([1, 1]);
  });

  it('asks each channel beside a running server, and sends nothing', async () => {
    const provider = await openFakeProvider(() => ({ status: 200 }));
    const place = await makePlace('sqlite');
    const env = {
      ...place.env,
      HTTP_SMS_SEND_URL: `${provider.url}/kirim`,
      HTTP_SMS_SECRET: 'kunci',
      KANNEL_SENDSMS_URL: 'http://127.0.0.1:1/cgi-bin/sendsms',
      KANNEL_USER: 'a',
      KANNEL_PASSWORD: 'b',
      KANNEL_FROM: '+6281100000000',
      KANNEL_SECRET: 'abcdefgh12345678',
    };
    const server = await startServer(place, env);
    const { out, code } = await doctor(env);
    await server.stop();
    await place.clear();
    await provider.close();
    expect(out)
      .to.match(/baik {3}Gateway SMS lain \(JSON\)/)
      .and.match(/SALAH {2}SMS lewat Kannel/);
    expect(code).to.equal(1);
    expect(provider.requests.filter(({ method }) => method === 'POST')).to.deep.equal([]);
  });

  it('tells of messages that wait in the spool, and of those put aside', async () => {
    const config = readConfig({ DATA_DIR: dataDir });
    const folder = join(dataDir, 'spool');
    const seen = async (late: number): Promise<Finding> =>
      examineSpool(config, new Date(Date.now() + late));
    expect(isIll(await seen(0))).to.equal(false);
    const files = openSpoolFiles(folder, openKeyring(config.secrets), () => new Date());
    const event = { kind: 'report', providerId: 'x', status: 'sent' } as const;
    const entries = [1, 2].map(() => ({ channel: 'twilio', events: [event] }));
    const name = files.nextName(2);
    await files.write(name, entries);
    expect(isIll(await seen(0))).to.equal(false);
    for (const deed of [async () => undefined, () => files.putAside(name)]) {
      await deed();
      const finding = await seen(2 * minute);
      expectPlain(finding);
      expect(isIll(finding)).to.equal(true);
      expect(finding.says).to.match(/^2 pesan/);
    }
    await rm(folder, { recursive: true });
  });

  it('gives every finding to who asks in the program', async () => {
    const config = readConfig({ DATA_DIR: dataDir });
    expect((await examine(config)).filter(isIll)).to.deep.equal([]);
  });
});
