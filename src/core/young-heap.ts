import { setFlagsFromString } from 'node:v8';

/*
 * While a server reads its code nearly all that it makes stays. V8 takes that for a sign that its
 * young heap is too small, and doubles it up to 32 MB, which it keeps (measured: 145 MB when idle
 * instead of 122, and no shorter start). Under load the same growth is right.
 */

/** From now on the young heap does not grow. */
const keepYoungHeap = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** It grows again, as V8 has it from the beginning. */
const freeYoungHeap = (): void => setFlagsFromString('--semi-space-growth-factor=2');

/*
 * What V8's optimizing compiler needs while it works, up to 6 MB a thread, malloc keeps. Of code
 * that is read once little is worth it (measured: 5 MB less when idle, and no longer start).
 */
const optimize = (on: boolean): void => setFlagsFromString(on ? '--opt' : '--no-opt');

/** Ends the compiler's rest: for work that takes long without it, should a start need such. */
export const workHard = (): void => optimize(true);

/** From now on memory is saved: before a server reads its code. */
export function beginSmall(): void {
  keepYoungHeap();
  optimize(false);
}

/** By then what a server reads after its start is there, in milliseconds. */
const reading = 1_500;

const every = 500;
/** Turns in that time that are load: an office on a usual day makes fewer in a minute. */
const load = 25;

/**
 * Ends what `beginSmall` began: code is optimized again soon, and the young heap grows as soon as
 * there is load; `turns` are those made so far.
 */
export function growUnderLoad(turns: () => number): void {
  setTimeout(optimize, reading, true).unref();
  let before = turns();
  const timer = setInterval(() => {
    const now = turns();
    if (now - before >= load) {
      freeYoungHeap();
      optimize(true);
      clearInterval(timer);
    }
    before = now;
  }, every).unref();
}
