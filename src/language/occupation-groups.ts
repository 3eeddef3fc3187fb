import { readOccupations } from './language-files.ts';
import { terms } from './stems.ts';

/** An occupation that a text names. */
export interface Occupation {
  /** As it was written. */
  readonly word: string;
  /** As an officer calls it. */
  readonly name: string;
  /** Group of KBJI 2014, four digits (those of ISCO-08). */
  readonly kbji: string;
}

let groups: ReturnType<typeof readOccupations> | undefined;

/** The occupations in a text, each once, in their order. */
export function findOccupations(text: string): readonly Occupation[] {
  const known = (groups ??= readOccupations());
  const found = new Map<string, Occupation>();
  for (const { word, root } of terms(text)) {
    const group = known.get(root);
    if (group && !found.has(root)) found.set(root, { word, ...group });
  }
  return [...found.values()];
}
