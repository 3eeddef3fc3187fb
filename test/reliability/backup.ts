import type { Promised } from './promise.ts';

const commands = 'test/commands/backup.test.ts';
const kills = 'test/faults/backup-kills.test.ts';

/** Backups, restores, and what was erased. */
export const backup: readonly Promised[] = [
  {
    id: 'backup-restores',
    promise: 'A backup puts every row and file back as it was, on either database.',
    shown: {
      spec: commands,
      grep: 'puts every row and file back as it was, on sqlite',
      sabotage: [
        {
          about: 'writes rows with their last field empty',
          file: 'src/store/fill.ts',
          find: 'row[column] ?? null)',
          replace: 'row[column] || null)',
        },
      ],
    },
  },
  {
    id: 'backup-changed',
    promise: 'A backup that was cut, or of which any byte was changed, is not put back.',
    shown: {
      spec: 'test/core/sealed-file.test.ts',
      sabotage: [
        {
          about: 'does not mark the last piece',
          file: 'src/core/sealed-file.ts',
          find: 'nonce.writeUInt8(isLast ? 1 : 0, 11)',
          replace: 'nonce.writeUInt8(0, 11)',
        },
        {
          about: 'does not count the pieces',
          file: 'src/core/sealed-file.ts',
          find: 'nonce.writeUIntBE(number, 5, 6)',
          replace: 'nonce.writeUIntBE(0, 5, 6)',
        },
      ],
    },
  },
  {
    id: 'backup-under-load',
    promise: 'A backup made while people write holds every message acknowledged before it began.',
    shown: {
      spec: kills,
      grep: 'holds every message',
      full: { acknowledged: 60, lost: 0 },
      sabotage: [
        {
          about: 'leaves the keys of messages out',
          file: 'src/store/move-tables.ts',
          find: "new Set(['counters'])",
          replace: "new Set(['counters', 'inbound_keys'])",
        },
      ],
    },
  },
  {
    id: 'backup-killed',
    promise: 'A backup that is killed anywhere leaves no half file that could be taken for one.',
    shown: {
      spec: kills,
      grep: 'leaves no half file',
      sabotage: [
        {
          about: 'writes under the final name',
          file: 'src/services/backup.ts',
          find: '.part`',
          replace: '.backup`',
        },
      ],
    },
  },
  {
    id: 'restore-killed',
    promise:
      'A place whose restore was killed is not served from, and is restored by the same command again.',
    shown: {
      spec: kills,
      grep: 'is not taken for ready',
      sabotage: [
        {
          about: 'opens a place that is being restored',
          file: 'src/open.ts',
          find: 'if (isRestoring(config.dataDir))',
          replace: 'if (false)',
        },
      ],
    },
  },
  {
    id: 'erased-stays-erased',
    promise:
      'Whoever was erased is erased again when an older backup is put back, before it opens.',
    shown: {
      spec: commands,
      grep: 'erases again what was erased since',
      sabotage: [
        {
          about: 'does not replay the list',
          file: 'src/services/restore.ts',
          find: 'await replayErasures(db, lines, now)',
          replace: 'await replayErasures(db, [], now)',
        },
        {
          about: 'forgets the person when it writes the list',
          file: 'src/services/erased-entry.ts',
          find: "hasher.hash('person', value)",
          replace: "hasher.hash('matter', value)",
        },
      ],
    },
  },
  {
    id: 'backup-scheduled',
    promise:
      'A backup is made every day at the hour that was set, at the start when that hour was missed, an hour after one failed, and whatever a clock that was wrong has noted.',
    shown: {
      spec: 'test/gateway/backups.test.ts',
      sabotage: [
        {
          about: 'makes none that was missed',
          file: 'src/gateway/backups.ts',
          find: 'good.begunAt >= lastPlanned(now, plan) &&',
          replace: 'good.begunAt >= lastPlanned(now, plan) - 100 * dayMs &&',
        },
        {
          about: 'believes a clock that ran ahead',
          file: 'src/gateway/backups.ts',
          find: '&& good.begunAt <= latest',
          replace: '',
        },
        {
          about: 'tries again at once for ever',
          file: 'src/gateway/backups.ts',
          find: "return last?.status !== 'failed' ||",
          replace: 'return true ||',
        },
      ],
    },
  },
  {
    id: 'backup-told',
    promise:
      'Doctor and metrics say when the last good backup was made, and that it is old, gone, beside its key, or that the last one failed.',
    shown: {
      spec: 'test/commands/doctor-backup.test.ts',
      sabotage: [
        {
          about: 'is content with an old one',
          file: 'src/services/last-backups.ts',
          find: "good.begunAt > oldAfter ? 'old' : 'ok'",
          replace: "good.begunAt > 1e15 ? 'old' : 'ok'",
        },
        {
          about: 'tells of no failure',
          file: 'src/web/metrics-backup.ts',
          find: "Number(last?.status === 'failed')",
          replace: '0',
        },
      ],
    },
  },
];
