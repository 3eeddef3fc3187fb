import { z } from 'zod';
import type { Expects } from '../types.ts';
import { branches, name, target, text } from './shapes.ts';
import type { Link, Question } from './step.ts';

/** An `ask` step as it stands in the file. */
export const shape = z
  .strictObject({
    ask: text,
    /** A kind of answer; or kinds -> step, and under `words` the words and numbers -> step. */
    answer: z.union([z.string(), z.record(z.string(), z.union([target, branches]))]),
    /** Name that the answer is kept under; when it is known already, the question is passed over. */
    save: name.optional(),
    /** Said when an answer was not understood; left out: what the kind of answer says. */
    unclear: text.optional(),
    simpler: text.optional(),
    next: target.optional(),
    /** Value -> step, instead of `next`. */
    on: branches.optional(),
    /** Answers that depend on this one: unknown again when it changes. */
    forget: z.array(name).default([]),
    /** List that `save` is added to when an unlikely answer was insisted on. */
    doubts: name.optional(),
  })
  .refine(({ answer, next, on }) => typeof answer !== 'string' || next !== undefined || on, {
    error: 'next or on: says where an answer leads',
  });

/** An `ask` step, read. */
export type Ask = z.infer<typeof shape>;

/** The kinds of answer in the order they are tried, and the step each leads to. */
export function kindsOf({ answer, next }: Ask): readonly (readonly [string, string | undefined])[] {
  if (typeof answer === 'string') return [[answer, next]];
  return Object.entries(answer).flatMap(([kind, to]) =>
    typeof to === 'string' ? [[kind, to] as const] : [],
  );
}

/** Words and numbers that choose, and where they lead. */
export function wordsOf({ answer }: Ask): Readonly<Record<string, string>> {
  const words = typeof answer === 'string' ? undefined : answer['words'];
  return typeof words === 'object' ? words : {};
}

const yesOrNo = new Set(['YA', 'TIDAK', 'BELUM']);

/**
 * YA or TIDAK and nothing else is a confirmation; a list's numbers, or other words alone, are a
 * choice; words beside another kind of answer (SEMUA beside a search) leave it what it is.
 */
function expectsOf(ask: Ask): Expects | undefined {
  if (typeof ask.answer === 'string') return undefined;
  const kinds = kindsOf(ask).map(([kind]) => kind);
  if (kinds.length > 0) return kinds.includes('number') ? 'choice' : undefined;
  const words = Object.keys(wordsOf(ask));
  return words.every((word) => yesOrNo.has(word)) ? 'confirm' : 'choice';
}

/** What the step wants to know. */
export function question(ask: Ask): Question {
  const words = Object.keys(wordsOf(ask));
  return {
    expects: expectsOf(ask),
    save: ask.save,
    kinds: kindsOf(ask).map(([kind]) => kind),
    words: [...words, ...Object.keys(ask.on ?? {})],
    simpler: ask.simpler,
    forget: ask.forget,
  };
}

/** Where the step may lead. */
export function links(ask: Ask): Link[] {
  const { next, on = {} } = ask;
  const direct = next === undefined ? [] : [{ label: '', to: next, path: ['next'] }];
  const kinds = typeof ask.answer === 'string' ? [] : kindsOf(ask);
  return [
    ...direct,
    ...kinds.map(([label, to = '']) => ({ label, to, path: ['answer', label] })),
    ...Object.entries(wordsOf(ask)).map(([label, to]) => ({
      label,
      to,
      path: ['answer', 'words', label],
    })),
    ...Object.entries(on).map(([label, to]) => ({ label, to, path: ['on', label] })),
  ];
}
