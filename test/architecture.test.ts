import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** What each folder of src may import: our folders, then packages. This table is the architecture. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  language: ['core', 'idn-area-data', 'natural'],
  flows: ['core', 'language', 'yaml', 'zod'],
  // knex for Gammu, whose interface is its database.
  channels: ['core', '@whiskeysockets/baileys', 'knex', 'pg', 'telegraf', 'twilio', 'zod'],
  store: ['core', 'better-sqlite3', 'knex', 'pg'],
  services: [
    'core',
    'language',
    'store',
    'csv-parse',
    'file-type',
    'csv-stringify',
    'otplib',
    'pdfkit',
    'qrcode',
    'read-excel-file',
    'write-excel-file',
    'yaml',
    'zod',
  ],
  gateway: ['core', 'language', 'flows', 'services', 'channels', 'store', 'pino'],
  reports: ['core', 'store'],
  web: [
    'core',
    'gateway',
    'services',
    'reports',
    'channels/channel.ts',
    'channels/simulator.ts',
    'csrf-sync',
    'eta',
    'express',
    'express-session',
    'helmet',
    'rate-limiter-flexible',
    'pino',
    'qrcode',
    'zod',
  ],
};

/** Files and folders that put the parts together: they may import everything but Express and natural. */
const composition = ['main.ts', 'open.ts', 'cli.ts', 'config.ts', 'commands'];

/** Packages that one folder alone may import, wherever else the table is loosened. */
const sole: Readonly<Record<string, string>> = { express: 'web', natural: 'language' };

const src = new URL('../../src/', import.meta.url);
const statements = /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^'\s]+)'/g;

interface Import {
  /** Importing file, e.g. `web/app.ts`. */
  readonly file: string;
  /** Imported file of src (`core/json.ts`) or package (`knex`). */
  readonly target: string;
}

function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith('.')) return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  return fileURLToPath(new URL(specifier, new URL(file, src))).slice(fileURLToPath(src).length);
}

/** What a source text imports, Node's own modules left out. */
function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(statements)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) => ({ file, target: targetOf(file, specifier) }));
}

const placeOf = (file: string): string => file.split('/')[0] ?? file;

function isPermitted({ file, target }: Import): boolean {
  const [from, to] = [placeOf(file), placeOf(target)];
  if (sole[to] && sole[to] !== from) return false;
  if (composition.includes(from)) return true;
  return from === to || [to, target].some((name) => allowed[from]?.includes(name));
}

const strays = (some: readonly Import[]): string[] =>
  some.filter((one) => !isPermitted(one)).map(({ file, target }) => `${file} imports ${target}`);

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const sources = files.map((file) => ({ file, source: readFileSync(new URL(file, src), 'utf8') }));
const imports = sources.flatMap(({ file, source }) => importsOf(file, source));

const readsEnvironment = (source: string): boolean =>
  /\bprocess\s*(?:\.\s*env\b|\[\s*'env')|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|import\s*\{[^}]*\benv\b[^}]*\}\s*from 'node:process'/.test(
    source,
  );

describe('the architecture', () => {
  it('has no folder without permissions', () => {
    const known = new Set([...Object.keys(allowed), ...composition]);
    expect([...new Set(files.map(placeOf))].filter((place) => !known.has(place))).to.deep.equal([]);
  });

  it('finds the imports that it judges', () => {
    expect(imports).to.deep.include({ file: 'store/store.ts', target: 'knex' });
    expect(imports).to.deep.include({ file: 'store/store.ts', target: 'core/keys.ts' });
  });

  for (const place of Object.keys(allowed)) {
    it(`lets ${place} import only ${allowed[place]?.join(', ') || 'nothing'}`, () => {
      const own = imports.filter(({ file }) => placeOf(file) === place);
      expect(strays(own)).to.deep.equal([]);
    });
  }

  it('lets only web import express and only language import natural', () => {
    const others = imports.filter(({ file }) => composition.includes(placeOf(file)));
    expect(strays(others)).to.deep.equal([]);
  });

  it('lets only config.ts read the environment', () => {
    const readers = sources.filter(({ source }) => readsEnvironment(source));
    expect(readers.map(({ file }) => file).filter((file) => file !== 'config.ts')).to.deep.equal(
      [],
    );
  });

  const cases = [
    { label: 'core imports a package', file: 'core/a.ts', source: "import x from 'knex';" },
    { label: 'core imports flows', file: 'core/a.ts', source: "import '../flows/types.ts';" },
    {
      label: 'flows imports store',
      file: 'flows/a/b.ts',
      source: "export * from '../../store/s.ts';",
    },
    {
      label: 'services import gateway',
      file: 'services/a.ts',
      source: "import('../gateway/x.ts')",
    },
    { label: 'web imports an adapter', file: 'web/a.ts', source: "from '../channels/twilio.ts'" },
    { label: 'a channel imports express', file: 'channels/a.ts', source: "import('express')" },
    { label: 'the main program imports express', file: 'main.ts', source: "from 'express'" },
    { label: 'services import natural', file: 'services/a.ts', source: "from 'natural/lib/x.js'" },
    {
      label: 'an unlisted folder imports core',
      file: 'misc/a.ts',
      source: "from '../core/json.ts'",
    },
  ];
  for (const { label, file, source } of cases) {
    it(`would notice that ${label}`, () => {
      expect(strays(importsOf(file, source))).to.have.length(1);
    });
  }

  const environments = [
    { label: 'process.env', source: 'const x = process.env.PORT;', expected: true },
    { label: 'destructuring', source: 'const { env } = process;', expected: true },
    { label: 'an import', source: "import { env } from 'node:process';", expected: true },
    { label: 'an argument named env', source: 'f(env.PORT)', expected: false },
  ];
  for (const { label, source, expected } of environments) {
    it(`${expected ? 'takes' : 'does not take'} ${label} for reading the environment`, () => {
      expect(readsEnvironment(source)).to.equal(expected);
    });
  }
});
