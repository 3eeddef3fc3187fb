import { randomFillSync } from 'node:crypto';

/** So many pieces are fetched at a time: one by one they took a fifth of the time of sealing. */
const pieces = 256;

/** Gives `size` random bytes a call, a copy of its own, never the same ones again. */
export function randomSource(size: number): () => Buffer {
  const random = Buffer.alloc(size * pieces);
  let used = random.length;
  return () => {
    if (used === random.length) {
      randomFillSync(random);
      used = 0;
    }
    used += size;
    return Buffer.from(random.subarray(used - size, used));
  };
}
