import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const folder = new URL('../../../templates/answers/', import.meta.url);

const shape = z.record(
  z.string().regex(/^[a-z][a-z0-9-]+$/),
  z.strictObject({
    questions: z.array(z.string().min(1)).min(2),
    needs: z.array(z.string().min(1)).default([]),
    answer: z.string().min(1),
    source: z.string().min(1),
    checked: z.iso.date(),
    /** no: the office has not said so itself, or the source is weak. */
    confirmed: z.enum(['yes', 'no']),
  }),
);

/** An answer as its file has it. */
export interface FiledAnswer {
  readonly id: string;
  /** How people ask it. */
  readonly questions: readonly string[];
  /** Words that must be among those of a question, `a|b` for either. */
  readonly needs: readonly string[];
  /** With `{placeholders}` of the office's facts. */
  readonly text: string;
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly checked: string;
  readonly confirmed: boolean;
}

function readFile(name: string): FiledAnswer[] {
  const read = shape.safeParse(parseYaml(readFileSync(new URL(name, folder), 'utf8')));
  if (!read.success) throw new Error(`templates/answers/${name}: ${z.prettifyError(read.error)}`);
  return Object.entries(read.data).map(([id, { answer, confirmed, ...rest }]) => ({
    id,
    text: answer,
    confirmed: confirmed === 'yes',
    ...rest,
  }));
}

let answers: readonly FiledAnswer[] | undefined;

/** The answers of templates/answers, read once. @throws Error when a file is not in order */
export function filedAnswers(): readonly FiledAnswer[] {
  answers ??= readdirSync(fileURLToPath(folder))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap(readFile);
  return answers;
}
