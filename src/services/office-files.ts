import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { weekdays } from '../core/format.ts';
import { factShape } from './content-files.ts';
import { parseYaml } from './yaml.ts';

const folder = new URL('../../../templates/offices/', import.meta.url);

const point = z.strictObject({
  name: z.string(),
  at: z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]),
});

const proof = { source: z.string(), checked: z.iso.date(), confirmed: z.enum(['yes', 'no']) };

/** Days that are left out are closed. */
const week = z.partialRecord(
  z.enum(weekdays),
  z.array(z.string().regex(/^\d\d\.\d\d-\d\d\.\d\d$/)),
);

const hours = z.strictObject({
  week,
  /** Said instead of the hours, until the office has given its own. */
  shown: z.string().optional(),
  ...proof,
});

const standard = z.union([
  z.strictObject({ days: z.int().min(1).max(366), ...proof }),
  z.strictObject({ minutes: z.int().min(1).max(10_000), ...proof }),
]);

const shape = z.strictObject({
  facts: z.record(z.string(), factShape),
  hours: hours.optional(),
  standards: z.record(z.string(), standard).optional(),
  kecamatan: z.record(z.string(), point).optional(),
});

export type OfficeFile = z.infer<typeof shape>;

function readFile(name: string): OfficeFile | undefined {
  const path = fileURLToPath(new URL(`${name}.yaml`, folder));
  if (!existsSync(path)) return undefined;
  const read = shape.safeParse(parseYaml(readFileSync(path, 'utf8')));
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
