import { InputError } from '../core/errors.ts';
import { replaceKeyFile } from '../core/key-file.ts';
import { killPoint } from '../core/kill-points.ts';
import { leftBehind } from '../services/key-rotation.ts';
import { listHolders } from '../store/key-use.ts';
import type { Store } from '../store/store.ts';
import { readArgs, type Command } from './command.ts';
import type { Config } from '../config.ts';
import { foldersOf, toldCounts, withKeys, words } from './keys-place.ts';

/** @throws InputError while something needs the old keys */
async function checkUnused(store: Store, { secrets, ...config }: Config): Promise<void> {
  const [{ id }] = secrets;
  const late = (await listHolders(store)).filter(({ active }) => active !== id);
  if (late.length > 0) {
    const proses = late.map((holder) => holder.process).join(', ');
    throw new InputError(words('late-active', { baru: id, proses }));
  }
  const left = await leftBehind({ store, folders: foldersOf({ secrets, ...config }) });
  if (left.size > 0) throw new InputError(words('not-yet', toldCounts(left)));
}

async function drop(store: Store, config: Config): Promise<void> {
  const [active, ...old] = config.secrets;
  if (old.length === 0) return console.log(words('nothing-old', { baru: active.id }));
  await checkUnused(store, config);
  const lama = old.map(({ id }) => id).join(', ');
  if (config.keyFile === undefined) {
    console.log(words('env-last', { baru: active.id }));
    console.log(words('env-last-set', { baru: active.id }));
  } else {
    replaceKeyFile(config.keyFile, config.secrets, [active]);
    killPoint('rotate.dropped');
    console.log(words('dropped', { lama, baru: active.id, berkas: config.keyFile }));
  }
  console.log(words('keep-old'));
}

export const keysDrop: Command = {
  usage: 'keys drop',
  about: 'take the old key away, once nothing is sealed with it any more',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await withKeys(config, (store) => drop(store, config));
  },
};
