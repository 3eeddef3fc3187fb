import { readFileSync, readdirSync } from 'node:fs';
import { keepSources, type KeptSource } from '../core/kept-sources.ts';
import { parseSources } from './source.ts';

/* Run by build.mjs in a build that is finished but for this. */
const root = new URL('../../../', import.meta.url);

function textsOf(folder: string): string[] {
  const all = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' });
  const names = all.filter((name) => name.endsWith('.yaml'));
  return names.map((name) => readFileSync(new URL(`${folder}/${name}`, root), 'utf8'));
}

/** Only of files without mistakes: those of others are told with their lines at each start. */
function readSound(text: string): readonly (readonly [string, readonly KeptSource[]])[] {
  const { sources, mistakes } = parseSources(text, '');
  return mistakes.length === 0 ? [[text, sources]] : [];
}

keepSources([...textsOf('flows'), ...textsOf('templates')].flatMap(readSound));
