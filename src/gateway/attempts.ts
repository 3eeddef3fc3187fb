import { SendError, type SendErrorCode } from '../core/errors.ts';
import type { Attempt } from '../store/marks.ts';

/** Attempts in all, as far as it is the message's fault. */
export const maxAttempts = 5;

/** Milliseconds before attempt 2, 3, 4, 5: the first within 10 s (CONTRACT), then room for an outage. */
const pauses = [5_000, 30_000, 120_000, 600_000] as const;

/** While the account is down another message is tried next, so that one bad one hides no recovery. */
const pauseWhileDown = 60_000;

/** Anything else that a channel throws is a bug: nobody knows whether the message left. */
export const asSendError = (error: unknown): SendError =>
  error instanceof SendError
    ? error
    : new SendError('unknown-outcome', { retryable: true, cause: error });

/** `bad-address:21211`: ours, and the provider's own where it gave one. */
export const codeOf = ({ code, providerCode }: SendError): string =>
  providerCode ? `${code}:${providerCode}` : code;

const faultsOfAccount: readonly SendErrorCode[] = ['unreachable', 'provider-down', 'misconfigured'];

/** Whether nothing would have left this account, whatever the message. */
export const isAccountFault = ({ code }: SendError): boolean => faultsOfAccount.includes(code);

/** What an attempt was made with. */
export interface Tried {
  readonly attempts: number;
  /** 0..1, spreads the retries of many messages by a fifth. */
  readonly jitter: number;
  /** The account counts as down: no message is to blame. */
  readonly down?: boolean;
}

/** A failure, its code as it is stored, and the usual pause before the next attempt. */
interface Failure {
  readonly error: SendError;
  readonly code: string;
  readonly usual: number;
}

/** Told to wait: as long as was said, else longer each time; it is no message's fault. */
function afterThrottling({ error, code, usual }: Failure): Attempt {
  if (error.retryAfter === undefined) return { status: 'queued', pause: usual, code };
  return { status: 'queued', pause: error.retryAfter, code, free: true };
}

function afterOutage({ error, code }: Failure): Attempt {
  const pause = Math.max(pauseWhileDown, error.retryAfter ?? 0);
  return { status: 'queued', pause, code, free: true };
}

/** Nobody knows whether it left: after the last attempt it stays so. */
const afterSilence = ({ code, usual }: Failure, last: boolean): Attempt => ({
  status: 'unknown',
  pause: last ? null : usual,
  code,
});

function afterRetryable(failure: Failure, { attempts, down = false }: Tried): Attempt {
  const { error, code, usual } = failure;
  const last = attempts >= maxAttempts;
  if (error.code === 'throttled') return afterThrottling(failure);
  if (error.code === 'unknown-outcome') return afterSilence(failure, last);
  if (down && isAccountFault(error)) return afterOutage(failure);
  if (last) return { status: 'failed', code };
  return { status: 'queued', pause: Math.max(usual, error.retryAfter ?? 0), code };
}

/**
 * What to do after a failed attempt: again later (never before the provider's Retry-After), parked
 * until the person writes, unknown, or given up.
 */
export function afterFailure(thrown: unknown, tried: Tried): Attempt {
  const error = asSendError(thrown);
  const code = codeOf(error);
  if (error.code === 'window-closed') return { status: 'queued', pause: null, code };
  if (!error.retryable) return { status: 'failed', code };
  const usual = (pauses[tried.attempts - 1] ?? 600_000) * (1 + tried.jitter / 5);
  return afterRetryable({ error, code, usual }, tried);
}
