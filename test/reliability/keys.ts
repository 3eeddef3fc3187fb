import type { Promised } from './promise.ts';

/** Keys and what they seal. */
export const keys: readonly Promised[] = [
  {
    id: 'keys-all-resealed',
    promise:
      'A change of keys seals every column and file anew: afterwards the old key opens nothing that is needed.',
    shown: {
      spec: 'test/services/key-rotation.test.ts',
      sabotage: [
        {
          about: 'forgets a sealed column',
          file: 'src/store/sealed-columns.ts',
          find: "column('seeker_notes', 'text_sealed', 'seeker_notes.text|{key}'),",
          replace: '',
        },
        {
          about: 'leaves the files as they are',
          file: 'src/services/sealed-files.ts',
          find: 'id === undefined || id === active',
          replace: 'true',
        },
        {
          about: 'writes over what was written meanwhile',
          file: 'src/store/reseal.ts',
          find: '{ ...key, [column.column]: from }',
          replace: '{ ...key }',
        },
      ],
    },
  },
  {
    id: 'cipher-text-bound',
    promise: 'A cipher text that is copied to another row or column does not open there.',
    shown: {
      spec: 'test/services/key-rotation.test.ts',
      grep: 'in the place of another row',
      sabotage: [
        {
          about: 'binds a cipher text to nothing',
          file: 'src/core/keys.ts',
          find: 'Buffer.from(place)',
          replace: 'Buffer.alloc(0)',
        },
      ],
    },
  },
  {
    id: 'key-missing-refused',
    promise:
      'Nothing is served without a key that stored data needs, with another key of its name, or with a key that another process does not know yet.',
    shown: {
      spec: 'test/services/key-rotation.test.ts',
      grep: 'refuses to',
      sabotage: [
        {
          about: 'takes the id for the key',
          file: 'src/store/key-use.ts',
          find: 'held: opens(db, id, proof)',
          replace: 'held: true',
        },
        {
          about: 'does not ask whether others know the key',
          file: 'src/services/key-follow.ts',
          find: '!known.includes(active)',
          replace: 'false',
        },
      ],
    },
  },
  {
    id: 'key-file-guarded',
    promise:
      'A key file that others may read, that holds no key, or that is gone while its database is there, is refused; no new key is made in its place.',
    shown: {
      spec: 'test/config.test.ts',
      grep: 'key',
      sabotage: [
        {
          about: 'does not look at the mode',
          file: 'src/core/key-file.ts',
          find: 'const ofOthers = 0o077;',
          replace: 'const ofOthers = 0;',
        },
        {
          about: 'makes a new key for an old database',
          file: 'src/core/key-file.ts',
          find: 'statSync(file).size > 0',
          replace: 'false',
        },
      ],
    },
  },
  {
    id: 'keys-rotate-under-load',
    promise:
      'Keys are changed beside a running service: at 20 requests a second no read and no webhook fails, and nothing is left under the old key.',
    shown: {
      spec: 'test/faults/rotation.test.ts',
      full: { 'failed webhooks': 0, 'read errors': 0, 'on the old key': 0 },
      sabotage: [
        {
          about: 'a server does not read its key file again',
          file: 'src/services/key-follow.ts',
          find: 'version === this.#version',
          replace: 'true',
        },
      ],
    },
  },
  {
    id: 'keys-rotate-killed',
    promise:
      'A change of keys that is killed at any point goes on where it was; everything stays readable.',
    shown: {
      spec: 'test/faults/rotation-kills.test.ts',
      sabotage: [
        {
          about: 'makes another key instead of going on',
          file: 'src/commands/keys-rotate.ts',
          find: 'if (secrets.length > 1) {',
          replace: 'if (secrets.length > 9) {',
        },
      ],
    },
  },
  {
    id: 'erased-wholly',
    promise:
      'HAPUS DATA leaves nothing of a person in any table, nor in the database file or beside it.',
    shown: {
      spec: 'test/gateway/erase.test.ts',
      grep: 'leaves no',
      sabotage: [
        {
          about: 'leaves the person in its table',
          file: 'src/store/erase.ts',
          find: "await sql('persons').where({ id: personId }).delete();",
          replace: '',
        },
        {
          about: 'leaves what was deleted in the file',
          file: 'src/store/sqlite-connection.ts',
          find: 'secure_delete = ON',
          replace: 'secure_delete = OFF',
        },
      ],
    },
  },
  {
    id: 'nik-nowhere',
    promise:
      'No NIK stands readable in any file that is left behind: database, its log, what was printed or answered; the log at its finest names nobody.',
    shown: {
      spec: 'test/reliability/nik-search.test.ts',
      sabotage: [
        {
          about: 'keeps what people wrote readable beside its cipher text',
          file: 'src/core/keys.ts',
          find: "return `v1.${id}.${parts.join('.')}`;",
          replace:
            "return `v1.${id}.${parts.join('.')}.${Buffer.from(plain).toString('base64url')}`;",
        },
        {
          about: 'the search does not look into base64',
          file: 'test/reliability/nik-search.ts',
          find: '[...inForms(text), ...inLetters(text)]',
          replace: 'inForms(text)',
        },
      ],
    },
  },
];
