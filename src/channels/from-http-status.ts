import { SendError, type SendErrorCode } from '../core/errors.ts';

/** What a provider said with its refusal. */
export interface Refusal {
  /** Header `Retry-After`: seconds or an HTTP date. */
  readonly retryAfter?: string | null;
  readonly now?: Date;
  readonly providerCode?: string;
}

/** Shorter is no pause: a provider that says 0 would be asked without end. */
const leastPause = 1_000;
/** Longer is a mistake: an account would rest for years. */
const mostPause = 24 * 3_600_000;

const bounded = (pause: number): number => Math.max(leastPause, Math.min(mostPause, pause));

/**
 * Milliseconds that a `Retry-After` asks for (RFC 9110 section 10.2.3), from one second to one day;
 * undefined when unreadable.
 */
export function readRetryAfter(header: string | null | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return bounded(Number(text) * 1000);
  const date = Date.parse(text);
  const isDate = /[a-z]/i.test(text) && !Number.isNaN(date);
  return isDate ? bounded(date - now.getTime()) : undefined;
}

function codeOf(status: number): SendErrorCode {
  if (status === 429) return 'throttled';
  if (status >= 500 || status === 408 || status === 425) return 'provider-down';
  const wrongAddressOrSecret = [401, 403, 404, 405, 407].includes(status) || status < 400;
  return wrongAddressOrSecret ? 'misconfigured' : 'refused';
}

/** The error that an HTTP status means, where the provider has no better code of its own. */
export function errorFromStatus(status: number, refusal: Refusal = {}): SendError {
  const retryAfter = readRetryAfter(refusal.retryAfter, refusal.now ?? new Date());
  const code = codeOf(status);
  return new SendError(code, {
    // A wrong secret is no fault of the message: it waits for the operator as long as attempts last.
    retryable: code !== 'refused',
    retryAfter,
    providerCode: refusal.providerCode ?? `http-${status}`,
  });
}

/** Errors met before the request could leave: names, routes, refused connections, certificates. */
const neverLeft =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_CERT_|ERR_SSL_WRONG_VERSION|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : networkCode(error.cause);
}

/** The error of an exchange without an answer: whatever is not surely unsent may have been sent. */
export function errorFromNetwork(cause: unknown): SendError {
  const providerCode = networkCode(cause);
  const code = neverLeft.test(providerCode) ? 'unreachable' : 'unknown-outcome';
  return new SendError(code, { retryable: true, providerCode, cause });
}

/** The error of a 2xx that cannot be understood: a proxy's page, a cut answer. */
export function unreadableAnswer(cause?: unknown): SendError {
  const providerCode = 'unreadable-answer';
  return new SendError('unknown-outcome', { retryable: true, providerCode, cause });
}
