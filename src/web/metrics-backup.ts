import { lastBackups } from '../services/last-backups.ts';
import type { WebParts } from './parts.ts';

const gauge = (name: string, help: string, value: number) => ({
  name: `sapakerja_backup_${name}`,
  help,
  type: 'gauge' as const,
  samples: [['', value]] as const,
});

/** When the last good backup was begun, how large it was, and whether the last one failed. */
export async function measureBackups({ store }: Pick<WebParts, 'store'>) {
  const { good, last } = await lastBackups(store);
  const began = gauge(
    'last_good_timestamp_seconds',
    'When the last good backup was begun; 0: there is none.',
    Math.round((good?.begunAt ?? 0) / 1_000),
  );
  return [
    began,
    gauge('last_good_bytes', 'Size of the last good backup.', good?.bytes ?? 0),
    gauge(
      'failed',
      '1 while the last backup is one that failed.',
      Number(last?.status === 'failed'),
    ),
  ];
}
