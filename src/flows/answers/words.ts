import type { AnswerKind, Parsed } from '../types.ts';

/** What is shown of a value that is a text. */
export function showText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A wrong answer; `problem` is a text under `problems:` in templates/replies. */
export function wrong(problem: string, values?: Readonly<Record<string, string | number>>): Parsed {
  return values ? { kind: 'wrong', problem, values } : { kind: 'wrong', problem };
}

/** Free words in one line, to be searched or matched: letters or digits must be among them. */
export const words: AnswerKind = {
  name: 'words',
  expects: 'text',
  parse(text) {
    const line = text.replace(/\s+/gu, ' ').trim();
    return /[\p{L}\p{N}]/u.test(line) ? { kind: 'value', value: line } : wrong('words.empty');
  },
  show: showText,
};
