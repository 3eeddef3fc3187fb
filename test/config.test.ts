import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../src/config.ts';
import { ConfigError } from '../src/core/errors.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const other = Buffer.alloc(32, 8).toString('base64');
const url = 'postgres://u:p@localhost/db';

const refused = [
  { label: 'a port that is no number', env: { PORT: 'http' }, says: 'PORT' },
  { label: 'a port beyond 65535', env: { PORT: '70000' }, says: 'PORT' },
  { label: 'a database of another kind', env: { DATABASE_URL: 'mysql://x' }, says: 'DATABASE_URL' },
  { label: 'PostgreSQL without a key', env: { DATABASE_URL: url }, says: 'SECRET_KEY' },
  { label: 'a key of the wrong length', env: { SECRET_KEY: 'c2hvcnQ=' }, says: '32 bytes' },
  { label: 'a certificate without its key', env: { TLS_CERT: '/x' }, says: 'TLS_KEY is missing' },
  { label: 'a key without its certificate', env: { TLS_KEY: '/x' }, says: 'TLS_CERT is missing' },
  { label: 'an office outside East Java', env: { OFFICE_CODE: '31.71' }, says: 'OFFICE_CODE' },
  { label: 'an unknown log level', env: { LOG_LEVEL: 'loud' }, says: 'LOG_LEVEL' },
  { label: 'an unknown clock', env: { TZ: 'Asia/Lumajang' }, says: 'TZ' },
  { label: 'a key without a name', env: { SECRET_KEYS: key }, says: 'SECRET_KEYS' },
  { label: 'an empty name of a key', env: { SECRET_KEYS: `:${key}` }, says: 'SECRET_KEYS' },
  { label: 'a dot in a key name', env: { SECRET_KEYS: `k.1:${key}` }, says: 'SECRET_KEYS' },
  { label: 'two keys of one name', env: { SECRET_KEYS: `k:${key},k:${key}` }, says: 'twice' },
  {
    label: 'one key of two names',
    env: { SECRET_KEYS: `k1:${key},k2:${key}` },
    says: 'under two ids',
  },
  {
    label: 'a key that is no base64',
    env: { SECRET_KEY: `${key.slice(0, 40)}*!==` },
    says: '32 bytes',
  },
  { label: 'a key with more behind it', env: { SECRET_KEY: `${key}AAAA` }, says: '32 bytes' },
  { label: 'a list that ends in a comma', env: { SECRET_KEYS: `k1:${key},` }, says: 'SECRET_KEYS' },
  { label: 'a folder that is a file', env: { DATA_DIR: '/dev/null' }, says: 'DATA_DIR' },
];

describe('readConfig', () => {
  let dataDir = '';
  const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dataDir, ...env });

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sapakerja-config-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('needs no setting at all', () => {
    expect(read({})).to.include({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      office: '35.08',
      simulator: true,
      smsSegmentRupiah: 350,
    });
  });

  it('takes an empty value for one that is not set', () => {
    expect(read({ PORT: '', DATABASE_URL: '', SIMULATOR: '' }).port).to.equal(3000);
  });

  it('switches the simulator off in production unless it is asked for', () => {
    expect(read({ NODE_ENV: 'production' }).simulator).to.equal(false);
    expect(read({ NODE_ENV: 'production', SIMULATOR: 'on' }).simulator).to.equal(true);
    expect(read({ SIMULATOR: 'off' }).simulator).to.equal(false);
  });

  it('uses the same made key at each start', () => {
    expect(read({}).secrets[0].key.equals(read({}).secrets[0].key)).to.equal(true);
  });

  it('takes several keys, the first to write with', () => {
    const { secrets } = read({
      SECRET_KEYS: `new:${key},old:${Buffer.alloc(32).toString('base64')}`,
    });
    expect(secrets.map(({ id }) => id)).to.deep.equal(['new', 'old']);
  });

  const file = (): string => join(dataDir, 'secret.key');

  it('keeps the key of the file as it was', () => {
    const [{ id, key: made }] = read({}).secrets;
    expect([id, statSync(file()).mode & 0o777]).to.deep.equal(['k1', 0o600]);
    expect(read({})).to.deep.include({ keyFile: file(), secrets: [{ id, key: made }] });
    expect(read({ SECRET_KEY: key })).not.to.have.property('keyFile');
  });

  it('reads several keys of the file, the first to write with', () => {
    writeFileSync(file(), `k2:${other}\nk1:${key}\n`, { mode: 0o600 });
    expect(read({}).secrets.map(({ id }) => id)).to.deep.equal(['k2', 'k1']);
  });

  const badFiles = [
    { label: 'that others may read', text: key, mode: 0o640, says: 'mode 640' },
    { label: 'that everybody may write', text: key, mode: 0o602, says: 'mode 602' },
    { label: 'that is empty', text: '', mode: 0o600, says: '32 bytes' },
    { label: 'that was cut', text: key.slice(0, 20), mode: 0o600, says: '32 bytes' },
    { label: 'with an id twice', text: `k1:${key}\nk1:${other}`, mode: 0o600, says: 'twice' },
  ];
  for (const { label, text, mode, says } of badFiles) {
    it(`refuses a key file ${label}, and shows none of it`, () => {
      writeFileSync(file(), text);
      chmodSync(file(), mode);
      expect(() => read({}))
        .to.throw(ConfigError, says)
        .with.property('message')
        .not.contains(key.slice(0, 20));
    });
  }

  it('never makes a new key for a database whose key is gone', () => {
    writeFileSync(join(dataDir, 'sapakerja.db'), 'rows');
    expect(() => read({})).to.throw(ConfigError, 'secret.key is missing');
    expect(() => statSync(file())).to.throw();
    expect(read({ SECRET_KEY: key }).secrets[0].id).to.equal('k1');
  });

  for (const { label, env, says } of refused) {
    it(`refuses ${label}, naming it`, () => {
      expect(() => read(env)).to.throw(ConfigError, says);
    });
  }

  const secrets = [
    { SECRET_KEY: 'geheim' },
    { SECRET_KEYS: 'geheim' },
    { SECRET_KEYS: 'k:geheim' },
  ];
  for (const env of secrets) {
    it(`never shows the value of a wrong key: ${JSON.stringify(env)}`, () => {
      expect(() => read(env))
        .to.throw()
        .with.property('message')
        .not.contains('geheim');
    });
  }
});
