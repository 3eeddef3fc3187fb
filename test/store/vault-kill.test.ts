import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { openStore, type StoreAddress } from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';
import { reached } from '../helpers/reached.ts';
import { freshPostgres, testKeys, testSecret } from '../helpers/databases.ts';
import { isFull } from '../helpers/full.ts';

const folder = fileURLToPath(new URL('../../src', import.meta.url));

/** Keys that belong together, more than one statement takes: each write gives all of them the next generation. */
const ids = Array.from({ length: 1_100 }, (_, n) => String(n));

/** Writes one generation after the other until it is killed; says `w` after each. */
const writer = (address: StoreAddress): string => `
  import { openKeyring } from '${folder}/core/keys.js';
  import { openStore } from '${folder}/store/store.js';
  import { openVault } from '${folder}/store/vault.js';
  const keys = openKeyring([{ id: 'test', key: Buffer.from('${testSecret}', 'base64') }]);
  const store = await openStore(${JSON.stringify(address)}, keys);
  const vault = openVault(store, 'whatsapp');
  const ids = ${JSON.stringify(ids)};
  for (let n = Number(process.argv[1] ?? 0); ; n += 1) {
    await vault.write(ids.map((id) => ({ category: 'session', id, value: String(n) })));
    process.stdout.write('w');
  }`;

/** Lets it write a few generations, kills it wherever it is, and gives what is left. */
async function killed(address: StoreAddress, round: number): Promise<ReadonlySet<string>> {
  const start = String(round * 1_000_000);
  const args = ['--input-type=module', '--eval', writer(address), start];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    written += chunk.length;
    if (written > 2) setTimeout(() => child.kill('SIGKILL'), (round % 10) * 20);
  });
  await once(child, 'close');
  const store = await openStore(address, testKeys);
  const values = await openVault(store, 'whatsapp').read('session', ids);
  await store.close();
  expect(values.size).to.equal(ids.length);
  return new Set(values.values());
}

describe('a vault whose process is killed in the middle of a write', function () {
  this.timeout(isFull ? 900_000 : 30_000);
  const rounds = Array.from({ length: isFull ? 100 : 2 }, (_, n) => n + 1);
  afterEach(() => reached('session-survives', { kills: rounds.length, 'half written': 0 }));

  it('keeps all keys of one write or none, on SQLite', async () => {
    const place = mkdtempSync(join(tmpdir(), 'vault-'));
    const address = { file: join(place, 'test.db') };
    const store = await openStore(address, testKeys);
    await migrate(store);
    await store.close();
    for (const round of rounds) expect((await killed(address, round)).size).to.equal(1);
    rmSync(place, { recursive: true });
  });

  it('keeps all keys of one write or none, on PostgreSQL', async () => {
    const { url, drop } = await freshPostgres();
    for (const round of rounds) expect((await killed({ url }, round)).size).to.equal(1);
    await drop();
  });
});
