import { z } from 'zod';
import type { Json, Values } from '../../core/json.ts';
import { branches, name } from './shapes.ts';
import { stepKind } from './step.ts';

const literal = z.strictObject({ is: z.union([z.string(), z.number(), z.boolean()]) });

const fallback = z.strictObject({ from: name, else: z.string() });

const shape = z.strictObject({
  do: z.string().regex(/^[a-z]+\.[a-z-]+$/, 'an action is written service.verb'),
  /**
   * What the action is given: its name -> name of an answer, a number, `{ is: word }`, or
   * `{ from: name, else: word }` for when there is no such answer.
   */
  with: z
    .record(z.string(), z.union([name, z.number(), z.boolean(), literal, fallback]))
    .default({}),
  /** Outcome -> step. */
  on: branches,
  /** Values of the outcome that do not replace what the person said. */
  keep: z.array(name).default([]),
});

type Source = z.infer<typeof shape>['with'][string];

function valueOf(source: Source, answers: Values): Json | undefined {
  if (typeof source === 'string') return answers[source];
  if (typeof source !== 'object') return source;
  return 'is' in source ? source.is : (answers[source.from] ?? source.else);
}

function readOf(source: Source): string | undefined {
  if (typeof source === 'string') return source;
  return typeof source === 'object' && 'from' in source ? source.from : undefined;
}

function inputOf(sources: Readonly<Record<string, Source>>, answers: Values): Values {
  return Object.fromEntries(
    Object.entries(sources).flatMap(([input, source]) => {
      const value = valueOf(source, answers);
      return value === undefined ? [] : [[input, value]];
    }),
  );
}

/**
 * Asks the office for something; goes on by its outcome, whose values become answers.
 *
 * ```yaml
 * simpan:
 *   do: seekers.register
 *   with: { nik: nik, nama: nama }
 *   on: { registered: selesai, updated: diperbarui }
 * ```
 */
export const act = stepKind('do', shape, ({ do: action, with: sources, on, keep }) => ({
  links: Object.entries(on).map(([label, to]) => ({ label, to, path: ['on', label] })),
  texts: [],
  reads: Object.entries(sources).flatMap(([input, source]) => {
    const read = readOf(source);
    return read === undefined ? [] : [{ name: read, path: ['with', input] }];
  }),
  action: {
    action,
    inputs: Object.keys(sources),
    outcomes: Object.keys(on),
    keep,
  },
  enter: ({ frame }) => ({ to: 'action', action, input: inputOf(sources, frame.answers) }),
}));
