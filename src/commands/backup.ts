import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { InputError } from '../core/errors.ts';
import { armKillPoint } from '../core/kill-points.ts';
import { withOffice } from '../open.ts';
import { backupOrder } from '../services/backup-order.ts';
import { runBackup } from '../services/backup-run.ts';
import { backUp, type BackupDone } from '../services/backup.ts';
import { openErasedLog } from '../services/erased-log.ts';
import { openPhrases } from '../services/phrases.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const words = openPhrases('admin/backup.yaml');
const counted = new Intl.NumberFormat('id-ID');

function readFolder(args: readonly string[], { backup }: Config): string {
  const options = { to: { type: 'string' } } as const;
  const { values } = readArgs({ args: [...args], options });
  const dir = values.to ?? backup.dir;
  if (dir === undefined) throw new UsageError('--to FOLDER is missing, and BACKUP_DIR is not set');
  return resolve(dir);
}

/** `1,2 GB`, `34 MB` */
export function shownSize(bytes: number): string {
  const unit = bytes >= 1e9 ? { of: 1e9, name: 'GB' } : { of: 1e6, name: 'MB' };
  return `${(bytes / unit.of).toFixed(1).replace('.', ',')} ${unit.name}`;
}

function sayDone({ name, bytes, rows, tables, files }: BackupDone, dir: string): void {
  console.log(words('done', { berkas: `${dir}/${name}`, besar: shownSize(bytes) }));
  const figures = [tables, rows, files].map((n) => counted.format(n));
  const [tabel = '', baris = '', jumlah = ''] = figures;
  console.log(words('checked', { tabel, baris, berkas: jumlah }));
}

/** Only what the disk or the database says can be shown; anything else is a bug. */
function failed(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code !== 'string') return error;
  return new InputError(words('failed', { sebab: `${code} ${message ?? ''}`.trim() }));
}

export const backupCommand: Command = {
  usage: 'backup [--to FOLDER]',
  about: 'write everything into one sealed file and read it again; the service may run meanwhile',
  run: async (args, config) => {
    if (config.killAt) armKillPoint(config.killAt);
    const dir = readFolder(args, config);
    const said: string[] = [];
    const log = {
      info: () => undefined,
      warn: () => said.push(words('list-not-copied')),
      error: () => undefined,
    };
    const done = await withOffice(config, (store) =>
      runBackup({
        store,
        clock: systemClock,
        log,
        erasedLog: openErasedLog([config.dataDir, dir], log),
        make: (at) => backUp(backupOrder(config, store.keys, { dir, at })),
      }),
    ).catch((error: unknown) => {
      throw failed(error);
    });
    for (const line of said) console.log(line);
    sayDone(done, dir);
  },
};
