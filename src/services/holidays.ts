import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const file = new URL('../../../templates/holidays.yaml', import.meta.url);

const shape = z.array(
  z.strictObject({
    date: z.iso.date(),
    name: z.string().min(1),
    /** no: compare with the decree of the year. */
    confirmed: z.enum(['yes', 'no']),
  }),
);

/** A day on which no office works. */
export type Holiday = z.infer<typeof shape>[number];

let known: readonly Holiday[] | undefined;

/** The general holidays (templates/holidays.yaml), read once. @throws Error when the file is not in order */
export function generalHolidays(): readonly Holiday[] {
  known ??= shape.parse(parseYaml(readFileSync(file, 'utf8')));
  return known;
}
