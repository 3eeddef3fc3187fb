import type { Config } from '../config.ts';
import { InputError } from '../core/errors.ts';
import {
  newSecret,
  readKeyFile,
  replaceKeyFile,
  writtenSecret,
  type Secrets,
} from '../core/key-file.ts';
import type { Secret } from '../core/keys.ts';
import { killPoint } from '../core/kill-points.ts';
import { resealAll, waitForHolders } from '../services/key-rotation.ts';
import { holderLife, listUsedKeys, noteKey, type KeyHolder } from '../store/key-use.ts';
import type { Store } from '../store/store.ts';
import { readArgs, type Command } from './command.ts';
import { counted, foldersOf, toldCounts, withKeys, words } from './keys-place.ts';

/** A process that was killed is waited for until it counts as ended. */
const patience = holderLife + 15_000;

const say = (name: string, values: Readonly<Record<string, string>> = {}): void =>
  console.log(words(name, values));

const namesOf = (secrets: readonly Secret[]): string => secrets.map(({ id }) => id).join(', ');

/** @throws InputError naming the processes that are not ready in time */
async function untilAll(
  store: Store,
  { id }: Secret,
  state: { readonly isReady: (holder: KeyHolder) => boolean; readonly late: string },
): Promise<void> {
  const late = await waitForHolders(store, state.isReady, patience);
  if (late.length === 0) return;
  const proses = late.map((holder) => holder.process).join(', ');
  throw new InputError(words(state.late, { baru: id, proses }));
}

const allKnow = (store: Store, secret: Secret): Promise<void> =>
  untilAll(store, secret, { isReady: ({ known }) => known.includes(secret.id), late: 'late' });

const allUse = (store: Store, secret: Secret): Promise<void> =>
  untilAll(store, secret, { isReady: ({ active }) => active === secret.id, late: 'late-active' });

/** @throws InputError when something is left that does not open */
async function reseal(store: Store, config: Config, [active, ...old]: Secrets): Promise<void> {
  say('begin', { baru: active.id });
  const tell = (tabel: string, rows: number): void =>
    say('table', { tabel, jumlah: counted.format(rows) });
  const left = await resealAll({ store, folders: foldersOf(config), tell });
  if (left.size > 0) throw new InputError(words('left', toldCounts(left)));
  say('done', { lama: namesOf(old) });
}

const numberOf = ({ id }: Secret): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** The key that was made last stands last until everybody knows it, then first. */
const newestFirst = (secrets: Secrets): Secrets => {
  const [first = secrets[0], ...rest] = secrets.toSorted((a, b) => numberOf(b) - numberOf(a));
  return [first, ...rest];
};

/** Adds a key to the file, unless one was added and is not in use by everybody yet. */
function addKey(file: string): Secrets {
  const secrets = readKeyFile(file);
  if (secrets.length > 1) {
    say('resumed', { baru: newestFirst(secrets)[0].id });
    return secrets;
  }
  const both: Secrets = [...secrets, newSecret(secrets)];
  replaceKeyFile(file, secrets, both);
  say('made', { baru: newestFirst(both)[0].id, berkas: file });
  return both;
}

/** Servers read the file again by themselves: first they know the new key, then they use it. */
async function rotateInFile(store: Store, config: Config, file: string): Promise<void> {
  const secrets = addKey(file);
  killPoint('rotate.known');
  const target = newestFirst(secrets);
  say('waiting', { baru: target[0].id });
  await allKnow(store, target[0]);
  await noteKey(store, target[0]);
  if (secrets[0] !== target[0]) replaceKeyFile(file, secrets, target);
  killPoint('rotate.active');
  await allUse(store, target[0]);
  await reseal(store, config, target);
  for (const line of ['copy-new', 'then-drop', 'keep-old']) say(line);
}

function sayFirstStep([active]: Secrets): void {
  const fresh = newSecret([active]);
  say('env-first');
  say('env-first-set', { lama: `${active.id}:KUNCI-LAMA`, baru: writtenSecret(fresh) });
  say('env-first-old');
  say('env-first-then');
}

function saySecondStep(active: Secret, fresh: Secret): void {
  say('env-second', { baru: fresh.id });
  say('env-second-set', { baru: fresh.id, lama: active.id });
  say('env-second-then');
}

/** Servers keep the keys that they were started with: the operator restarts them, this tells when. */
async function rotateInSettings(store: Store, config: Config): Promise<void> {
  const { secrets } = config;
  const [active, ...others] = secrets;
  if (others.length === 0) return sayFirstStep(secrets);
  const used = new Set((await listUsedKeys(store)).map(({ id }) => id));
  const fresh = others.find(({ id }) => !used.has(id));
  if (fresh) {
    await allKnow(store, fresh);
    return saySecondStep(active, fresh);
  }
  say('env-third', { baru: active.id });
  await allUse(store, active);
  await reseal(store, config, secrets);
  say('env-last', { baru: active.id });
  say('env-last-set', { baru: active.id });
  for (const line of ['copy-new', 'keep-old']) say(line);
}

export const keysRotate: Command = {
  usage: 'keys rotate',
  about: 'change the key that everything is sealed with, beside a running service',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await withKeys(config, (store) =>
      config.keyFile === undefined
        ? rotateInSettings(store, config)
        : rotateInFile(store, config, config.keyFile),
    );
  },
};
