import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { FlowMistake } from '../core/errors.ts';
import { mistakesOf, readSources, type Source } from './source.ts';

const said = z.string().trim().min(1);
const spellings = z.record(z.string(), z.array(said));

const shape = z
  .object({
    /** Words that steer any dialogue -> their other spellings. */
    words: spellings.default({}),
    /** Spellings that are everyday words too: they give way to a service's keyword behind them. */
    weak: spellings.default({}),
    /** What is said of a wrong answer, by the name of the problem. */
    problems: z.record(z.string(), said).default({}),
    /** Simpler words for a second wrong answer, by kind of answer. */
    simpler: z.record(z.string(), said).default({}),
  })
  .catchall(said);

/** Words said outside any flow, by name; those of a section as `section.name`. */
export interface Replies {
  readonly replies: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly weak: Readonly<Record<string, readonly string[]>>;
  readonly source: Source | undefined;
  readonly mistakes: readonly FlowMistake[];
}

function named(section: string, words: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).map(([name, text]) => [`${section}.${name}`, text]),
  );
}

/** Reads the words of one language, `id.yaml` of the folder. */
export function loadReplies(directory: string | URL, language = 'id'): Replies {
  const path = typeof directory === 'string' ? directory : fileURLToPath(directory);
  const file = `templates/replies/${language}.yaml`;
  const { sources, mistakes } = readSources(join(path, `${language}.yaml`), file);
  const [source] = sources;
  const nothing = { replies: {}, words: {}, weak: {}, source, mistakes };
  if (!source) return nothing;
  const parsed = shape.safeParse(source.data);
  if (!parsed.success) {
    return { ...nothing, mistakes: [...mistakes, ...mistakesOf(source, parsed.error.issues)] };
  }
  const { words, weak, problems, simpler, ...plain } = parsed.data;
  const replies = { ...plain, ...named('problems', problems), ...named('simpler', simpler) };
  return { ...nothing, replies, words, weak };
}
