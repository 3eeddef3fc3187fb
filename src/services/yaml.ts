import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { keptSources } from '../core/kept-sources.ts';

const load = createRequire(import.meta.url);

/**
 * Reads one YAML document, or takes what the build has read of it: then the package is not needed.
 * @throws YAMLParseError
 */
export function parseYaml(text: string): unknown {
  const [kept, more] = keptSources(text) ?? [];
  return kept && !more ? kept.data : (load('yaml') as typeof Yaml).parse(text);
}
