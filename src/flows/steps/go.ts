import { z } from 'zod';
import { fill } from '../render.ts';
import { stepKind } from './step.ts';

const shape = z.strictObject({
  go: z.string().min(1),
  /** What stands behind the keyword, as if the person had written it; names between braces. */
  with: z.string().optional(),
});

/**
 * Goes on with another flow: this dialogue is over.
 *
 * ```yaml
 * petugas:
 *   go: petugas
 *   with: "{kata}"
 * ```
 */
export const go = stepKind('go', shape, ({ go: flow, with: words = '' }) => ({
  links: [],
  texts: words === '' ? [] : [{ text: words, path: ['with'] }],
  flow,
  enter: ({ frame }) => {
    const answers = Object.entries(frame.answers).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return { to: 'flow', flow, text: fill(words, Object.fromEntries(answers)) };
  },
}));
