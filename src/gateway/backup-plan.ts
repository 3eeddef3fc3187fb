import type { Keyring } from '../core/keys.ts';
import type { Log } from '../core/log.ts';
import { backUpInThread } from '../services/backup-in-thread.ts';
import { backupOrder, type BackupPlace } from '../services/backup-order.ts';
import { openErasedLog } from '../services/erased-log.ts';
import type { BackupPlan } from './backups.ts';
import type { GatewayTools } from './tools.ts';

/** What a server is told of backups. */
interface BackupParts extends Pick<GatewayTools, 'erasedLog'> {
  readonly backups?: BackupPlan;
}

/** The list of what was erased, and the backups that are made by themselves where there is a folder for them. */
export function backupParts(
  place: BackupPlace & { readonly killAt?: string },
  keys: Keyring,
  log: Log,
): BackupParts {
  const { dataDir, timezone: zone, killAt, backup } = place;
  const { dir, hour } = backup;
  if (dir === undefined) return { erasedLog: openErasedLog([dataDir], log) };
  const erasedLog = openErasedLog([dataDir, dir], log);
  return {
    erasedLog,
    backups: {
      hour,
      zone,
      erasedLog,
      make: (at, over) => backUpInThread(backupOrder(place, keys, { dir, at }), { over, killAt }),
    },
  };
}
