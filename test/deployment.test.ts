import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readConfig } from '../src/config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

const settings = new Set(
  [...read('.env.example').matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name),
);

/** What an operator writes into `.env`. */
const given: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://sapa.example.go.id',
  SITE: 'sapa.example.go.id',
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  POSTGRES_PASSWORD: '00112233445566778899aabbccddeeff0011223344556677',
};

/** Longest time that a stop takes by itself, in seconds: `stopLimit` of src/main.ts. */
const stopSeconds = 30;

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly command?: readonly string[];
  readonly healthcheck?: object;
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly deploy?: { readonly replicas: number };
  readonly env_file?: readonly string[];
  readonly build?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** `${NAME}` and `${NAME:?why}` from what the operator has written. */
const filled = (text: string): string =>
  text.replaceAll(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_all, name: string) => {
    if (given[name] === undefined) throw new Error(`the page does not say to set ${name}`);
    return given[name];
  });

describe('docs/compose.yaml', () => {
  const page = read('docs/compose.yaml');
  const { services, volumes } = parse(filled(page)) as Compose;
  const sapakerja = services['sapakerja'] ?? {};
  const environment = sapakerja.environment ?? {};

  it('gives the program settings that it has, and that it takes', () => {
    expect(Object.keys(environment).filter((name) => !settings.has(name))).to.deep.equal([]);
    const config = readConfig({ ...environment });
    expect(config).to.deep.include({
      host: '0.0.0.0',
      port: 3000,
      trustProxy: true,
      simulator: false,
    });
    expect(config.publicUrl).to.equal(given['PUBLIC_URL']);
    expect(new URL(config.databaseUrl ?? '').hostname).to.equal('postgres');
  });

  it('says at its head what has to be set', () => {
    const head = page.split('\nname:')[0] ?? '';
    const asked = [...page.matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
    expect(asked).to.have.members(Object.keys(given));
    expect(asked.filter((name) => !head.includes(`${name}=`))).to.deep.equal([]);
  });

  it('has the database that the address names', () => {
    const url = new URL(environment['DATABASE_URL'] ?? '');
    const { POSTGRES_USER: user, POSTGRES_DB: name } = services['postgres']?.environment ?? {};
    expect([url.username, url.pathname]).to.deep.equal([user, `/${name}`]);
    expect(url.password).to.equal(given['POSTGRES_PASSWORD']);
  });

  it('has connections enough for eight processes', () => {
    const [, limit = '0'] =
      /max_connections=(\d+)/.exec(services['postgres']?.command?.join(' ') ?? '') ?? [];
    const each = Number(environment['DATABASE_POOL']) + 4; // one listens, three read reports
    expect(Number(limit)).to.be.at.least(8 * each + 3);
  });

  it('runs several processes, and lets each end what it has begun', () => {
    expect(sapakerja.deploy?.replicas).to.be.at.least(2);
    expect(Number.parseInt(sapakerja.stop_grace_period ?? '0', 10)).to.be.above(stopSeconds);
  });

  for (const [name, service] of Object.entries(services)) {
    describe(name, () => {
      it('starts again by itself', () => {
        expect(service.restart).to.equal('unless-stopped');
      });
      it('keeps what it writes on volumes and files that are there', () => {
        for (const volume of service.volumes ?? []) {
          const [from = ''] = volume.split(':');
          const known = from.startsWith('.')
            ? existsSync(join(root, 'docs', from))
            : from in volumes;
          expect(known, volume).to.equal(true);
        }
      });
      it('waits for services that say when they are ready', () => {
        for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
          expect(condition).to.equal('service_healthy');
          const { healthcheck, build } = services[other] ?? {};
          expect(healthcheck ?? build, other).not.to.equal(undefined); // the Dockerfile has its own
        }
      });
    });
  }

  it('keeps files of people on a volume, and passes requests to the port', () => {
    const mounted = (sapakerja.volumes ?? []).map((volume) => volume.split(':')[1]);
    expect(mounted).to.include(environment['DATA_DIR']);
    const caddy = read('docs/Caddyfile');
    expect(caddy).to.match(/name sapakerja\n\s*port 3000\n/);
    expect(caddy.split('{').length).to.equal(caddy.split('}').length);
  });
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  const of = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

  it('has a Node.js that the program runs on', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(engines.node).to.match(/^>=20/);
    for (const image of of('FROM')) expect(image).to.match(/^node:20-/);
  });
  it('installs what runs, and nothing for developing', () => {
    expect(of('RUN')).to.include('npm ci --omit=dev');
    expect(of('RUN')).to.include('node build.mjs');
  });
  it('runs as nobody special', () => {
    expect(of('USER')).to.deep.equal(['node']);
    expect(of('CMD')).to.deep.equal(['["node", "sapakerja.mjs", "start"]']);
  });
  it('has settings that the program has', () => {
    const names = of('ENV').flatMap((line) =>
      [...line.matchAll(/(\w+)=/g)].map(([, name]) => name),
    );
    expect(names.filter((name = '') => !settings.has(name))).to.deep.equal([]);
  });
  it('copies files that are there and takes no secrets along', () => {
    for (const name of ['package.json', 'package-lock.json'])
      expect(existsSync(join(root, name))).to.equal(true);
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).to.include.members(['.env', 'data', 'node_modules', '.git']);
  });
});

const units = ['sapakerja.service', 'sapakerja@.service'] as const;

for (const unit of units) {
  describe(`docs/systemd/${unit}`, () => {
    const text = read(`docs/systemd/${unit}`);
    const entries = text
      .split('\n')
      .filter((line) => line !== '' && !/^[#[]/.test(line))
      .map(
        (line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const,
      );
    const all = (name: string): string[] =>
      entries.filter(([key]) => key === name).map(([, value]) => value);

    it('starts what is there', () => {
      const [, , program = '', command = ''] =
        /^(\S+) (\S+) (\S+)$/.exec(all('ExecStart')[0] ?? '') ?? [];
      expect(existsSync(join(root, program))).to.equal(true);
      expect(command).to.equal('start');
      const page = (all('Documentation')[0] ?? '').replace('file:/opt/sapakerja/', '');
      expect(existsSync(join(root, page))).to.equal(true);
    });

    it('gives settings that the program has, and that it takes', () => {
      const environment = Object.fromEntries(
        all('Environment').map((line) => line.replace('%i', '3001').split('=') as [string, string]),
      );
      expect(Object.keys(environment).filter((name) => !settings.has(name))).to.deep.equal([]);
      const key = { SECRET_KEY: given['SECRET_KEY'] };
      const config = readConfig({ ...environment, ...key });
      expect(config.dataDir).to.equal(`/var/lib/${all('StateDirectory')[0]}`);
      expect(config.port).to.equal(unit.includes('@') ? 3001 : 3000);
    });

    it('is started again, and ends what it has begun', () => {
      expect(all('Restart')).to.deep.equal(['always']);
      expect(Number(all('TimeoutStopSec')[0])).to.be.above(stopSeconds);
    });

    it('may do little, and no other user may read what it keeps', () => {
      const guards = { NoNewPrivileges: 'yes', ProtectSystem: 'strict', UMask: '0077' };
      for (const [name, value] of Object.entries(guards)) expect(all(name)).to.deep.equal([value]);
      expect(all('User')).to.deep.equal(['sapakerja']);
      expect(all('MemoryDenyWriteExecute')).to.deep.equal([]); // V8 writes the code that it runs
    });

    it('is what systemd understands, where there is one', function () {
      const found = spawnSync('systemd-analyze', ['--version']).error === undefined;
      const folder = mkdtempSync(join(tmpdir(), 'sapakerja-units-'));
      const file = join(folder, unit.replace('@', '@3001'));
      writeFileSync(file, text.replaceAll('/usr/bin/node', process.execPath));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], {
        encoding: 'utf8',
      });
      rmSync(folder, { recursive: true });
      if (found) expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    });
  });
}
