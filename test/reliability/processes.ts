import type { Promised } from './promise.ts';

/** Processes, clocks, databases. */
export const processes: readonly Promised[] = [
  {
    id: 'told-to-stop',
    promise:
      'Processes that are told to stop, one after the other, lose nothing, double nothing and mark nothing.',
    shown: {
      spec: 'test/faults/fleet.test.ts',
      grep: 'when they are told to stop',
      sabotage: [
        {
          about: 'ends at once when it is told to stop',
          file: 'src/main.ts',
          find: "process.once('SIGTERM', onSignal);",
          replace: "process.once('SIGTERM', () => process.exit(0));",
        },
      ],
    },
  },
  {
    id: 'one-leader',
    promise: 'Of work that one process does, two never do it at once, whoever is killed.',
    shown: {
      spec: 'test/gateway/lease-kills.test.ts',
      full: { 'kills on SQLite': 50, 'kills on PostgreSQL': 50, 'two holders at once': 0 },
      sabotage: [
        {
          about: 'takes a lease that is held',
          file: 'src/gateway/lease.ts',
          find: 'return seenFor >= (seen.over ? ms / 2 : ms)',
          replace: 'return true',
        },
      ],
    },
  },
  {
    id: 'leader-despite-clock',
    promise: 'A lease has one holder and ends in its time, also when the clock jumps.',
    shown: {
      spec: 'test/gateway/lease.test.ts',
      sabotage: [
        {
          about: 'believes the clock of the database',
          file: 'src/gateway/lease.ts',
          find: 'return seenFor >= (seen.over ? ms / 2 : ms)',
          replace: 'return seen.over',
        },
      ],
    },
  },
  {
    id: 'despite-the-clock',
    promise: 'A clock that jumps holds up no message, and lets none be sent twice unmarked.',
    shown: {
      spec: 'test/gateway/clock-jumps.test.ts',
      sabotage: [
        {
          about: 'waits for a lease that ends in an hour',
          file: 'src/store/due.ts',
          find: ".orWhere('o.lease_until', '>', latest)",
          replace: '',
        },
        {
          about: 'marks nothing',
          file: 'src/store/outbox.ts',
          find: 'wanted.idempotent === true ? 0 : 1',
          replace: '0',
        },
      ],
    },
  },
  {
    id: 'killed-in-a-migration',
    promise: 'A process that dies while it migrates leaves nothing half; the next one does it all.',
    shown: {
      spec: 'test/faults/migration-kills.test.ts',
      sabotage: [
        {
          about: 'migrates without a transaction',
          file: 'src/store/migrate.ts',
          find: 'store.transaction(async (db)',
          replace:
            '((work) => work({ ...store, sql: { raw: (...all) => store.sql.raw(...all), migrate: { latest: (from) => store.sql.migrate.latest({ ...from, disableTransactions: true }) } } }))(async (db)',
        },
      ],
    },
  },
  {
    id: 'waited-for-us',
    promise:
      'What people wrote while the linked phone was not listened to arrives, each once and in order.',
    shown: {
      spec: 'test/channels/whatsapp/link.test.ts',
      grep: 'what waited while we were away',
      full: { 'messages that waited': 100, lost: 0, doubled: 0 },
      sabotage: [
        {
          about: 'hears live words only',
          file: 'src/channels/whatsapp/socket.ts',
          find: '({ messages }) => ears.messages(messages)',
          replace: "({ messages, type }) => type === 'notify' && ears.messages(messages)",
        },
      ],
    },
  },
  {
    id: 'session-survives',
    promise: 'A kill in the middle of a write leaves the keys of a linked phone whole.',
    shown: {
      spec: 'test/store/vault-kill.test.ts',
      full: { kills: 200, 'half written': 0 },
      sabotage: [
        {
          about: 'writes without a transaction',
          file: 'src/store/vault.ts',
          find: 'store.transaction(async (db)',
          replace: '((work) => work(store))(async (db)',
        },
      ],
    },
  },
  {
    id: 'safe-sqlite',
    promise: 'No SQLite is used that can damage its own files.',
    shown: {
      spec: 'test/store/sqlite-version.test.ts',
      sabotage: [
        {
          about: 'forgets the one that was withdrawn',
          file: 'src/store/store.ts',
          find: ' || number === 3_052_000',
          replace: '',
        },
        {
          about: 'takes any',
          file: 'src/store/store.ts',
          find: 'number < 3_051_003',
          replace: 'number < 3_000_000',
        },
      ],
    },
  },
  {
    id: 'same-on-both',
    promise: 'A search finds the same on SQLite and on PostgreSQL, in the same order.',
    shown: {
      spec: 'test/services/search-equality.test.ts',
      sabotage: [
        {
          about: 'asks PostgreSQL for any of the words where SQLite wants all',
          file: 'src/store/token-index.ts',
          find: `["'", ' | ', ' & ']`,
          replace: `["'", ' | ', ' | ']`,
        },
      ],
    },
  },
  {
    id: 'node-versions',
    promise: 'It runs on Node.js 20, 22 and 24.',
    shown:
      'Only Node.js 20 is installed where these tests run. Nothing newer than Node.js 20.19 is used; run `.ci/run` under each version.',
  },
  {
    id: 'upgrade-and-back',
    promise: 'A new version takes over under load, and the old one can take back.',
    shown:
      'There is no earlier release to go back to. What is shown: restarts in turn, and kills inside migrations.',
  },
  {
    id: 'soak',
    promise: 'A day of load leaks no memory and leaves no lease behind.',
    shown:
      'A day does not fit into a test run: `npm run bench -- long-run` takes half a million turns in one process; see [performance.md](performance.md).',
  },
];
