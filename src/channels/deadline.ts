import { SendError } from '../core/errors.ts';
import type { Outside } from './kind.ts';

/** When an exchange ends that does not end by itself. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The exchange is over. */
  close(): void;
}

/**
 * The end of one exchange: after the time limit, or when the server stops and waits no longer.
 * `AbortSignal.any` over a signal that lives as long as the server would keep a little of each
 * exchange for ever (nodejs/node#54614): hence a listener that is taken away again.
 * @throws SendError `unreachable` when the server waits for nobody any more: nothing has left
 */
export function openDeadline({ timeout, stopping }: Outside): Deadline {
  const limit = AbortSignal.timeout(timeout);
  if (!stopping) return { signal: limit, close: () => undefined };
  if (stopping.aborted)
    throw new SendError('unreachable', { retryable: true, providerCode: 'stopping' });
  const own = new AbortController();
  const end = (): void => own.abort(stopping.reason);
  stopping.addEventListener('abort', end);
  return {
    signal: AbortSignal.any([limit, own.signal]),
    close: () => stopping.removeEventListener('abort', end),
  };
}
