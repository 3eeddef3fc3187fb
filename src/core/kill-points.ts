/** Where a test may kill a serving process, to prove that nothing acknowledged is lost. */
export const servingPoints = [
  'receive.arrived',
  'receive.begun',
  'receive.keys',
  'receive.moved',
  'receive.written',
  'receive.committed',
  'send.due',
  'send.claimed',
  'send.calling',
  'send.called',
  'send.marking',
  'send.marked',
] as const;

/** The same while messages go by the spool, because the database cannot be written. */
export const spoolPoints = [
  'spool.writing',
  'spool.written',
  'spool.named',
  'spool.kept',
  'spool.taken',
  'spool.removed',
] as const;

/** The same for a change of keys (`keys rotate`, `keys drop`). */
export const rotationPoints = [
  'rotate.writing',
  'rotate.known',
  'rotate.active',
  'rotate.resealing',
  'rotate.resealed',
  'rotate.file',
  'rotate.renamed',
  'rotate.counted',
  'rotate.retired',
  'rotate.dropped',
] as const;

/** Where a test may kill whoever makes a backup. */
export const backupPoints = [
  'backup.begun',
  'backup.table',
  'backup.written',
  'backup.synced',
  'backup.verified',
  'backup.renamed',
  'backup.pruned',
  'backup.recorded',
] as const;

/** Where a test may kill whoever puts a backup back. */
export const restorePoints = [
  'restore.verified',
  'restore.begun',
  'restore.table',
  'restore.filled',
  'restore.migrated',
  'restore.erased',
  'restore.files',
  'restore.committed',
  'restore.done',
] as const;

/** Where a test may kill the process that does HAPUS DATA. */
export const erasePoints = ['erase.begun', 'erase.listed', 'erase.committed'] as const;

export type KillPoint = (
  | typeof servingPoints
  | typeof spoolPoints
  | typeof rotationPoints
  | typeof backupPoints
  | typeof restorePoints
  | typeof erasePoints
)[number];

let armed: { readonly point: string; passes: number } | undefined;

/** `receive.keys` kills at the first pass, `receive.keys:3` at the third. */
export function armKillPoint(setting: string): void {
  const [point = '', passes = '1'] = setting.split(':');
  armed = { point, passes: Number(passes) };
}

/** Kills the process (SIGKILL: no clean-up runs) when this point is armed. */
export function killPoint(point: KillPoint): void {
  if (!armed || armed.point !== point) return;
  armed.passes -= 1;
  if (armed.passes <= 0) process.kill(process.pid, 'SIGKILL');
}
