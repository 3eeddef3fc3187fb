import { keywordTable, type KeywordEntry, type KeywordTable } from '../language/keywords.ts';
import type { Flow } from './flow.ts';
import type { Replies } from './replies.ts';
import { escapeWords } from './escapes.ts';

/** Spellings of a flow, with the weaker ones before: the last one counts. */
function entriesOf(flow: Flow): KeywordEntry[] {
  const { word, keywords, weak, alone } = flow;
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

/** Greetings and thanks, and the flows that answer them. */
export function politeTable(flows: readonly Flow[]): KeywordTable {
  return keywordTable(
    flows
      .filter(({ polite }) => polite.length > 0)
      .map(({ name, polite }) => ({ word: name, spellings: polite })),
  );
}

/** Words that only count from the phones of those on duty, and the flows that they start. */
export function dutyTable(flows: readonly Flow[]): KeywordTable {
  return keywordTable(
    flows
      .filter(({ duty }) => duty.length > 0)
      .map(({ name, duty }) => ({ word: name, spellings: duty })),
  );
}
