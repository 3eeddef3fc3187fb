import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const file = new URL('../../../templates/officers/canned.yaml', import.meta.url);

const shape = z.record(
  z.string().regex(/^[a-z][a-z0-9-]+$/),
  z.strictObject({ title: z.string().min(1), text: z.string().min(1) }),
);

/** A reply as the file has it. */
export interface FiledCanned {
  readonly id: string;
  /** How officers find it. */
  readonly title: string;
  /** With `{placeholders}`. */
  readonly text: string;
}

let replies: readonly FiledCanned[] | undefined;

/** The replies of templates/officers/canned.yaml, read once. @throws Error when it is not in order */
export function filedCanned(): readonly FiledCanned[] {
  if (!replies) {
    const read = shape.safeParse(parseYaml(readFileSync(file, 'utf8')));
    if (!read.success) throw new Error(`${file.pathname}: ${z.prettifyError(read.error)}`);
    replies = Object.entries(read.data).map(([id, reply]) => ({ id, ...reply }));
  }
  return replies;
}
