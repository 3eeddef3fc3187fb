import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

const folder = new URL('../../../templates/content/', import.meta.url);

/** Something the office tells people as true, and what it rests on. */
export const factShape = z.strictObject({
  /** What it is, for officers; the name when left out. */
  about: z.string().optional(),
  text: z.string(),
  source: z.string(),
  checked: z.iso.date(),
  /** no: the office has not said so itself, or the source is weak. */
  confirmed: z.enum(['yes', 'no']),
  /** yes: each line of the text is one thing, e.g. a paper to bring. */
  list: z.enum(['yes', 'no']).optional(),
  /** Most letters, where that is not the longest of templates/replies/samples.yaml. */
  most: z.int().positive().optional(),
});

const shape = z.strictObject({
  /** What the facts of the file are about, as officers see it. */
  about: z.string(),
  /** After so many days without a check a fact is shown as old. */
  days: z.int().positive(),
  facts: z.record(z.string(), factShape),
});

export type FileFact = z.infer<typeof factShape>;
export type ContentFile = z.infer<typeof shape>;

function readFile(name: string): ContentFile {
  const path = fileURLToPath(new URL(name, folder));
  const read = shape.safeParse(parseYaml(readFileSync(path, 'utf8')));
  if (!read.success) throw new Error(`${path}: ${z.prettifyError(read.error)}`);
  return read.data;
}

let files: readonly ContentFile[] | undefined;

/**
 * What every file of templates/content says, in the order of their names, read once.
 * @throws Error when a file is not in order
 */
export function contentFiles(): readonly ContentFile[] {
  files ??= readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map(readFile);
  return files;
}
