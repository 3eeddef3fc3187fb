import { z } from 'zod';
import { placeholders, say } from '../render.ts';
import { pickWord } from './choice.ts';
import { readCorrections, readNamed, type Correction, type NamedLine } from './corrections.ts';
import { unclear } from './problem.ts';
import { branches, optionalTexts, target, text } from './shapes.ts';
import { stepKind, type Here, type Turn } from './step.ts';

const lineShape = z.strictObject({
  /** How it is read back, with {placeholders}. */
  show: text,
  /** The question that corrects it. */
  step: target,
});

const shape = z.strictObject({
  review: z.array(lineShape).min(1),
  /** `{baca}` is the numbered list. */
  prompt: text,
  /** Said when an answer was not understood; left out: the prompt again. */
  unclear: text.optional(),
  simpler: text.optional(),
  /** Where YA leads. */
  next: target,
  /** Other words that end the reading, and where they lead. */
  words: branches.default({}),
});

type Review = z.infer<typeof shape>;

/** The prompt with the numbered list in it, all placeholders still open: they are fitted together. */
function template({ review, prompt: words }: Review): string {
  const lines = review.map(({ show }, index) => `${index + 1}) ${show}`);
  return words.replace('{baca}', lines.join(' '));
}

function prompt(data: Review, here: Here): string {
  return say(here, template(data));
}

/** Kinds of answer that a text either is or is not: said alone, it is clear which line is meant. */
const sureKinds = new Set(['nik', 'education', 'date', 'phone', 'money']);

/** A place of more words than these is a sentence. */
const longestPlace = 4;

function isSure(kind: string, words: string): boolean {
  const isPlace = kind === 'area' && words.trim().split(/\s+/u).length <= longestPlace;
  return isPlace || sureKinds.has(kind);
}

// A number that no line has, or "ga punya": nothing is guessed from it.
const unsure =
  /^\s*(?:\d{1,2}\b|(?:tidak|tdk|gak?|gk|ng?gak?|enggak|belum|blm|ora|ndak)\b(?!.*sekolah))/iu;

/** The line whose kind of answer the text is, when there is one such line only. */
function readBare({ review }: Review, words: string, { flow, book, context }: Here): Correction[] {
  const fitting = review.flatMap(({ step }, index) => {
    const [kind = ''] = flow.steps[step]?.question?.kinds ?? [];
    const sure = isSure(kind, words) && book.answers[kind]?.parse(words, context).kind === 'value';
    return sure ? [{ line: index + 1, text: words }] : [];
  });
  return fitting.length === 1 ? fitting : [];
}

function namedLine({ step, show }: Review['review'][number], { flow }: Here): NamedLine {
  const [kind = ''] = flow.steps[step]?.question?.kinds ?? [];
  return { name: step, kind, shown: placeholders(show).map((name) => flow.kinds[name] ?? '') };
}

function correctionsIn(data: Review, words: string, here: Here): Correction[] {
  const { review } = data;
  const numbered = readCorrections(words, review.length);
  if (numbered.length > 0) return numbered;
  const named = readNamed(
    words,
    review.map((line) => namedLine(line, here)),
  );
  if (named) return [named];
  return unsure.test(words) ? [] : readBare(data, words, here);
}

/**
 * Applies corrections one after the other. The one whose question comes first in the flow is left
 * for the engine: from there the dialogue finds what depends on it.
 */
function correct({ review }: Review, corrections: readonly Correction[], here: Here): Turn {
  const order = Object.keys(here.flow.steps);
  const steps = corrections
    .map(({ line, text: words }) => ({ step: review[line - 1]?.step ?? '', text: words }))
    .toSorted((a, b) => order.indexOf(b.step) - order.indexOf(a.step));
  let { frame } = here;
  for (const { step, text: words } of steps.slice(0, -1)) {
    const turn = here.flow.steps[step]?.answer?.(words, { ...here, frame });
    if (turn?.to !== 'step') return { to: 'answer', step, text: words, frame };
    frame = { ...turn.frame, step: frame.step };
  }
  const last = steps.at(-1) ?? { step: here.frame.step, text: '' };
  return { to: 'answer', ...last, frame };
}

/** YA, or another word that ends the reading. */
function endedBy(data: Review, words: string, here: Here): string | undefined {
  const ends = new Map([['YA', data.next], ...Object.entries(data.words)]);
  return ends.get(pickWord([...ends.keys()], words, here.book.answers['yesno']) ?? '');
}

function answer(data: Review, words: string, here: Here): Turn {
  const step = endedBy(data, words, here);
  if (step !== undefined) return { to: 'step', step, frame: here.frame };
  if (pickWord(['TIDAK', 'SALAH'], words, here.book.answers['yesno']) !== undefined) {
    return { to: 'question', text: say(here, here.book.replies['which-line'] ?? '') };
  }
  const corrections = correctionsIn(data, words, here);
  if (corrections.length > 0) return correct(data, corrections, here);
  const problem = data.unclear === undefined ? undefined : say(here, data.unclear);
  return { to: 'miss', text: problem ?? unclear(prompt(data, here), here) };
}

/** A line's question that has no answer any more: asked first. */
function missing({ review }: Review, { flow, frame }: Here): string | undefined {
  return review.find(({ step }) => {
    const save = flow.steps[step]?.question?.save;
    return save !== undefined && !(save in frame.answers);
  })?.step;
}

function enter(data: Review, here: Here): Turn {
  const step = missing(data, here);
  if (step !== undefined) return { to: 'step', step, frame: here.frame };
  return { to: 'question', text: prompt(data, here) };
}

/**
 * Reads everything back with numbers. YA goes on; a number and the right value corrects that line
 * and reads back again, several at once as well; a number alone asks its question again.
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
    ...Object.entries(data.words).map(([label, to]) => ({ label, to, path: ['words', label] })),
    ...data.review.map(({ step }, index) => ({
      label: String(index + 1),
      to: step,
      path: ['review', index, 'step'],
    })),
  ],
  texts: [{ text: template(data), path: ['prompt'] }, ...optionalTexts(data)],
  question: {
    expects: 'confirm',
    save: undefined,
    kinds: [],
    words: ['YA', 'TIDAK', ...Object.keys(data.words)],
    simpler: data.simpler,
    forget: [],
  },
  enter: (here) => enter(data, here),
  answer: (words, here) => answer(data, words, here),
}));
