import { keywordTable, type KeywordEntry, type KeywordTable } from '../language/keywords.ts';
import type { Flow } from './flow.ts';
import type { Replies } from './replies.ts';
import { escapeWords } from './escapes.ts';

/** Spellings of a flow, or of a word that steers, with the weaker ones before: the last one counts. */
function entriesOf(flow: Flow): KeywordEntry[] {
  const { word, keywords, weak, alone } = flow;
  if (word === '') return [];
  return [
    ...(weak.length > 0 ? [{ word, spellings: weak, weak: true }] : []),
    ...(alone.length > 0 ? [{ word, spellings: alone, alone: true }] : []),
    ...(keywords.length > 0 ? [{ word, spellings: keywords }] : []),
  ];
}

/** Every word that starts a flow or steers a dialogue, to look texts up in. */
export function wordTable(
  flows: readonly Flow[],
  { words, weak }: Pick<Replies, 'words' | 'weak'>,
): KeywordTable {
  const steering = escapeWords.filter((word) => flows.every((flow) => flow.word !== word));
  return keywordTable([
    ...flows.flatMap(entriesOf),
    ...steering.flatMap((word) => [
      { word, spellings: weak[word] ?? [], weak: true },
      { word, spellings: words[word] ?? [] },
    ]),
  ]);
}
