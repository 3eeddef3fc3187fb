import type { Promised } from './promise.ts';

/** What comes in. */
export const inbox: readonly Promised[] = [
  {
    id: 'killed-at-each-point',
    promise:
      'A message that was answered 2xx is not lost, wherever between two steps the process is killed.',
    shown: {
      spec: 'test/faults/kill-points.test.ts',
      full: {
        'kill points on SQLite': 300,
        'kill points on PostgreSQL': 300,
        messages: 10_000,
        lost: 0,
      },
      sabotage: [
        {
          about: 'answers before the commit',
          file: 'src/web/webhooks.ts',
          find: 'await gateway.receive(channel, events)',
          replace: 'void gateway.receive(channel, events).catch(() => undefined)',
        },
      ],
    },
  },
  {
    id: 'killed-at-random',
    promise: 'The same when processes are killed at random moments, again and again.',
    shown: {
      spec: 'test/faults/random-kills.test.ts',
      full: { 'kills on SQLite': 200, 'kills on PostgreSQL': 200, messages: 10_000, lost: 0 },
      sabotage: [
        {
          about: 'answers before the commit',
          file: 'src/web/webhooks.ts',
          find: 'await gateway.receive(channel, events)',
          replace: 'void gateway.receive(channel, events).catch(() => undefined)',
        },
      ],
    },
  },
  {
    id: 'killed-in-turn',
    promise:
      'Two processes on one database, killed in turn, lose nothing and double nothing unmarked.',
    shown: {
      spec: 'test/faults/fleet.test.ts',
      grep: 'when they are killed',
      full: { 'kills in turn': 40, lost: 0 },
      sabotage: [
        {
          about: 'answers before the commit',
          file: 'src/web/webhooks.ts',
          find: 'await gateway.receive(channel, events)',
          replace: 'void gateway.receive(channel, events).catch(() => undefined)',
        },
      ],
    },
  },
  {
    id: 'repeat-one-effect',
    promise: 'A repeated webhook has one effect, under whichever of its keys it comes.',
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
  {
    id: 'many-times-one-effect',
    promise:
      'Events that each come up to twenty times, fifty at the same moment, have one effect each.',
    shown: {
      spec: 'test/faults/repeats.test.ts',
      grep: 'have one effect each',
      full: { events: 20_000, effects: 20_000, 'lost or doubled': 0 },
      sabotage: [
        {
          about: 'takes a known key for a new one',
          file: 'src/gateway/receive.ts',
          find: 'names.every((name) => unknown.has(name))',
          replace: 'names.length > 0',
        },
        {
          about: 'forgets the keys that are known',
          file: 'src/store/inbound.ts',
          find: 'rows.map(({ account_id, key }) => inboundKeyName({ accountId: account_id, key }))',
          replace: 'sorted.map(inboundKeyName)',
        },
      ],
    },
  },
  {
    id: 'late-replay',
    promise: 'A genuine request that is played again after months has no effect.',
    shown: {
      spec: 'test/faults/repeats.test.ts',
      grep: 'played again',
      full: { 'requests played again after 100 days': 2_000, effects: 0 },
      sabotage: [
        {
          about: 'forgets keys as soon as messages',
          file: 'src/services/retention.ts',
          find: 'keyDays = 400',
          replace: 'keyDays = 20',
        },
      ],
    },
  },
  {
    id: 'failed-turn-kept',
    promise: 'A turn that fails loses no message: it is tried again, and takes effect once.',
    shown: {
      spec: 'test/gateway/failed-turns.test.ts',
      sabotage: [
        {
          about: 'takes a failed turn for done',
          file: 'src/gateway/answer.ts',
          find: "status: 'failed'",
          replace: "status: 'done'",
        },
      ],
    },
  },
  {
    id: 'poison-stops-nothing',
    promise: 'Messages that can never be taken hold up no other, and reach an officer.',
    shown: {
      spec: 'test/faults/poison.test.ts',
      full: { messages: 10_000, 'of them poison': 100, 'with an officer': 100 },
      sabotage: [
        {
          about: 'tries for ever',
          file: 'src/gateway/retry.ts',
          find: 'message.attempts >= maxTurns',
          replace: 'message.attempts > 1_000',
        },
      ],
    },
  },
  {
    id: 'inbox-as-the-model',
    promise: 'An inbox holds what its model holds, through repeats, deaths, failures and retries.',
    shown: {
      spec: 'test/gateway/inbox.model.test.ts',
      sabotage: [
        {
          about: 'takes a known key for a new one',
          file: 'src/gateway/receive.ts',
          find: 'names.every((name) => unknown.has(name))',
          replace: 'names.length > 0',
        },
        {
          about: 'takes a failed turn for done',
          file: 'src/gateway/answer.ts',
          find: "status: 'failed'",
          replace: "status: 'done'",
        },
      ],
    },
  },
  {
    id: 'conversation-as-the-model',
    promise: 'A conversation goes as undisturbed, through deaths, repeats and other processes.',
    shown: {
      spec: 'test/gateway/conversation.model.test.ts',
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
  {
    id: 'one-machine-per-request',
    promise: 'A message that two processes get at the same moment has one effect.',
    shown: {
      spec: 'test/processes.test.ts',
      grep: 'one effect',
      sabotage: [
        {
          about: 'forgets the keys that are known',
          file: 'src/store/inbound.ts',
          find: 'rows.map(({ account_id, key }) => inboundKeyName({ accountId: account_id, key }))',
          replace: 'sorted.map(inboundKeyName)',
        },
      ],
    },
  },
  {
    id: 'parts-joined',
    promise: 'Parts of a long SMS are joined right in any order, apart from those of other people.',
    shown: {
      spec: 'test/channels/gammu/parts.test.ts',
      sabotage: [
        {
          about: 'joins by the reference alone',
          file: 'src/channels/gammu/parts.ts',
          find: '`${row.sender} ${reference} ${parts}`',
          replace: '`${reference} ${parts}`',
        },
      ],
    },
  },
  {
    id: 'fast-answer',
    promise: 'A webhook is answered in less than 250 ms (p99), also while every provider hangs.',
    shown:
      'Measured, not asserted, for a rate says nothing on a busy machine: `npm run bench -- hanging` and `turn` in [performance.md](performance.md).',
  },
];
