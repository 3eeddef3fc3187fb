import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { Document, YAMLMap } from 'yaml';
import type { z } from 'zod';
import type { FlowMistake } from '../core/errors.ts';
import { keptSources } from '../core/kept-sources.ts';
import type { Path } from './flow.ts';

const load = createRequire(import.meta.url);

/** Read when something is parsed: a build has parsed the flows already (core/kept-sources.ts). */
const yaml = (): typeof Yaml => load('yaml') as typeof Yaml;

/** One YAML document of a file: its data, and where each part of it stands. */
export interface Source {
  readonly file: string;
  readonly data: unknown;
  /** Short hash of the data: changes when the words or the structure do, not with comments. */
  readonly version: string;
  /** Line of the file, from 1; of the nearest part that exists. */
  lineOf(path: Path): number;
}

interface Found {
  readonly offset: number;
  readonly value: unknown;
}

/** The item of a list, or the value of a key (whose place is the key's). */
function into(node: unknown, part: string | number): Found | undefined {
  const { isMap, isNode, isSeq } = yaml();
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return isNode(item) ? { offset: item.range?.[0] ?? 0, value: item } : undefined;
  }
  return isMap(node) ? intoMap(node, String(part)) : undefined;
}

function intoMap(map: YAMLMap, name: string): Found | undefined {
  const { isScalar } = yaml();
  for (const { key, value } of map.items) {
    if (isScalar(key) && String(key.value) === name) return { offset: key.range?.[0] ?? 0, value };
  }
  return undefined;
}

function offsetOf(document: Document, path: Path): number {
  let found: Found = { offset: document.contents?.range?.[0] ?? 0, value: document.contents };
  for (const part of path) {
    const next = into(found.value, part);
    if (!next) break;
    found = next;
  }
  return found.offset;
}

function toSource(file: string, document: Document, lines: Yaml.LineCounter): Source {
  const data: unknown = document.toJS();
  const version = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 8);
  const lineOf = (path: Path): number => lines.linePos(offsetOf(document, path)).line;
  return { file, data, version, lineOf };
}

interface Sources {
  readonly sources: readonly Source[];
  readonly mistakes: readonly FlowMistake[];
}

/** The documents of a YAML text. `name` is how mistakes call it. */
export function parseSources(text: string, name: string): Sources {
  const { LineCounter, parseAllDocuments } = yaml();
  const lines = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })];
  const mistakes = documents.flatMap(({ errors }) =>
    errors.map(({ pos, message }) => ({ file: name, line: lines.linePos(pos[0]).line, message })),
  );
  const sound = documents.filter(({ errors, contents }) => errors.length === 0 && contents);
  return { sources: sound.map((document) => toSource(name, document, lines)), mistakes };
}

/** Reads a YAML file of one or several documents. `name` is how mistakes call it. */
export function readSources(path: string | URL, name: string): Sources {
  const text = readFileSync(path, 'utf8');
  const kept = keptSources(text);
  if (!kept) return parseSources(text, name);
  // Lines are asked for where something is wrong, and then it is parsed after all.
  let parsed: readonly Source[] | undefined;
  const sources = kept.map((source, at) => ({
    file: name,
    ...source,
    lineOf: (where: Path) => {
      parsed ??= parseSources(text, name).sources;
      return parsed[at]?.lineOf(where) ?? 1;
    },
  }));
  return { sources, mistakes: [] };
}

function pathIn(path: readonly PropertyKey[]): Path {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

/** A mistake at a place of a document. */
export function mistakeAt(
  source: Pick<Source, 'file' | 'lineOf'>,
  path: Path,
  message: string,
): FlowMistake {
  return { file: source.file, line: source.lineOf(path), message };
}

/** What a schema found wrong with a part of a document, under `path`. */
export function mistakesOf(
  source: Source,
  issues: readonly z.core.$ZodIssue[],
  path: Path = [],
): FlowMistake[] {
  return issues.flatMap((issue) => {
    const place = [...path, ...pathIn(issue.path)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => mistakeAt(source, [...place, key], `unknown key ${key}`));
    }
    return [mistakeAt(source, place, `${place.join('.') || 'file'}: ${issue.message}`)];
  });
}
