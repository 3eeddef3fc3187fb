import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { InputError, toConfigError } from '../core/errors.ts';
import { openKeyring } from '../core/keys.ts';
import { openDatabase } from '../open.ts';
import { moveOffice, type Moved } from '../services/move-office.ts';
import { openPhrases } from '../services/phrases.ts';
import { openStore, type Store } from '../store/store.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const words = openPhrases('admin/migrate-to.yaml');
const counted = new Intl.NumberFormat('id-ID');

function readUrl(args: readonly string[]): string {
  const { positionals } = readArgs({ args: [...args], allowPositionals: true });
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) throw new UsageError('one address is needed');
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageError('it must begin with postgres://');
  return url;
}

/** @throws InputError where there is nothing to move */
function sourceFile({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl !== undefined) throw new InputError(words('from-postgres'));
  const file = join(dataDir, 'sapakerja.db');
  if (!existsSync(file)) throw new InputError(words('no-source', { folder: dataDir }));
  return file;
}

async function openTarget(url: string, config: Config): Promise<Store> {
  try {
    // A statement over all messages takes as long as it takes.
    return await openStore({ url, pool: 2, statementTimeout: 0 }, openKeyring(config.secrets));
  } catch (error) {
    throw toConfigError('postgres://', error);
  }
}

/** @throws ConfigError with the driver's word when one of them cannot be reached */
async function move(from: Store, url: string, config: Config): Promise<Moved> {
  const to = await openTarget(url, config);
  try {
    const tell = (tabel: string, rows: number): void => {
      if (rows > 0) console.log(words('table', { tabel, jumlah: counted.format(rows) }));
    };
    return await moveOffice({ from, to, tell });
  } finally {
    await to.close();
  }
}

function sayWhatIsNext(config: Config): void {
  const ownKey = config.env['SECRET_KEY'] ?? config.env['SECRET_KEYS'];
  const berkas = join(config.dataDir, 'secret.key');
  console.log(words('then'));
  console.log(words('set-url'));
  console.log(ownKey === undefined ? words('set-key', { berkas }) : words('keep-key'));
  console.log(words('keep-dir', { folder: join(config.dataDir, 'files') }));
  console.log(words('after'));
}

export const migrateToCommand: Command = {
  usage: 'migrate-to postgres://USER:PASSWORD@HOST/DATABASE',
  about: 'move the office from SQLite to an empty PostgreSQL; the service must not run meanwhile',
  run: async (args, config) => {
    const url = readUrl(args);
    const berkas = sourceFile(config);
    console.log(words('begin', { berkas }));
    const from = await openDatabase(config);
    try {
      const { tables, rows, vacancies } = await move(from, url, config);
      const figures = [tables, rows, vacancies].map((n) => counted.format(n));
      const [tabel = '', jumlah = '', lowongan = ''] = figures;
      console.log(words('done', { tabel, jumlah, lowongan }));
    } finally {
      await from.close();
    }
    sayWhatIsNext(config);
  },
};
