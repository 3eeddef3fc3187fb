import { join } from 'node:path';
import type { BackupSettings } from '../core/backup-settings.ts';
import { ringOf, type Keyring } from '../core/keys.ts';
import type { BackupOrder } from './backup.ts';

/** What the settings say of the place that is backed up. */
export interface BackupPlace {
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly office: string;
  readonly timezone: string;
  readonly backup: BackupSettings;
}

/** Every secret that may open a backup: those of BACKUP_KEY, then those of SECRET_KEY. */
export function openingSecrets(
  { secrets }: BackupSettings,
  own: readonly { readonly key: Buffer }[],
): readonly Buffer[] {
  return [...secrets, ...own.map(({ key }) => key)];
}

/** The order to back a place up. BACKUP_KEY seals where it is set, else SECRET_KEY. */
export function backupOrder(
  place: BackupPlace,
  keys: Keyring,
  { dir, at }: { readonly dir: string; readonly at: Date },
): BackupOrder {
  const { dataDir, databaseUrl: url, office, timezone: zone, backup } = place;
  const secrets = ringOf(keys).secrets;
  return {
    address: url === undefined ? { file: join(dataDir, 'sapakerja.db') } : { url },
    secrets,
    secret: backup.secrets[0] ?? secrets[0].key,
    dataDir,
    dir,
    office,
    zone,
    at: at.getTime(),
  };
}
