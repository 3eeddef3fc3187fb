import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const file = new URL('../../../templates/officers/notes.yaml', import.meta.url);

/**
 * A note to an officer (templates/officers/notes.yaml) with its `{placeholders}` filled.
 * @throws Error when there is no such note.
 */
export function officerNote(name: string, values: Readonly<Record<string, string>>): string {
  const notes: Readonly<Record<string, string>> = parse(readFileSync(file, 'utf8'));
  const note = notes[name];
  if (note === undefined) throw new Error(`no note ${name}`);
  return note.replace(/\{(\w+)\}/g, (_all, key: string) => values[key] ?? '-');
}
