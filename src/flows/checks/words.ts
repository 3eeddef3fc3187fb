import type { FlowMistake } from '../../core/errors.ts';
import { plainText } from '../../language/words.ts';
import { answerWords, escapeWords } from '../escapes.ts';
import type { Flow, Path } from '../flow.ts';
import type { Replies } from '../replies.ts';
import { mistakeAt } from '../source.ts';

interface Spelling {
  readonly key: string;
  readonly spelling: string;
  readonly owner: string;
  /** Undefined for words that are not in a file. */
  readonly at: ((message: string) => FlowMistake) | undefined;
}

// As the table of keywords compares: letters and digits only.
const keyOf = (spelling: string): string => plainText(spelling).replaceAll(' ', '');

function ofFlow(flow: Flow): Spelling[] {
  return (['keywords', 'weak', 'alone', 'polite'] as const).flatMap((list) =>
    flow[list].map((spelling, index) => ({
      key: keyOf(spelling),
      spelling,
      owner: `flow ${flow.name}`,
      at: (message: string) => mistakeAt(flow, [list, index], message),
    })),
  );
}

function ofReplies({ words, weak, source }: Replies): Spelling[] {
  const lists = Object.entries({ words, weak }).flatMap(([list, entries]) =>
    Object.entries(entries).flatMap(([word, spellings]) =>
      spellings.map((spelling, index) => ({ spelling, word, path: [list, word, index] as Path })),
    ),
  );
  return lists.map(({ spelling, word, path }) => ({
    key: keyOf(spelling),
    spelling,
    owner: `word ${word}`,
    at: source && ((message) => mistakeAt(source, path, message)),
  }));
}

/** Spellings that two flows, or a flow and a word like MENU or YA, claim; or one flow twice. */
export function checkWords(flows: readonly Flow[], replies: Replies): FlowMistake[] {
  const claimed = new Set(flows.map(({ word }) => word));
  const own = [...escapeWords, ...answerWords].filter((word) => !claimed.has(word));
  const spellings: Spelling[] = [
    ...own.map((word) => ({
      key: keyOf(word),
      spelling: word,
      owner: `word ${word}`,
      at: undefined,
    })),
    ...flows.flatMap(ofFlow),
    ...ofReplies(replies),
  ];
  const first = new Map<string, Spelling>();
  return spellings.flatMap((entry) => {
    const other = first.get(entry.key);
    if (!other) first.set(entry.key, entry);
    return other && entry.at
      ? [
          entry.at(
            `${entry.spelling} is already a word of ${other.owner.replace('word ', 'the dialogue: ')}`,
          ),
        ]
      : [];
  });
}
