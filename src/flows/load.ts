import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { FlowMistake } from '../core/errors.ts';
import type { Flow } from './flow.ts';
import { mistakeAt, mistakesOf, readSources, type Source } from './source.ts';
import { stepKinds } from './steps/index.ts';
import { name, target, text } from './steps/shapes.ts';
import { once, type Step } from './steps/step.ts';

const word = z.string().trim().min(1);
const yesNo = z.enum(['yes', 'no']);

const letter = z.enum(['D', 'L', 'K', 'A']);

const flowShape = z.strictObject({
  flow: z.string().regex(/^[a-z][a-z0-9-]*$/, 'a flow has a lower case name'),
  about: text,
  title: text.optional(),
  subject: text.optional(),
  keywords: z.array(word).default([]),
  weak: z.array(word).default([]),
  alone: z.array(word).default([]),
  polite: z.array(word).default([]),
  duty: z.array(word).default([]),
  takes: z.record(name, z.string()).default({}),
  form: name.optional(),
  number: z.union([letter.transform((one) => [one]), z.array(letter)]).default([]),
  kept: yesNo.default('yes'),
  forgets: yesNo.default('no'),
  urgent: yesNo.default('no'),
  abroad: yesNo.default('no'),
  personal: yesNo.default('no'),
  /** Kinds of values that come from actions, for showing them. */
  shows: z.record(name, z.string()).default({}),
  start: target,
  steps: z.record(z.string(), z.unknown()),
});

type FlowShape = z.infer<typeof flowShape>;

/** Flows as read, and all that is wrong with their files. */
export interface Loaded {
  readonly flows: readonly Flow[];
  readonly mistakes: readonly FlowMistake[];
}

const kindNames = stepKinds.map(({ name: kind }) => kind).join(', ');

function readStep(
  source: Source,
  step: string,
  value: unknown,
): { readonly step?: Step; readonly mistakes: readonly FlowMistake[] } {
  const path = ['steps', step];
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const [kind, second] = stepKinds.filter(({ name: key }) => keys.includes(key));
  if (!kind)
    return { mistakes: [mistakeAt(source, path, `step ${step} has none of ${kindNames}`)] };
  if (second) {
    return {
      mistakes: [mistakeAt(source, path, `step ${step} is both ${kind.name} and ${second.name}`)],
    };
  }
  const read = kind.read(value);
  return 'step' in read
    ? { step: read.step, mistakes: [] }
    : { mistakes: mistakesOf(source, read.issues, path) };
}

function kindsOf(shape: FlowShape, steps: readonly Step[]): Record<string, string> {
  const saved = steps.flatMap(({ gives }) => Object.entries(gives));
  const known = saved.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...shape.shows, ...shape.takes, ...Object.fromEntries(known) };
}

function mainWord({ keywords, alone, weak, polite }: FlowShape): string {
  return keywords[0] ?? alone[0] ?? weak[0] ?? polite[0] ?? '';
}

function toFlow(shape: FlowShape, steps: Readonly<Record<string, Step>>, source: Source): Flow {
  const { flow, about, title, keywords, weak, alone, polite, takes, form, number, start } = shape;
  return {
    name: flow,
    about,
    title: title ?? (mainWord(shape) || flow.toUpperCase()),
    subject: shape.subject ?? '',
    word: mainWord(shape),
    keywords,
    weak,
    alone,
    polite,
    duty: shape.duty,
    takes,
    form,
    numbers: number,
    kept: shape.kept === 'yes',
    forgets: shape.forgets === 'yes',
    urgent: shape.urgent === 'yes',
    abroad: shape.abroad === 'yes',
    personal: shape.personal === 'yes',
    start,
    steps,
    kinds: kindsOf(shape, Object.values(steps)),
    version: source.version,
    file: source.file,
    lineOf: (path) => source.lineOf(path),
  };
}

function readFlow(source: Source): {
  readonly flow?: Flow;
  readonly mistakes: readonly FlowMistake[];
} {
  const parsed = flowShape.safeParse(source.data, once);
  if (!parsed.success) return { mistakes: mistakesOf(source, parsed.error.issues) };
  const read = Object.entries(parsed.data.steps).map(
    ([step, value]) => [step, readStep(source, step, value)] as const,
  );
  const steps = read.flatMap(([step, result]) => (result.step ? [[step, result.step]] : []));
  const mistakes = read.flatMap(([, result]) => result.mistakes);
  if (mistakes.length > 0) return { mistakes };
  return { flow: toFlow(parsed.data, Object.fromEntries(steps), source), mistakes };
}

/**
 * Reads every `*.yaml` of a folder; a file may hold several flows, divided by `---`. Mistakes are
 * collected, not thrown: all of all files are told at once.
 */
export function loadFlows(directory: string | URL): Loaded {
  const path = typeof directory === 'string' ? directory : fileURLToPath(directory);
  const files = readdirSync(path)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted();
  const read = files.map((file) => readSources(join(path, file), `flows/${file}`));
  const flows = read.flatMap(({ sources }) => sources.map(readFlow));
  return {
    flows: flows.flatMap(({ flow }) => (flow ? [flow] : [])),
    mistakes: [
      ...read.flatMap(({ mistakes }) => mistakes),
      ...flows.flatMap(({ mistakes }) => mistakes),
    ],
  };
}
