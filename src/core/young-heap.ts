import { setFlagsFromString } from 'node:v8';

/*
 * While a server reads its code nearly all that it makes stays. V8 takes that for a sign that its
 * young heap is too small, and doubles it up to 32 MB, which it keeps (measured: 145 MB when idle
 * instead of 122, and no shorter start). Under load the same growth is right.
 */

/** From now on the young heap does not grow. */
export const keepYoungHeap = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** It grows again, as V8 has it from the beginning. */
const freeYoungHeap = (): void => setFlagsFromString('--semi-space-growth-factor=2');

const every = 500;
/** Turns in that time that are load: an office on a usual day makes fewer in a minute. */
const load = 25;

/** Lets the young heap grow as soon as there is load; `turns` are those made so far. */
export function growUnderLoad(turns: () => number): void {
  let before = turns();
  const timer = setInterval(() => {
    const now = turns();
    if (now - before >= load) {
      freeYoungHeap();
      clearInterval(timer);
    }
    before = now;
  }, every).unref();
}
