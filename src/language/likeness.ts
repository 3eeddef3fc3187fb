import { featuresOf } from './features.ts';
import { normalise } from './normalise.ts';

/** Texts that speak of the same, the earliest first. */
export type Group<T> = readonly [T, ...T[]];

/** Part of the words of both that must be shared; below, a group holds what is not alike. */
const alike = 0.4;

/** Roots and groups of words, without neighbours and the words that every sentence has. */
function gist(text: string): ReadonlySet<string> {
  const own = featuresOf(normalise(text)).filter((feature) => !feature.includes(' '));
  return new Set(own.filter((feature) => feature.length > 2));
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Groups texts by likeness to the first of a group (Jaccard), the largest group first. */
export function groupAlike<T>(items: readonly T[], textOf: (item: T) => string): Group<T>[] {
  const groups: { readonly gist: ReadonlySet<string>; readonly items: [T, ...T[]] }[] = [];
  for (const item of items) {
    const words = gist(textOf(item));
    const home = groups.find((group) => likeness(group.gist, words) >= alike);
    if (home) home.items.push(item);
    else groups.push({ gist: words, items: [item] });
  }
  return groups.map((group) => group.items).toSorted((a, b) => b.length - a.length);
}
