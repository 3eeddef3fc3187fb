/** So many words at most; then all are forgotten. */
const atMost = 20_000;

/** Longer words are hardly written twice. */
const longest = 40;

/**
 * `find`, which is asked once for each word: names and the words of answers come again and again.
 * What it gives must depend on the word alone and not be undefined.
 */
export function remembering<Found>(find: (word: string) => Found): (word: string) => Found {
  const known = new Map<string, Found>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const found = find(word);
    if (word.length > longest) return found;
    if (known.size >= atMost) known.clear();
    known.set(word, found);
    return found;
  };
}
