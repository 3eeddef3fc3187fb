import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { FlowMistake } from '../core/errors.ts';
import { mistakesOf, readSources } from './source.ts';

/** An ordinary and the longest value of a placeholder, to measure texts with. */
export interface Sample {
  readonly ordinary: string;
  readonly longest: string;
}

export type Samples = Readonly<Record<string, Sample>>;

const shape = z.record(z.string(), z.tuple([z.string(), z.string()]));

/** Reads `samples.yaml` of the folder of replies: name -> [ordinary, longest]. */
export function loadSamples(directory: string | URL): {
  readonly samples: Samples;
  readonly mistakes: readonly FlowMistake[];
} {
  const path = join(
    typeof directory === 'string' ? directory : fileURLToPath(directory),
    'samples.yaml',
  );
  if (!existsSync(path)) return { samples: {}, mistakes: [] };
  const { sources, mistakes } = readSources(path, 'templates/replies/samples.yaml');
  const [source] = sources;
  const parsed = shape.safeParse(source?.data ?? {});
  if (!parsed.success) {
    const wrong = source ? mistakesOf(source, parsed.error.issues) : [];
    return { samples: {}, mistakes: [...mistakes, ...wrong] };
  }
  const samples = Object.entries(parsed.data).map(([name, [ordinary, longest]]) => [
    name,
    { ordinary, longest },
  ]);
  return { samples: Object.fromEntries(samples), mistakes };
}
