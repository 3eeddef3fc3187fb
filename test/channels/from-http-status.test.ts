import { expect } from 'chai';
import {
  errorFromNetwork,
  errorFromStatus,
  readRetryAfter,
} from '../../src/channels/from-http-status.ts';

const now = new Date('2026-11-22T01:00:00Z');

describe('readRetryAfter', () => {
  const cases = [
    { header: '60', expected: 60_000 },
    { header: ' 0 ', expected: 1_000 },
    { header: 'Sun, 22 Nov 2026 02:00:00 GMT', expected: 3_600_000 },
    { header: 'Sun, 22 Nov 2026 00:00:00 GMT', expected: 1_000 },
    { header: 'Sun, 22 Nov 2099 00:00:00 GMT', expected: 86_400_000 },
    { header: '86400', expected: 86_400_000 },
    { header: '999999999', expected: 86_400_000 },
    { header: '', expected: undefined },
    { header: null, expected: undefined },
    { header: '-5', expected: undefined },
    { header: '1.5', expected: undefined },
    { header: 'soon', expected: undefined },
    { header: '99999999999999', expected: 86_400_000 },
    { header: '9'.repeat(400), expected: undefined },
  ];
  for (const { header, expected } of cases) {
    it(`reads ${JSON.stringify(header)} as ${String(expected)}`, () => {
      expect(readRetryAfter(header, now)).to.equal(expected);
    });
  }
});

describe('errorFromStatus', () => {
  const cases = [
    { status: 301, code: 'misconfigured', retryable: true },
    { status: 400, code: 'refused', retryable: false },
    { status: 401, code: 'misconfigured', retryable: true },
    { status: 403, code: 'misconfigured', retryable: true },
    { status: 404, code: 'misconfigured', retryable: true },
    { status: 408, code: 'provider-down', retryable: true },
    { status: 413, code: 'refused', retryable: false },
    { status: 422, code: 'refused', retryable: false },
    { status: 429, code: 'throttled', retryable: true },
    { status: 500, code: 'provider-down', retryable: true },
    { status: 503, code: 'provider-down', retryable: true },
    { status: 599, code: 'provider-down', retryable: true },
  ];
  for (const { status, code, retryable } of cases) {
    it(`${status} is ${code}`, () => {
      const error = errorFromStatus(status);
      expect(error).to.include({ code, retryable, providerCode: `http-${status}` });
    });
  }
});

const failed = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

describe('errorFromNetwork', () => {
  const cases = [
    { label: 'a refused connection', error: failed('ECONNREFUSED'), code: 'unreachable' },
    { label: 'an unknown name', error: failed('ENOTFOUND'), code: 'unreachable' },
    { label: 'a wrong certificate', error: failed('CERT_HAS_EXPIRED'), code: 'unreachable' },
    {
      label: 'no connection in time',
      error: failed('UND_ERR_CONNECT_TIMEOUT'),
      code: 'unreachable',
    },
    { label: 'a reset', error: failed('ECONNRESET'), code: 'unknown-outcome' },
    { label: 'a closed socket', error: failed('UND_ERR_SOCKET'), code: 'unknown-outcome' },
    {
      label: 'our time limit',
      error: new DOMException('x', 'TimeoutError'),
      code: 'unknown-outcome',
    },
    { label: 'anything else', error: 'what', code: 'unknown-outcome' },
  ];
  for (const { label, error, code } of cases) {
    it(`tells ${label} as ${code}`, () => {
      expect(errorFromNetwork(error)).to.include({ code, retryable: true });
    });
  }
});
