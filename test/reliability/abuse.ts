import type { Promised } from './promise.ts';

/** Who means harm from outside: floods, loops, spoofed senders, hostile files and texts. */
export const abuse: readonly Promised[] = [
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
