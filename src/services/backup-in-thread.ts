import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { reviveError, type PlainError } from '../core/plain-error.ts';
import type { BackupDone, BackupOrder } from './backup.ts';

/** What the thread is to do. */
export interface ThreadOrder {
  readonly order: BackupOrder;
  readonly killAt: string | undefined;
}

export type ThreadAnswer = { readonly done: BackupDone } | { readonly error: PlainError };

/** Memory that the thread may take, MB: a few batches of rows. */
const most = 512;

/**
 * Backs up in a thread of its own; `over` ends it, and leaves nothing that could be taken for a
 * backup. @throws Error as `backUp`
 */
export async function backUpInThread(
  order: BackupOrder,
  { over, killAt }: { readonly over: AbortSignal; readonly killAt?: string | undefined },
): Promise<BackupDone> {
  const thread = new Worker(new URL('./backup-thread.js', import.meta.url), {
    workerData: { order, killAt } satisfies ThreadOrder,
    resourceLimits: { maxOldGenerationSizeMb: most },
  });
  thread.unref();
  const ended = new AbortController();
  thread.once('exit', () => ended.abort());
  const signal = AbortSignal.any([over, ended.signal]);
  try {
    const [answer] = (await once(thread, 'message', { signal })) as [ThreadAnswer];
    if ('error' in answer) throw reviveError(answer.error);
    return answer.done;
  } finally {
    await thread.terminate();
  }
}
