import { relative, resolve, sep } from 'node:path';
import { ConfigError } from './errors.ts';

/** Where backups go, when, and what seals them. */
export interface BackupSettings {
  /** The folder; left out: nothing is backed up by itself. */
  readonly dir?: string;
  /** Secrets of 32 bytes; the first seals, all open. Empty: those of SECRET_KEY do it. */
  readonly secrets: readonly Buffer[];
  /** Hour of the office's day. */
  readonly hour: number;
}

/** What the environment says of it, as read. */
export interface BackupEnvironment {
  readonly BACKUP_DIR?: string | undefined;
  readonly BACKUP_KEY?: string | undefined;
  readonly BACKUP_AT: number;
}

function toSecret(base64: string): Buffer {
  const secret = Buffer.from(base64.trim(), 'base64');
  if (secret.length !== 32) throw new ConfigError('BACKUP_KEY must be 32 bytes in base64');
  return secret;
}

/** Whether a folder is, or lies in, another. */
function liesIn(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}

/**
 * The settings of backups.
 * @throws ConfigError also where the backups would lie beside their key and die with the data
 */
export function readBackupSettings(
  { BACKUP_DIR, BACKUP_KEY, BACKUP_AT }: BackupEnvironment,
  dataDir: string,
): BackupSettings {
  const secrets = (BACKUP_KEY ?? '').split(',').filter(Boolean).map(toSecret);
  if (BACKUP_DIR === undefined) return { secrets, hour: BACKUP_AT };
  const dir = resolve(BACKUP_DIR);
  if (liesIn(dir, dataDir))
    throw new ConfigError(
      'BACKUP_DIR must not lie in DATA_DIR: backups would be lost with the data, and lie beside their key',
    );
  return { dir, secrets, hour: BACKUP_AT };
}
