import { expect } from 'chai';
import { SendError, type SendErrorCode } from '../../src/core/errors.ts';
import { afterFailure, maxAttempts } from '../../src/gateway/attempts.ts';

const retryable = (code: SendErrorCode, retryAfter?: number) =>
  new SendError(code, { retryable: true, ...(retryAfter !== undefined && { retryAfter }) });

const cases = [
  {
    label: 'a refused connection is tried again within 10 s',
    attempt: afterFailure(retryable('unreachable'), 1, 1),
    expected: { status: 'queued', pause: 6_000, code: 'unreachable' },
  },
  {
    label: 'the second pause is longer',
    attempt: afterFailure(retryable('provider-down'), 2, 0),
    expected: { status: 'queued', pause: 30_000, code: 'provider-down' },
  },
  {
    label: 'never before Retry-After',
    attempt: afterFailure(retryable('throttled', 90_000), 1, 0),
    expected: { status: 'queued', pause: 90_000, code: 'throttled' },
  },
  {
    label: 'the last attempt gives up',
    attempt: afterFailure(retryable('provider-down'), maxAttempts, 0),
    expected: { status: 'failed', code: 'provider-down' },
  },
  {
    label: 'what cannot succeed is not tried again, and the provider code is kept',
    attempt: afterFailure(
      new SendError('bad-address', { retryable: false, providerCode: '21211' }),
      1,
      0,
    ),
    expected: { status: 'failed', code: 'bad-address:21211' },
  },
  {
    label: 'an unknown outcome is its own state',
    attempt: afterFailure(retryable('unknown-outcome'), 1, 0),
    expected: { status: 'unknown', pause: 5_000, code: 'unknown-outcome' },
  },
  {
    label: 'an unknown outcome stays unknown after the last attempt',
    attempt: afterFailure(retryable('unknown-outcome'), maxAttempts, 0),
    expected: { status: 'unknown', pause: null, code: 'unknown-outcome' },
  },
  {
    label: 'a bug in an adapter counts as an unknown outcome',
    attempt: afterFailure(new TypeError('x is not a function'), 1, 0),
    expected: { status: 'unknown', pause: 5_000, code: 'unknown-outcome' },
  },
];

describe('afterFailure', () => {
  for (const { label, attempt, expected } of cases) {
    it(label, () => expect(attempt).to.deep.equal(expected));
  }
});
