import type { Promised } from './promise.ts';

/** What comes in. */
export const inbox: readonly Promised[] = [
  {
    id: 'repeat-one-effect',
    promise: 'A repeated webhook has one effect.',
    shown: {
      spec: 'test/gateway/same-message.property.test.ts',
      sabotage: [
        {
          about: 'takes a known key for a new one',
          file: 'src/gateway/receive.ts',
          find: 'names.every((name) => unknown.has(name))',
          replace: 'names.length > 0',
        },
      ],
    },
  },
];
