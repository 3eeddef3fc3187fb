import type { Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { ConfigError, InputError } from '../core/errors.ts';
import { fillOffice, openDatabase } from '../open.ts';
import { isEmpty } from '../store/diagnosis.ts';
import { adoptIndexKey } from '../store/index-key.ts';
import { sentText } from '../store/sent-text.ts';
import type { Store } from '../store/store.ts';
import { openVault } from '../store/vault.ts';
import { readArgs, type Command } from './command.ts';
import { examineBackups } from './doctor-backup.ts';
import { examineChannels } from './doctor-channels.ts';
import { examineKept } from './doctor-kept.ts';
import { ill, printed, sentence, type Finding } from './doctor-finding.ts';
import {
  examineClock,
  examineDatabase,
  examineDead,
  examineDisk,
  examineKey,
  examineQueue,
  examineSpool,
} from './doctor-place.ts';

/** Everything that stands on tables. */
async function examineStored(store: Store, config: Config): Promise<readonly Finding[]> {
  const now = systemClock();
  const key = await examineKey(store);
  if (key.mend === undefined) await adoptIndexKey(store);
  const world = {
    ...config,
    vault: (account: string) => openVault(store, account),
    sentText: (providerId: string) => sentText(store, providerId),
  };
  return [
    key,
    await examineClock(store, now),
    await examineQueue(store, now),
    await examineDead(store),
    await examineBackups(store, config, now),
    await examineKept(store, config, now),
    ...(await examineChannels(store, config, world)),
  ];
}

async function examineStore(store: Store, config: Config): Promise<readonly Finding[]> {
  if (await isEmpty(store)) await fillOffice(store);
  const database = await examineDatabase(store);
  // Of tables that are broken or not all there nothing more can be read.
  if (database.mend !== undefined) return [database];
  return [database, ...(await examineStored(store, config))];
}

/** Looks at everything, changes and sends nothing. */
export async function examine(config: Config): Promise<readonly Finding[]> {
  let store: Store;
  try {
    store = await openDatabase(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { code = 'error' } = (error.cause ?? {}) as { code?: string };
    return [ill('database', 'closed', { detail: code }), await examineSpool(config, systemClock())];
  }
  try {
    const disk = [await examineDisk(config), await examineSpool(config, systemClock())];
    return [...disk, ...(await examineStore(store, config))];
  } finally {
    await store.close();
  }
}

export const doctorCommand: Command = {
  usage: 'doctor',
  about:
    'look at settings, database, disk, clock and every channel; say what is wrong and how to mend it',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    const findings = await examine(config);
    for (const finding of findings) console.log(printed(finding));
    const wrong = findings.filter(({ mend }) => mend !== undefined).length;
    if (wrong > 0) throw new InputError(sentence('some-wrong', { jumlah: String(wrong) }));
    console.log(sentence('all-good'));
  },
  sayUnread: ({ message }) => printed(ill('settings', 'wrong', { detail: message })),
};
