import type { Promised } from './promise.ts';

/** Who means harm from outside: floods, loops, spoofed senders, hostile files and texts. */
export const abuse: readonly Promised[] = [
  {
    id: 'loop-ends',
    promise:
      'Two gateways that answer each other fall silent after at most 21 messages each, whether they answer at once or after ten minutes, and the operator is told once.',
    shown: {
      spec: 'test/gateway/abuse.test.ts',
      grep: 'who means harm on SQLite',
      sabotage: [
        {
          about: 'takes no long text for repeated',
          file: 'src/gateway/guards.ts',
          find: 'filter((one) => one === text).length >= limits.equalTexts',
          replace: 'filter((one) => one === text).length >= 1e9',
        },
        {
          about: 'tells the operator at every message',
          file: 'src/gateway/machine.ts',
          find: '(await countAudit(db, { subject, action }, now.getTime() - day)) > 0',
          replace: 'false',
        },
      ],
    },
  },
  {
    id: 'flood-of-one',
    promise: 'A flood from one number gets at most 20 replies, and nobody else waits for it.',
    shown: {
      spec: 'test/gateway/abuse.test.ts',
      grep: 'flood from one',
      full: { messages: 2_000, replies: 1, others: 200 },
      sabotage: [
        {
          about: 'answers all of it',
          file: 'src/gateway/guards.ts',
          find: 'traffic.minute < limits.minute - 1 &&',
          replace: 'traffic.minute >= 0 &&',
        },
        {
          about: 'lets messages of one person fill a batch before the others',
          file: 'src/gateway/batch.ts',
          find: 'else left.push(entry);',
          replace:
            'else left.push(entry); if (left.length > 0 && taken.length > 0) { left.push(...waiting.slice(waiting.indexOf(entry) + 1)); break; }',
        },
      ],
    },
  },
  {
    id: 'spend-limit',
    promise:
      'However many numbers write, replies of a day cost at most 120 % of what the office set for it; officers and danger still get through.',
    shown: {
      spec: 'test/gateway/abuse.test.ts',
      grep: 'floods from many',
      full: { senders: 20_000 },
      sabotage: [
        {
          about: 'has always room in the budget',
          file: 'src/services/budget.ts',
          find: 'Math.max(0, Math.floor(limit * share) - spent.segments)',
          replace: '1e6',
        },
      ],
    },
  },
  {
    id: 'texts-are-quick',
    promise:
      'No pattern of ours, and no reader of texts, takes long over the worst that anybody can write.',
    shown: {
      spec: 'test/language/worst-case.test.ts',
      full: { 'texts of 4,096 characters': 500, slow: 0 },
      sabotage: [
        {
          about: 'has a pattern that doubles with each sign',
          file: 'src/language/company-names.ts',
          find: String.raw`[\s,.?!]{1,8}(?:resmi`,
          replace: String.raw`(?:[\s,.?!]+)+(?:resmi`,
        },
      ],
    },
  },
  {
    id: 'premium-numbers',
    promise:
      'No SMS goes to names, short codes, landlines, premium and service numbers or to ourselves; workers abroad are answered.',
    shown: {
      spec: 'test/gateway/abuse.test.ts',
      grep: 'nothing is sent to names',
      sabotage: [
        {
          about: 'knows no premium codes',
          file: 'src/core/phone.ts',
          find: '&& !dear.test(`+${digits}`)',
          replace: '',
        },
        {
          about: 'answers our own numbers',
          file: 'src/gateway/routes.ts',
          find: 'if (isOurs(from, routes)) return false;',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'silent-number',
    promise:
      'A number that was silent for 90 days shows and changes nothing of its earlier holder before the year of birth was told; three wrong years end it.',
    shown: {
      spec: 'test/gateway/silent.test.ts',
      sabotage: [
        {
          about: 'leaves the persons with the number',
          file: 'src/store/earlier.ts',
          find: "contact_persons: 'contact_id',",
          replace: '',
        },
        {
          about: 'asks for no year of birth',
          file: 'src/flows/interpret.ts',
          find: 'return heedSilence(book, conversation, open, context);',
          replace: 'return open;',
        },
        {
          about: 'lets the year be guessed',
          file: 'src/services/earlier.ts',
          find: 'const guesses = 3;',
          replace: 'const guesses = 300;',
        },
        {
          about: 'goes on with the dialogue of the earlier holder',
          file: 'src/gateway/silent.ts',
          find: 'if (!state || flows[state.flow]?.kept) return null;',
          replace: 'if (!state) return null;',
        },
      ],
    },
  },
  {
    id: 'photo-without-place',
    promise: 'A photo is stored without the place, the time and the camera it was taken with.',
    shown: {
      spec: 'test/services/strip.test.ts',
      sabotage: [
        {
          about: 'keeps the Exif of a JPEG',
          file: 'src/services/strip-jpeg.ts',
          find: 'if (kept(segment.marker))',
          replace: 'if (kept(segment.marker) || segment.marker === 0xe1)',
        },
        {
          about: 'keeps what hangs behind the end of a picture',
          file: 'src/services/strip-png.ts',
          find: "if (name === 'IEND') return",
          replace:
            "if (name === 'IEND') parts.push(file.subarray(end)); if (name === 'IEND') return",
        },
        {
          about: 'keeps the place of a film',
          file: 'src/services/strip-movie.ts',
          find: 'file.fill(0, box.from, box.to);',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'stranger-reads-nothing',
    promise:
      'No command tells a stranger, or who forges a sender, anything of another person; numbers that are not are answered with the same words and as many queries.',
    shown: {
      spec: 'test/gateway/strangers.test.ts',
      sabotage: [
        {
          about: 'shows a registration to whoever names it',
          file: 'src/services/status.ts',
          find: 'if (seeker?.own && years.length < 2)',
          replace: 'if (seeker)',
        },
        {
          about: 'lets the year of birth be guessed at',
          file: 'src/services/status.ts',
          find: '>= guessesADay',
          replace: '>= 1e9',
        },
        {
          about: 'erases without the year of birth',
          file: 'src/services/erasures.ts',
          find: 'if (years.length === 0)',
          replace: 'if (years.length >= 0)',
        },
      ],
    },
  },
  {
    id: 'no-inside-address',
    promise:
      'No file of a provider and no setting leads inside the network or to a cloud’s secrets.',
    shown: {
      spec: 'test/channels/index.test.ts',
      grep: 'own address',
      sabotage: [
        {
          about: 'takes every address',
          file: 'src/channels/kind.ts',
          find: '!isCloudsOwn(new URL(text))',
          replace: 'true',
        },
      ],
    },
  },
  {
    id: 'no-hidden-signs',
    promise:
      'No text of a person, an employer or a file turns round, hides, or moves what an officer or an operator reads: direction, zero-width and control signs are left out.',
    shown: {
      spec: 'test/web/admin/hidden-signs.test.ts',
      sabotage: [
        {
          about: 'keeps signs of direction',
          file: 'src/language/clean.ts',
          find: "cap(lines.replace(invisible, '').normalize('NFC'))",
          replace: "cap(lines.normalize('NFC'))",
        },
        {
          about: 'prints headers as they come',
          file: 'src/services/table-header.ts',
          find: 'unknown.push(shown(cell))',
          replace: 'unknown.push(cell)',
        },
      ],
    },
  },
];
