import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const file = new URL('../../../templates/matters/bodies.yaml', import.meta.url);

const body = z.strictObject({
  /** As the person is told it, at most 40 letters: the SMS holds it twice. */
  name: z.string().min(2).max(40),
  purpose: z.string(),
  /** Categories of complaints that usually go there. */
  categories: z.array(z.string()),
  contact: z.string(),
  source: z.string(),
  checked: z.iso.date(),
  /** no: the number or address comes from a weak source. */
  confirmed: z.enum(['yes', 'no']),
});

const shape = z.strictObject({ bodies: z.record(z.string(), body) });

/** Another body that may answer a complaint. */
export interface ForwardingBody extends Omit<z.infer<typeof body>, 'confirmed'> {
  readonly key: string;
  readonly confirmed: boolean;
}

let known: readonly ForwardingBody[] | undefined;

function read(): readonly ForwardingBody[] {
  const found = shape.safeParse(parseYaml(readFileSync(file, 'utf8')));
  if (!found.success) throw new Error(`bodies.yaml: ${z.prettifyError(found.error)}`);
  return Object.entries(found.data.bodies).map(([key, { confirmed, ...rest }]) => ({
    ...rest,
    key,
    confirmed: confirmed === 'yes',
  }));
}

/**
 * Where a complaint may be forwarded to, those that usually take this category first. Read once
 * from templates/matters/bodies.yaml.
 * @throws Error when the file is not in order
 */
export function forwardingBodies(category: string | null): readonly ForwardingBody[] {
  known ??= read();
  const takes = ({ categories }: ForwardingBody): number =>
    categories.includes(category ?? '') ? 0 : 1;
  return known.toSorted((a, b) => takes(a) - takes(b));
}
