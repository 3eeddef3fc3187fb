import type { Promised } from './promise.ts';

/** What goes out. */
export const outbox: readonly Promised[] = [
  {
    id: 'order-per-person',
    promise: 'Nobody gets a later message before an earlier one, also when processes are killed.',
    shown: {
      spec: 'test/faults/claims.test.ts',
      grep: 'claim all',
      full: { messages: 100_000, kills: 45, 'lost or overtaken': 0 },
      sabotage: [
        {
          about: 'claims what another is claiming',
          file: 'src/store/due.ts',
          find: "due.forUpdate('o').skipLocked()",
          replace: 'due',
        },
      ],
    },
  },
  {
    id: 'none-overtakes-unknown',
    promise: 'No reply overtakes an earlier one that is to be tried again.',
    shown: {
      spec: 'test/gateway/send.test.ts',
      grep: 'lets no later reply overtake one whose outcome is unknown',
      sabotage: [
        {
          about: 'lets the second overtake the first',
          file: 'src/store/due.ts',
          find: "'(?) is null'",
          replace: "'((?) is null or 1 = 1)'",
        },
      ],
    },
  },
  {
    id: 'sent-at-least-once',
    promise: 'What a dead process had claimed is sent by another as soon as the lease is over.',
    shown: {
      spec: 'test/gateway/send.test.ts',
      grep: 'takes over what a dead process had claimed',
      sabotage: [
        {
          about: 'never ends a lease',
          file: 'src/store/due.ts',
          find: "'o.lease_until', '<', now",
          replace: "'o.lease_until', '<', -1",
        },
        {
          about: 'takes over before the lease is over',
          file: 'src/store/due.ts',
          find: "'o.lease_until', '<', now",
          replace: "'o.attempts', '<', 2",
        },
      ],
    },
  },
  {
    id: 'doubles-are-marked',
    promise: 'What may have been sent twice is marked so, always.',
    shown: {
      spec: 'test/faults/claims.test.ts',
      grep: 'claim all',
      full: { kills: 500, 'of them unmarked': 0 },
      sabotage: [
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
    id: 'no-double-with-a-key',
    promise: 'Where the provider knows a key (Android, Gammu), nothing is sent twice.',
    shown: {
      spec: 'test/channels/gammu.test.ts',
      grep: 'hands a message over once',
      sabotage: [
        {
          about: 'does not look for what is there',
          file: 'src/channels/gammu/outbox.ts',
          find: '(await run(find, [id, id])).length > 0',
          replace: '(await run(find, [id, id])).length > 9',
        },
      ],
    },
  },
  {
    id: 'asks-before-again',
    promise:
      'Where the provider can be asked, an attempt whose end is unknown is looked for first.',
    shown: {
      spec: 'test/gateway/send.test.ts',
      grep: 'asks the provider before sending again',
      sabotage: [
        {
          about: 'never asks',
          file: 'src/gateway/call.ts',
          find: 'await channel.find?.(message)',
          replace: 'undefined',
        },
      ],
    },
  },
  {
    id: 'fenced',
    promise: 'A process that has lost its lease records nothing over what the next one did.',
    shown: {
      spec: 'test/gateway/send.test.ts',
      grep: 'records nothing for a process that lost its lease',
      sabotage: [
        {
          about: 'looks at the status alone',
          file: 'src/store/marks.ts',
          find: "status: 'sending', attempts: message.attempts",
          replace: "status: 'sending'",
        },
      ],
    },
  },
  {
    id: 'status-never-back',
    promise: 'The status of a message never goes back, in whatever order reports come.',
    shown: {
      spec: 'test/faults/status-orders.test.ts',
      sabotage: [
        {
          about: 'believes the last report',
          file: 'src/store/delivery-reports.ts',
          find: 'statusRank[other] < statusRank[status]',
          replace: 'statusRank[other] >= 0',
        },
      ],
    },
  },
  {
    id: 'status-as-the-model',
    promise: 'A message goes from status to status as its model says, whatever happens when.',
    shown: {
      spec: 'test/gateway/lattice.test.ts',
      sabotage: [
        {
          about: 'believes the last report',
          file: 'src/store/delivery-reports.ts',
          find: 'statusRank[other] < statusRank[status]',
          replace: 'statusRank[other] >= 0',
        },
        {
          about: 'drops what was reported too early',
          file: 'src/store/marks.ts',
          find: 'if (recorded) await applyEarlyReports(db, message.accountId, providerId);',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'waits-as-told',
    promise: 'A provider that says 429 is not asked before the time, by any process, and gets all.',
    shown: {
      spec: 'test/gateway/throttle.test.ts',
      sabotage: [
        {
          about: 'forgets how long to wait',
          file: 'src/store/due.ts',
          find: ".orWhere('held_until', '<=', now)",
          replace: ".orWhere('held_until', '>', 0)",
        },
      ],
    },
  },
  {
    id: 'paced-for-each-person',
    promise:
      'Where a platform counts what one person gets, each gets it at that pace, from all processes.',
    shown: {
      spec: 'test/gateway/throttle.test.ts',
      grep: 'a platform that counts messages to one person',
      sabotage: [
        {
          about: 'forgets whom it wrote to just now',
          file: 'src/store/due.ts',
          find: 'if (wanted.aheadOfContact !== undefined)',
          replace: 'if (wanted.aheadOfContact === -1)',
        },
      ],
    },
  },
  {
    id: 'stop-is-immediate',
    promise: 'After STOP no broadcast reaches the person, not even what waits to be sent.',
    shown: {
      spec: 'test/gateway/broadcasts.test.ts',
      grep: 'is not sent to who says STOP',
      sabotage: [
        {
          about: 'takes back the YA alone, nothing that is queued',
          file: 'src/services/contacts.ts',
          find: 'await setStopped(db, contact.id, now.getTime()); await expireBulk(db, contact.id, now.getTime()); await withdrawConsent',
          replace: 'await withdrawConsent',
        },
      ],
    },
  },
  {
    id: 'stop-as-the-model',
    promise: 'STOP and MULAI are heeded in any order, also when the provider is down in between.',
    shown: {
      spec: 'test/gateway/opt-out.model.test.ts',
      sabotage: [
        {
          about: 'sends what is queued after STOP',
          file: 'src/store/due.ts',
          find: 'c.stopped_at is not null or ',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'quiet-at-night',
    promise: 'Nothing that nobody asked for leaves in the quiet hours; replies do.',
    shown: {
      spec: 'test/gateway/wanted.test.ts',
      grep: 'at night',
      sabotage: [
        {
          about: 'knows no night',
          file: 'src/store/due.ts',
          find: 'quiet === true || ',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'window-respected',
    promise: 'A day after the last word WhatsApp gets the template, a second before it free text.',
    shown: {
      spec: 'test/channels/whatsapp-cloud.test.ts',
      grep: 'whatsapp-cloud window',
      sabotage: [
        {
          about: 'counts two seconds too many',
          file: 'src/channels/whatsapp-window.ts',
          find: '>= windowLength',
          replace: '>= windowLength + 2_000',
        },
        {
          about: 'counts two seconds too few',
          file: 'src/channels/whatsapp-window.ts',
          find: '>= windowLength',
          replace: '>= windowLength - 2_000',
        },
      ],
    },
  },
  {
    id: 'segments-as-billed',
    promise: 'What an SMS costs is counted as it is billed.',
    shown: {
      spec: 'test/core/sms.test.ts',
      grep: 'measureSms',
      sabotage: [
        {
          about: 'gives a part the room of a whole SMS',
          file: 'src/core/sms.ts',
          find: 'single: 160, part: 153',
          replace: 'single: 160, part: 154',
        },
        {
          about: 'counts signs of two septets as one',
          file: 'src/core/sms.ts',
          find: '[character, 2]',
          replace: '[character, 1]',
        },
      ],
    },
  },
];
