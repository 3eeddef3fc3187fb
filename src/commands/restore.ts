import { accessSync, constants } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { nameOfSecret } from '../core/derived-key.ts';
import { InputError } from '../core/errors.ts';
import { armKillPoint } from '../core/kill-points.ts';
import { SealError } from '../core/sealed-file.ts';
import { openingSecrets } from '../services/backup-order.ts';
import { openPhrases } from '../services/phrases.ts';
import { checkEmpty } from '../services/restore-place.ts';
import {
  erasedLists,
  examineBackup,
  readErasedLists,
  type RestoreOrder,
} from '../services/restore.ts';
import { readArgs, UsageError, type Command } from './command.ts';
import { restorePlace } from './restore-work.ts';
import { sayHead, sayRestored } from './restore-words.ts';

const words = openPhrases('admin/restore.yaml');

function readOrder(args: readonly string[], config: Config): RestoreOrder {
  const options = {
    erased: { type: 'string', multiple: true },
    'without-erased': { type: 'boolean' },
  } as const;
  const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError('one backup file is needed');
  const file = resolve(name);
  const folders = [config.dataDir, config.backup.dir];
  return {
    file,
    secrets: openingSecrets(config.backup, config.secrets),
    erasedLists: [
      ...erasedLists(file, folders),
      ...(values.erased ?? []).map((one) => resolve(one)),
    ],
    withoutErased: values['without-erased'] === true,
    now: systemClock(),
  };
}

/** @throws InputError when the file is not there, or a list that was named */
function checkFiles({ file }: RestoreOrder): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new InputError(words('no-file', { berkas: file }));
  }
}

/** What an operator is told of a backup that does not open; anything else stays what it is. */
function told(error: unknown, { file, secrets }: RestoreOrder): unknown {
  if (!(error instanceof SealError)) return error;
  const berkas = basename(file);
  const kunci = error.secretName;
  return new InputError(
    words(error.fault, { berkas, kunci, ada: secrets.map(nameOfSecret).join(', ') }),
  );
}

async function restore(order: RestoreOrder, config: Config): Promise<void> {
  checkFiles(order);
  await checkEmpty(config.dataDir);
  await readErasedLists(order);
  console.log(words('begin', { berkas: order.file }));
  const summary = await examineBackup(order);
  sayHead(summary, config.timezone);
  const filled = await restorePlace(order, summary, config);
  const place = config.keyFile ?? 'SECRET_KEY';
  if (filled) sayRestored({ ...summary, ...filled }, { place, zone: config.timezone });
  else console.log(words('already'));
}

export const restoreCommand: Command = {
  usage: 'restore FILE [--erased LIST] [--without-erased]',
  makesKey: false,
  about: 'put a backup back into an empty place, erase again what was erased since',
  run: async (args, config) => {
    if (config.killAt) armKillPoint(config.killAt);
    const order = readOrder(args, config);
    try {
      await restore(order, config);
    } catch (error) {
      throw told(error, order);
    }
  },
};
