import { expect } from 'chai';
import { SendError, type SendErrorCode } from '../../src/core/errors.ts';
import { afterFailure, maxAttempts, type Tried } from '../../src/gateway/attempts.ts';
import type { Attempt } from '../../src/store/marks.ts';

const retryable = (code: SendErrorCode, retryAfter?: number) =>
  new SendError(code, { retryable: true, ...(retryAfter !== undefined && { retryAfter }) });

const refused = new SendError('bad-address', { retryable: false, providerCode: '21211' });

const closed = new SendError('window-closed', { retryable: false });

interface Case {
  readonly label: string;
  readonly thrown: unknown;
  readonly tried?: Partial<Tried>;
  readonly expected: Attempt;
}

const cases: readonly Case[] = [
  {
    label: 'a refused connection is tried again within 10 s',
    thrown: retryable('unreachable'),
    tried: { jitter: 1 },
    expected: { status: 'queued', pause: 6_000, code: 'unreachable' },
  },
  {
    label: 'the second pause is longer',
    thrown: retryable('provider-down'),
    tried: { attempts: 2 },
    expected: { status: 'queued', pause: 30_000, code: 'provider-down' },
  },
  {
    label: 'what is told to wait waits as long as it was told, and counts as no attempt',
    thrown: retryable('throttled', 90_000),
    tried: { attempts: maxAttempts, jitter: 1 },
    expected: { status: 'queued', pause: 90_000, code: 'throttled', free: true },
  },
  {
    label: 'what is told to wait without a time waits longer each time and is never given up',
    thrown: retryable('throttled'),
    tried: { attempts: maxAttempts },
    expected: { status: 'queued', pause: 600_000, code: 'throttled' },
  },
  {
    label: 'a provider that is down is not asked before its Retry-After',
    thrown: retryable('provider-down', 90_000),
    expected: { status: 'queued', pause: 90_000, code: 'provider-down' },
  },
  {
    label: 'the last attempt gives up',
    thrown: retryable('provider-down'),
    tried: { attempts: maxAttempts },
    expected: { status: 'failed', code: 'provider-down' },
  },
  {
    label: 'no message is to blame while the account is down',
    thrown: retryable('provider-down'),
    tried: { attempts: maxAttempts, down: true },
    expected: { status: 'queued', pause: 60_000, code: 'provider-down', free: true },
  },
  {
    label: 'a message that is refused while the account is down is to blame',
    thrown: refused,
    tried: { down: true },
    expected: { status: 'failed', code: 'bad-address:21211' },
  },
  {
    label: 'what cannot succeed is not tried again, and the provider code is kept',
    thrown: refused,
    expected: { status: 'failed', code: 'bad-address:21211' },
  },
  {
    label: 'a closed window parks the message until the person writes',
    thrown: closed,
    tried: { attempts: maxAttempts },
    expected: { status: 'queued', pause: null, code: 'window-closed' },
  },
  {
    label: 'an unknown outcome is its own state',
    thrown: retryable('unknown-outcome'),
    expected: { status: 'unknown', pause: 5_000, code: 'unknown-outcome' },
  },
  {
    label: 'an unknown outcome stays unknown after the last attempt',
    thrown: retryable('unknown-outcome'),
    tried: { attempts: maxAttempts },
    expected: { status: 'unknown', pause: null, code: 'unknown-outcome' },
  },
  {
    label: 'a bug in an adapter counts as an unknown outcome',
    thrown: new TypeError('x is not a function'),
    expected: { status: 'unknown', pause: 5_000, code: 'unknown-outcome' },
  },
];

describe('afterFailure', () => {
  for (const { label, thrown, tried, expected } of cases) {
    it(label, () => {
      const attempt = afterFailure(thrown, { attempts: 1, jitter: 0, ...tried });
      expect(attempt).to.deep.equal(expected);
    });
  }
});
