import { z } from 'zod';
import { say as fillIn } from '../render.ts';
import { target, text } from './shapes.ts';
import { stepKind } from './step.ts';

const shape = z.strictObject({
  say: text,
  /** Left out: the dialogue ends here. */
  next: target.optional(),
  /** Content longer than a message: the rest comes with LAGI. */
  long: z.enum(['yes', 'no']).default('no'),
});

/**
 * Says something. The dialogue ends with it, or the next question follows in the same message.
 *
 * ```yaml
 * selesai:
 *   say: "Terima kasih. No. pra-daftar {nomor}."
 * ```
 */
export const say = stepKind('say', shape, ({ say: words, next, long }) => ({
  links: next === undefined ? [] : [{ label: '', to: next, path: ['next'] }],
  texts: [{ text: words, path: ['say'], long: long === 'yes' }],
  enter(here) {
    const said = fillIn(here, words);
    return next === undefined
      ? { to: 'end', text: said }
      : { to: 'step', step: next, frame: here.frame, said };
  },
}));
