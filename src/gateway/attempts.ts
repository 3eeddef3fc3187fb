import { SendError } from '../core/errors.ts';
import type { Attempt } from '../store/outbox.ts';

/** Attempts in all. */
export const maxAttempts = 5;

/** Milliseconds before attempt 2, 3, 4, 5: the first within 10 s (CONTRACT), then room for an outage. */
const pauses = [5_000, 30_000, 120_000, 600_000] as const;

const asSendError = (error: unknown): SendError =>
  error instanceof SendError
    ? error
    : new SendError('unknown-outcome', { retryable: true, cause: error });

/**
 * What to do after a failed attempt: again later (never before the provider's Retry-After), unknown,
 * or given up. `jitter` is 0..1 and spreads the retries of many messages by a fifth.
 */
export function afterFailure(thrown: unknown, attempts: number, jitter: number): Attempt {
  const error = asSendError(thrown);
  const code = error.providerCode ? `${error.code}:${error.providerCode}` : error.code;
  if (!error.retryable) return { status: 'failed', code };
  const last = attempts >= maxAttempts;
  const usual = (pauses[attempts - 1] ?? 600_000) * (1 + jitter / 5);
  const pause = Math.max(usual, error.retryAfter ?? 0);
  if (error.code === 'unknown-outcome')
    return { status: 'unknown', pause: last ? null : pause, code };
  return last ? { status: 'failed', code } : { status: 'queued', pause, code };
}
