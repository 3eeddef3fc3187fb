import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { backupCommand } from '../../src/commands/backup.ts';
import { restoreCommand } from '../../src/commands/restore.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { testKeys, testSecret } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { runHere } from '../helpers/run-command.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import { startRealPostgres } from './real-postgres.ts';

const texts = 'select count(*) from inbound_messages';

describe('PostgreSQL put back to a moment, as docs/backups.md says', () => {
  it('holds what was said before that moment, nothing later, and is served from after a restore', async function () {
    this.timeout(120_000);
    const postgres = await startRealPostgres();
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-pitr-data-'));
    const to = await makePlace('postgres');
    try {
      const store = await openStore({ url: postgres.url }, testKeys);
      await migrate(store);
      await seedOffices(store);
      const office = await openTestGateway(store);
      await office.say('+6281234567801', 'MENU', { key: 'in the base' });
      const base = postgres.makeBase();
      await office.say('+6281234567802', 'MENU', { key: 'in the log' });
      const moment = await postgres.ask('select clock_timestamp()::text');
      await office.say('+6281234567803', 'MENU', { key: 'a mistake' });
      await postgres.archive();
      await office.say('+6281234567804', 'MENU', { key: 'not archived' });
      await store.close();
      postgres.die();

      await postgres.recover(base, moment);
      expect(await postgres.ask(texts)).to.equal('2');
      const env = {
        DATA_DIR: folder,
        SECRET_KEYS: `test:${testSecret}`,
        DATABASE_URL: postgres.url,
      };
      const copies = join(folder, 'copies');
      const made = await runHere({ env }, backupCommand, ['--to', copies]);
      expect(made, made.err).to.include({ code: 0 });
      const [file = ''] = (await readdir(copies)).filter((name) => name.endsWith('.backup'));
      const put = await runHere(to, restoreCommand, [join(copies, file)]);
      expect(put, put.err).to.include({ code: 0 });
      const restored = await openPlace(to);
      const keys = await restored.sql('inbound_keys').orderBy('key').pluck('key');
      await restored.close();
      expect(keys).to.deep.equal(['in the base', 'in the log']);
    } finally {
      postgres.clear();
      await to.clear();
      await rm(folder, { recursive: true });
    }
  });
});
