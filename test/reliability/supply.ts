import type { Promised } from './promise.ts';

/** What the program is made of. */
export const supply: readonly Promised[] = [
  {
    id: 'packages-few',
    promise:
      'Every package is locked by version and checksum; the database drivers and word nets that natural asks for are not installed.',
    shown: {
      spec: 'test/supply/supply.test.ts',
      grep: 'hold no database drivers',
      sabotage: [
        {
          about: 'reads a package that lies under another name as that other',
          file: 'test/supply/lock.ts',
          find: 'name: entry.name ?? folderOf(path),',
          replace: 'name: folderOf(path),',
        },
      ],
    },
  },
  {
    id: 'packages-known',
    promise:
      'Licence and reason of every package are written down; a bill of materials names no registry.',
    shown: {
      spec: 'test/supply/supply.test.ts',
      grep: 'have a known licence',
      sabotage: [
        {
          about: 'calls a package that says no licence unknown',
          file: 'test/supply/licences.ts',
          find: 'licence ?? toldElsewhere[name] ??',
          replace: 'licence ??',
        },
      ],
    },
  },
];
