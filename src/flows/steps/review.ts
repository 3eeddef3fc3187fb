import { z } from 'zod';
import { say } from '../render.ts';
import { pickWord } from './choice.ts';
import { unclear } from './problem.ts';
import { target, text } from './shapes.ts';
import { stepKind, type Here, type Turn } from './step.ts';

const line = z.strictObject({
  /** How it is read back, with {placeholders}. */
  show: text,
  /** The question that corrects it. */
  step: target,
});

const shape = z.strictObject({
  review: z.array(line).min(1),
  /** `{baca}` is the numbered list. */
  prompt: text,
  simpler: text.optional(),
  /** Where YA leads. */
  next: target,
});

type Review = z.infer<typeof shape>;

// "3 SMA", "3. SMA", "3) SMA", "no 3 SMA", "salah nomor 3", "nomor 3 salah"
const numbered =
  /^(?:(?:yang|yg)\s+)?(?:salah\s+)?(?:(?:no|nomor|nomer)\b[\s.]*)?(\d{1,2})(?!\d)[\s.):,=-]*(.*)$/isu;
const noise =
  /^(?:(?:yang|yg)\s+)?(?:salah|ganti|ubah|keliru|diganti|jadi|menjadi|harusnya|seharusnya)\b[\s:,.]*/iu;

/** The prompt with the numbered list in it, all placeholders still open: they are fitted together. */
function template({ review, prompt: words }: Review): string {
  const lines = review.map(({ show }, index) => `${index + 1}) ${show}`);
  return words.replace('{baca}', lines.join(' '));
}

function prompt(data: Review, here: Here): string {
  return say(here, template(data));
}

/** The line meant by its number, and what stands behind it. */
function correction(
  { review }: Review,
  words: string,
): { readonly step: string; readonly text: string } | undefined {
  const [, digits = '', rest = ''] = numbered.exec(words.trim()) ?? [];
  const step = review[Number(digits) - 1]?.step;
  return step === undefined ? undefined : { step, text: rest.replace(noise, '').trim() };
}

function answer(review: Review, words: string, here: Here): Turn {
  const corrected = correction(review, words);
  if (corrected) return { to: 'answer', ...corrected, frame: here.frame };
  const choice = pickWord(['YA', 'TIDAK', 'SALAH'], words, here.book.answers['yesno']);
  if (choice === 'YA') return { to: 'step', step: review.next, frame: here.frame };
  if (choice !== undefined) {
    return { to: 'question', text: say(here, here.book.replies['which-line'] ?? '') };
  }
  return { to: 'miss', text: unclear(prompt(review, here), here) };
}

/**
 * Reads everything back with numbers. YA goes on; a number and the right value corrects that line
 * and reads back again; a number alone asks its question again.
 *
 * ```yaml
 * periksa:
 *   review:
 *     - { show: "{nama}", step: nama }
 *     - { show: "{pendidikan}", step: pendidikan }
 *   prompt: "{baca}. Benar semua? Balas YA. Ada yg salah? Balas nomor & isinya, contoh: 2 SMA"
 *   next: simpan
 * ```
 */
export const review = stepKind('review', shape, (data) => ({
  links: [
    { label: 'YA', to: data.next, path: ['next'] },
    ...data.review.map(({ step }, index) => ({
      label: String(index + 1),
      to: step,
      path: ['review', index, 'step'],
    })),
  ],
  texts: [
    { text: template(data), path: ['prompt'] },
    ...(data.simpler === undefined ? [] : [{ text: data.simpler, path: ['simpler'] }]),
  ],
  question: {
    expects: 'confirm',
    save: undefined,
    kinds: [],
    words: ['YA', 'TIDAK'],
    simpler: data.simpler,
    forget: [],
  },
  enter: (here) => ({ to: 'question', text: prompt(data, here) }),
  answer: (words, here) => answer(data, words, here),
}));
