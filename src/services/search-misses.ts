import { localDate } from '../core/format.ts';
import { isSpelt, isTrade } from '../language/stems.ts';
import { addSearchMiss } from '../store/search-misses.ts';
import type { ServiceContext } from './action.ts';
import type { Wanted } from './wish.ts';

/** More words than these tell no trade. */
const mostWords = 3;

/** What was looked for in words that the dictionary has: a name that was typed is in none. */
const knownWords = ({ words }: Wanted): string =>
  words
    .map(({ word }) => word)
    .filter((word) => isTrade(word) || isSpelt(word))
    .slice(0, mostWords)
    .join(' ');

/** Notes a search without result, without who looked: the overview tells what people miss. */
export async function noteSearchMiss(
  { db, now, office }: ServiceContext,
  wanted: Wanted,
): Promise<void> {
  const miss = { officeCode: office, day: localDate(now), kind: wanted.kind };
  await addSearchMiss(db, { ...miss, words: knownWords(wanted) });
}
