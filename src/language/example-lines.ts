const group = /\(([^()]*)\)/u;

/** A sequence of numbers 0..1 that is the same for the same seed (Park-Miller, 16807 mod 2^31-1). */
export function seeded(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/** One of the sentences of a line, chosen by `random`. */
export function oneOf(line: string, random: () => number): string {
  let text = line;
  for (let found = group.exec(text); found; found = group.exec(text)) {
    const choices = (found[1] ?? '').split('|');
    const choice = choices[Math.floor(random() * choices.length)] ?? '';
    text = text.slice(0, found.index) + choice + text.slice(found.index + found[0].length);
  }
  return text.replace(/\s+/gu, ' ').trim();
}

/** How many sentences a line stands for. */
export function countOf(line: string): number {
  return [...line.matchAll(/\(([^()]*)\)/gu)].reduce(
    (count, [, choices = '']) => count * choices.split('|').length,
    1,
  );
}

/** At most `most` different sentences of a line, the same for the same seed. */
export function sentencesOf(line: string, most: number, seed = 1): readonly string[] {
  const random = seeded(seed);
  const found = new Set<string>();
  const wanted = Math.min(most, countOf(line));
  for (let tries = 0; found.size < wanted && tries < wanted * 4; tries += 1) {
    found.add(oneOf(line, random));
  }
  return [...found];
}
