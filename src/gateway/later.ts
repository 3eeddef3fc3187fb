import type { JobParts, JobTools } from './jobs.ts';
import type { Repeat } from './repeat.ts';

/**
 * All jobs, read when they begin: 60 files that no webhook needs (measured: a tenth of a start).
 * `more` are those that are open already.
 */
export function jobsLater(parts: JobParts, tools: JobTools, more: readonly Repeat[]): Repeat {
  let begun: Promise<readonly Repeat[]> = Promise.resolve([]);
  const begin = async (): Promise<readonly Repeat[]> => {
    const { openJobs } = await import('./jobs.ts');
    const { openFileJobs } = await import('./file-jobs.ts');
    const { set } = tools;
    const jobs = [...openJobs(parts, tools), ...openFileJobs(parts, () => set.routes), ...more];
    for (const job of jobs) job.start();
    return jobs;
  };
  return {
    start: () => {
      begun = begin();
    },
    stop: async () => {
      await Promise.all((await begun).map((job) => job.stop()));
    },
  };
}

/** Starts these parts in so many milliseconds, or at once. */
export function beginLater(parts: readonly Pick<Repeat, 'start'>[], calm = 0) {
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => parts.forEach((part) => part.start());
  return {
    start: (): void => {
      if (calm === 0) begin();
      else timer = setTimeout(begin, calm);
    },
    /** They are not started any more. */
    cancel: (): void => clearTimeout(timer),
  };
}
