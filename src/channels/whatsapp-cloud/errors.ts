import { z } from 'zod';
import { SendError, type SendErrorCode } from '../../core/errors.ts';
import type { Answer } from '../exchange.ts';
import { errorFromStatus } from '../from-http-status.ts';
import { readJson } from '../untrusted.ts';

/** What a code means, and how long the number has to rest, in milliseconds. */
type Meaning = readonly [code: SendErrorCode, then: 'retry' | 'final', rest?: number];

const operator: Meaning = ['misconfigured', 'retry']; // waits for the operator, as long as attempts last
const broken: Meaning = ['provider-down', 'retry'];
const refused: Meaning = ['refused', 'final'];
const badAddress: Meaning = ['bad-address', 'final'];

/**
 * Meta's error codes (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes).
 * Only they are looked at: titles and words are to go.
 */
const codes = new Map<number, Meaning>([
  [0, operator], // who we are cannot be told
  [1, broken],
  [2, broken],
  [3, operator], // permission missing
  [4, ['throttled', 'retry']],
  [10, operator],
  [33, operator], // the phone number was deleted
  [100, refused], // a parameter is wrong, or longer than may be
  [190, operator], // the token has expired
  [368, operator], // the account is blocked for its policy
  [80007, ['throttled', 'retry']],
  [130403, operator],
  [130429, ['throttled', 'retry']],
  [130472, refused], // the person takes part in an experiment of Meta
  [130497, badAddress], // we may not write to this country
  [131000, broken],
  [131005, operator], // access denied
  [131008, refused],
  [131009, refused],
  [131016, broken],
  [131021, badAddress], // ourselves
  [131026, badAddress], // not on WhatsApp, or too old an app
  [131030, badAddress], // a test number writes to those on its list only
  [131031, operator], // the account is locked
  [131037, operator], // the display name is not approved
  [131042, operator], // payment
  [131045, operator], // the number is not registered
  [131047, ['window-closed', 'final']],
  [131048, ['throttled', 'retry', 3_600_000]], // too many people blocked or reported us
  [131049, refused], // Meta limits what a person gets; trying again makes it worse
  [131050, ['opted-out', 'final']], // the person stopped such messages
  [131051, refused],
  [131056, ['throttled', 'retry', 6_000]], // one message each 6 s to one person
  [131057, broken], // the account is being moved
  [132000, operator], // the template has not one variable
  [132001, operator], // there is no such template, or not in this language
  [132005, refused], // template and text together are too long
  [132007, operator],
  [132012, operator],
  [132015, operator], // the template is paused for its quality
  [132016, operator], // the template is switched off for ever
  [132018, refused],
  [133004, broken],
  [133010, operator], // the number is not registered
  [134011, operator],
  [135000, refused],
]);

const said = z.object({ error: z.object({ code: z.int() }) });

/** 200 to 299 are permissions. */
const meaningOf = (code: number): Meaning | undefined =>
  code >= 200 && code < 300 ? operator : codes.get(code);

/** The error that Meta's refusal means: by its code, where there is one, else by the status. */
export function cloudError(answer: Answer, now: Date): SendError {
  const read = said.safeParse(readJson(answer.text));
  const retryAfter = answer.headers.get('retry-after');
  if (!read.success) return errorFromStatus(answer.status, { retryAfter, now });
  const providerCode = String(read.data.error.code);
  const usual = errorFromStatus(answer.status, { retryAfter, now, providerCode });
  const meaning = meaningOf(read.data.error.code);
  if (!meaning) return usual;
  const [code, then, rest] = meaning;
  return new SendError(code, {
    retryable: then === 'retry',
    retryAfter: usual.retryAfter ?? rest,
    providerCode,
  });
}
