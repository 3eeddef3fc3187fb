import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

const load = createRequire(import.meta.url);

/** Reads one YAML document. The package, 72 files, is read with the first: most starts parse none. @throws YAMLParseError */
export const parseYaml = (text: string): unknown => (load('yaml') as typeof Yaml).parse(text);
