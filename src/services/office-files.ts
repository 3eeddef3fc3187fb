import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { factShape } from './content-files.ts';

const folder = new URL('../../../templates/offices/', import.meta.url);

const point = z.strictObject({
  name: z.string(),
  at: z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]),
});

const shape = z.strictObject({
  facts: z.record(z.string(), factShape),
  kecamatan: z.record(z.string(), point).optional(),
});

export type OfficeFile = z.infer<typeof shape>;

function readFile(name: string): OfficeFile | undefined {
  const path = fileURLToPath(new URL(`${name}.yaml`, folder));
  if (!existsSync(path)) return undefined;
  const read = shape.safeParse(parse(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
  return read.data;
}

const files = new Map<string, OfficeFile | undefined>();

/**
 * What templates/offices/NAME.yaml says, read once; undefined when the office has no file.
 * @throws Error when the file is not in order.
 */
export function officeFile(name: string): OfficeFile | undefined {
  if (!files.has(name)) files.set(name, readFile(name));
  return files.get(name);
}
