import type { Log } from '../core/log.ts';

/** A job that is done again and again. */
export interface Repeat {
  /** Does it now, and from now on every so often. */
  start(): void;
  /** Resolves when it is not done any more. */
  stop(): Promise<void>;
}

/**
 * Repeats `job` every `every` milliseconds. A run never overtakes the one before; what it throws is
 * logged under `name`, and the next run comes all the same.
 */
export function openRepeat(
  { name, every }: { readonly name: string; readonly every: number },
  job: () => Promise<unknown>,
  log: Log,
): Repeat {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    try {
      await job();
    } catch (error) {
      log.error({ err: error, job: name }, 'job failed');
    }
    running = undefined;
  };
  const tick = (): void => {
    running ??= run();
  };
  return {
    start: () => {
      tick();
      timer = setInterval(tick, every);
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
