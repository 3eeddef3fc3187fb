import type { Promised } from './promise.ts';

/** Who means harm from outside: floods, loops, spoofed senders, hostile files and texts. */
export const abuse: readonly Promised[] = [
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
];
