import { readFileSync } from 'node:fs';
import { parseYaml } from './yaml.ts';

const folder = new URL('../../../templates/', import.meta.url);

/** Gives a text by its name, with its `{placeholders}` filled. @throws Error when there is none */
export type Phrases = (name: string, values?: Readonly<Record<string, string>>) => string;

/** The small texts of a file under templates/ (YAML, name: text), read at the first use. */
export function openPhrases(file: string): Phrases {
  let known: Readonly<Record<string, string>> | undefined;
  return (name, values = {}) => {
    known ??= parseYaml(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>;
    const text = known[name];
    if (text === undefined) throw new Error(`no text ${name} in ${file}`);
    return text.replaceAll(/\{(\w+)\}/g, (_all, key: string) => values[key] ?? '');
  };
}
