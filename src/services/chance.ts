/** Numbers that look random and are the same for the same seed: for invented data. */
export interface Chance {
  /** From 0 up to 1, that one left out. */
  next(): number;
  /** A whole number, both ends included. */
  whole(least: number, most: number): number;
  /** One of a list. @throws Error when it is empty */
  pick<Item>(items: readonly Item[]): Item;
}

/** A generator of the seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = Math.trunc(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    pick(items) {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}
