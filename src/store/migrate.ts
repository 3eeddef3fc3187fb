import { fileURLToPath } from 'node:url';
import type { Db } from './store.ts';

const directory = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Applies the migrations that are missing, each in its own transaction. Gives their names. */
export async function migrate({ sql }: Db): Promise<readonly string[]> {
  const [, names] = (await sql.migrate.latest({ directory, loadExtensions: ['.js'] })) as [
    number,
    string[],
  ];
  return names;
}

/** True when no migration is missing. */
export async function isMigrated({ sql }: Db): Promise<boolean> {
  const [, missing] = (await sql.migrate.list({ directory, loadExtensions: ['.js'] })) as [
    unknown[],
    unknown[],
  ];
  return missing.length === 0;
}
