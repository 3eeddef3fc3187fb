import type { Config } from '../config.ts';
import { activeKey } from '../core/keys.ts';
import { countSealedFiles } from '../services/sealed-files.ts';
import { listHolders } from '../store/key-use.ts';
import { countByKey } from '../store/reseal.ts';
import type { Store } from '../store/store.ts';
import { readArgs, type Command } from './command.ts';
import { counted, foldersOf, withKeys, words } from './keys-place.ts';

/** How much each key has sealed: those that are held, and those that something needs. */
async function countAll(store: Store, config: Config): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(config.secrets.map(({ id }) => [id, 0]));
  for (const some of [await countByKey(store), await countSealedFiles(foldersOf(config))])
    for (const [id, n] of some) counts.set(id, (counts.get(id) ?? 0) + n);
  return counts;
}

function stateOf(store: Store, { secrets }: Config, id: string): string {
  if (id === activeKey(store.keys)) return words('is-active');
  return secrets.some((secret) => secret.id === id) ? '' : words('is-missing');
}

async function show(store: Store, config: Config): Promise<void> {
  for (const [nama, n] of await countAll(store, config)) {
    const keadaan = stateOf(store, config, nama);
    console.log(words('key', { nama, jumlah: counted.format(n), keadaan }));
  }
  for (const { process, active, known } of await listHolders(store))
    console.log(words('holder', { proses: process, aktif: active, kenal: known.join(', ') }));
}

export const keysShow: Command = {
  usage: 'keys show',
  about: 'say how much each key has sealed, and which process works with which',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await withKeys(config, (store) => show(store, config));
  },
};
