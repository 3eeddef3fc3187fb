import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

/** Languages that people write in: Indonesian, Javanese, Madurese. */
export const languages = ['id', 'jv', 'mad'] as const;
export type Language = (typeof languages)[number];

/** Sentences and the service that their writer wants. */
export interface Example {
  readonly service: string;
  readonly language: Language;
  /** One sentence, or several in one line: `(mau|ingin) daftar (ak1|kartu kuning)`. */
  readonly text: string;
}

/** A word, and a way in which people write it; several words are joined by `-`. */
export interface Spelling {
  readonly meant: string;
  readonly language: Language;
  readonly written: string;
}

/** The dictionary: data that is never another word, and spellings. */
export interface LexiconFile {
  readonly keep: readonly string[];
  readonly spellings: readonly Spelling[];
}

const folder = new URL('../../../templates/language/', import.meta.url);

/** Lines of a file that are no remark. They are read at every start: plain lines cost a tenth of YAML. */
function readLines(path: string): string[] {
  const lines = readFileSync(new URL(path, folder), 'utf8').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

const isLanguage = (text: string): text is Language => languages.some((known) => known === text);

/** `kulo: words | jv: words`: the name before the first colon and the words behind it. */
function splitLine(line: string): readonly [name: string, rest: string] {
  const at = line.indexOf(':');
  if (at < 0) throw new Error(`templates/language: a line without a colon: ${line}`);
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');

function spellingsOf(meant: string, part: string): Spelling[] {
  const [, mark = '', words = part] = /^(jv|mad):(.*)$/u.exec(part.trim()) ?? [];
  const language = isLanguage(mark) ? mark : 'id';
  return wordsOf(words).map((written) => ({ meant, language, written }));
}

/** The dictionary of templates/language. @throws Error naming the line that is not right */
export function readLexicon(): LexiconFile {
  const lines = readLines('lexicon.txt').map(splitLine);
  return {
    keep: lines.flatMap(([name, rest]) => (name === 'tetap' ? wordsOf(rest) : [])),
    spellings: lines.flatMap(([name, rest]) =>
      name === 'tetap' ? [] : rest.split('|').flatMap((part) => spellingsOf(name, part)),
    ),
  };
}

/** Groups of words by name: `negara: malaysia taiwan ...`. */
export function readConcepts(): ReadonlyMap<string, readonly string[]> {
  const lines = readLines('concepts.txt').map(splitLine);
  return new Map(lines.map(([name, rest]) => [name, wordsOf(rest)]));
}

/** An occupation: its group of KBJI 2014, four digits, and its name. */
export interface OccupationGroup {
  readonly kbji: string;
  readonly name: string;
}

/** Occupations by the root of their words. @throws Error naming the line that is not right */
export function readOccupations(): ReadonlyMap<string, OccupationGroup> {
  const lines = readLines('occupations.txt').map(splitLine);
  return new Map(
    lines.map(([root, rest]) => {
      const [, kbji, name] = /^(\d{4}) (.+)$/u.exec(rest) ?? [];
      if (kbji === undefined || name === undefined) {
        throw new Error(`templates/language: ${root} has no group of KBJI`);
      }
      return [root, { kbji, name }];
    }),
  );
}

function readService(file: string): Example[] {
  const service = file.replace(/\.txt$/u, '').replaceAll('-', ' ');
  let language: Language | undefined;
  return readLines(`examples/${file}`).flatMap((line) => {
    const [, mark] = /^\[(\w+)\]$/u.exec(line) ?? [];
    if (mark !== undefined && isLanguage(mark)) {
      language = mark;
      return [];
    }
    if (language === undefined) throw new Error(`templates/language/examples/${file}: no language`);
    return [{ service, language, text: line }];
  });
}

let examples: readonly Example[] | undefined;

/** All example sentences: a file a service. @throws Error naming the file that is not right */
export function readExamples(): readonly Example[] {
  examples ??= readdirSync(new URL('examples/', folder)).toSorted().flatMap(readService);
  return examples;
}

/** Changes with every change of templates/language. */
export function languageHash(): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const file of files.filter((name) => name.endsWith('.txt')))
    hash.update(`\0${file}\0`).update(readFileSync(new URL(file, folder)));
  return hash.digest('hex');
}
