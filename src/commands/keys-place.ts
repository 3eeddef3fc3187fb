import { join } from 'node:path';
import type { Config } from '../config.ts';
import { armKillPoint } from '../core/kill-points.ts';
import { openOffice } from '../open.ts';
import type { SealedFolders } from '../services/sealed-files.ts';
import { openPhrases } from '../services/phrases.ts';
import type { Store } from '../store/store.ts';

/** What the commands on keys say. */
export const words = openPhrases('admin/keys.yaml');

/** A number as people read it. */
export const counted = new Intl.NumberFormat('id-ID');

/** What is told of keys in a sentence: their names and how much each has sealed. */
export const toldCounts = (
  counts: ReadonlyMap<string, number>,
): { jumlah: string; kunci: string } => ({
  jumlah: counted.format([...counts.values()].reduce((sum, n) => sum + n, 0)),
  kunci: [...counts.keys()].join(', '),
});

/** Where sealed bytes lie outside of the database. */
export const foldersOf = ({ dataDir }: Config): SealedFolders => ({
  files: join(dataDir, 'files'),
  spool: join(dataDir, 'spool'),
});

/** Opens the office for work on its keys: a statement over all messages takes as long as it takes. */
export async function withKeys<T>(config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  if (config.killAt) armKillPoint(config.killAt);
  const store = await openOffice({ ...config, databaseTimeout: 0 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
