import type { Promised } from './promise.ts';

/** What the law gives people over their data (UU 27/2022). */
export const persons: readonly Promised[] = [
  {
    id: 'erasure-final',
    promise:
      'HAPUS DATA leaves nothing of a person in any table, sealed or not, and in no byte of the database file; what stays is a number, times and proof.',
    shown: {
      spec: 'test/gateway/erase.test.ts',
      sabotage: [
        {
          about: 'leaves the person',
          file: 'src/store/erase.ts',
          find: "await sql('persons').where({ id: personId }).delete();",
          replace: '',
        },
        {
          about: 'leaves what was said in a matter',
          file: 'src/store/erase.ts',
          find: "await sql('matter_messages').where({ matter_id: matterId }).delete();",
          replace: '',
        },
        {
          about: 'leaves the messages of the phone',
          file: 'src/services/erase.ts',
          find: 'await eraseAttachments(db, { contactId }); await deleteAllBodies(db, contactId);',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'own-data-copy',
    promise:
      'A person gets a copy of all that is stored, opened, noted in the trail and kept nowhere; of others on the same phone, and of danger, it tells nothing.',
    shown: {
      spec: 'test/web/admin/person-copy.test.ts',
      grep: 'the copy of all that is stored of a person on SQLite',
      sabotage: [
        {
          about: 'leaves the notes of the counter out',
          file: 'src/services/person-copy.ts',
          find: "title: copyWords('notes'), lines: notes.map",
          replace: "title: copyWords('notes'), lines: notes.slice(1).map",
        },
        {
          about: 'tells what others on the phone have written',
          file: 'src/store/person-copy.ts',
          find: '.whereNotExists(others)',
          replace: '',
        },
        {
          about: 'tells of danger',
          file: 'src/store/person-copy.ts',
          find: ".whereNull('c.guarded_at')",
          replace: '',
        },
        {
          about: 'leaves no line in the trail',
          file: 'src/services/person-copy-file.ts',
          find: 'await store.transaction((db) => auditExport(db, line, deed));',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'consent-proof',
    promise:
      'Of each YA the office can show the words, their version, when, by which medium and how it was said, and when it was taken back; of each registration the notice as it stood then.',
    shown: {
      spec: 'test/web/admin/person-copy.test.ts',
      grep: 'SQLite',
      sabotage: [
        {
          about: 'does not keep what was answered',
          file: 'src/gateway/answer.ts',
          find: 'office, contact, said: text',
          replace: 'office, contact',
        },
        {
          about: 'keeps one wording of the notice for ever',
          file: 'src/store/notices.ts',
          find: 'update(`${version}\\n${text}`)',
          replace: "update('')",
        },
      ],
    },
  },
  {
    id: 'nothing-kept-too-long',
    promise:
      'No row of any table outlives its time by more than two days: each table says how long it is kept, the jobs take it out, the doctor sees what they left.',
    shown: {
      spec: 'test/services/overdue.test.ts',
      grep: 'SQLite',
      sabotage: [
        {
          about: 'forgets a table',
          file: 'src/store/kept-tables.ts',
          find: 'seeker_fts seeker_profiles',
          replace: 'seeker_fts',
        },
        {
          about: 'leaves what people wrote',
          file: 'src/gateway/retention.ts',
          find: 'pruneInbound(part, received, how)',
          replace: 'Promise.resolve({ next: undefined, removed: 0, emptied: 0 })',
        },
        {
          about: 'leaves drafts and slips',
          file: 'src/gateway/retention.ts',
          find: 'const removed = await dropEnded(part, {',
          replace: 'const removed = 0; void ({',
        },
        {
          about: 'looks at no message',
          file: 'src/services/overdue.ts',
          find: "if (days === 'received' || days === 'sent')",
          replace: "if (days === 'received' || days === 'sent') return 0; if (days === 'trail')",
        },
      ],
    },
  },
  {
    id: 'breach-told',
    promise:
      'When data leaks one command says who is affected, by kind of data, and writes the notice of UU PDP article 46; names stand in a file of its owner alone; each is told once, nobody in danger is written to.',
    shown: {
      spec: 'test/commands/breach.test.ts',
      grep: 'breach on SQLite',
      sabotage: [
        {
          about: 'does not say who must not be written to',
          file: 'src/services/breach-phones.ts',
          find: 'known.some((one) => one.guarded === 1)',
          replace: 'false',
        },
        {
          about: 'lets others read the list',
          file: 'src/services/breach.ts',
          find: 'await mkdir(folder, { mode: 0o700 });',
          replace: 'await mkdir(folder);',
        },
        {
          about: 'tells twice',
          file: 'src/services/breach-tell.ts',
          find: "last?.action === 'breach.tell'",
          replace: "last?.action === 'breach.told'",
        },
        {
          about: 'counts those who came after the backup',
          file: 'src/store/leaked.ts',
          find: ".where('p.created_at', '<=', until)",
          replace: '',
        },
        {
          about: 'says that what is sealed could be read',
          file: 'src/services/breach.ts',
          find: "return kind === 'backup' || (kind === 'database' && sealedKinds.has(of));",
          replace: 'return false;',
        },
      ],
    },
  },
];
