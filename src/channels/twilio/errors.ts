import { z } from 'zod';
import { SendError, type SendErrorCode } from '../../core/errors.ts';
import type { Answer } from '../exchange.ts';
import { errorFromStatus } from '../from-http-status.ts';
import { readJson } from '../untrusted.ts';

/** What a code means, and how long the sender has to rest, in milliseconds. */
type Meaning = readonly [code: SendErrorCode, then: 'retry' | 'final', rest?: number];

const operator: Meaning = ['misconfigured', 'retry']; // waits for the operator, as long as attempts last
const broken: Meaning = ['provider-down', 'retry'];
const refused: Meaning = ['refused', 'final'];
const badAddress: Meaning = ['bad-address', 'final'];
const optedOut: Meaning = ['opted-out', 'final'];

/** Twilio's error codes that say more than the HTTP status (https://www.twilio.com/docs/api/errors). */
const codes = new Map<string, Meaning>([
  ['20003', operator], // wrong account or token
  ['20404', operator],
  ['20429', ['throttled', 'retry']],
  ['21211', badAddress], // not a phone number
  ['21212', operator], // the From number is none
  ['21217', badAddress],
  ['21408', ['misconfigured', 'final']], // sending to this country is switched off
  ['21603', operator], // no From number
  ['21606', operator], // the From number is not ours
  ['21608', ['misconfigured', 'final']], // a trial account writes to verified numbers only
  ['21609', operator], // PUBLIC_URL is no address that Twilio can call
  ['21610', optedOut], // the person wrote STOP, and Twilio obeys
  ['21611', ['throttled', 'retry']], // ten hours of messages wait at this sender
  ['21612', badAddress], // no route from this sender to this number
  ['21614', badAddress], // not a mobile number
  ['21617', refused], // longer than 1,600 characters
  ['21654', operator], // there is no such template
  ['21655', operator],
  ['21656', operator], // the template has not one variable
  ['21658', refused], // longer than 1,600 characters
  ['21730', broken], // Twilio is being mended
  ['30001', ['throttled', 'retry']], // the queue is full
  ['30002', operator], // the account is suspended
  ['30004', refused],
  ['30005', badAddress], // no such number
  ['30006', badAddress], // a landline
  ['30007', refused], // filtered: the same text would be filtered again
  ['30008', broken],
  ['63001', operator], // WhatsApp does not know us
  ['63003', badAddress],
  ['63005', refused],
  ['63007', operator], // our number is not a WhatsApp sender
  ['63010', broken],
  ['63012', broken],
  ['63013', refused], // against WhatsApp's policy
  ['63014', optedOut], // blocked by the person
  ['63015', badAddress], // the sandbox knows only who joined it
  ['63016', ['window-closed', 'final']],
  ['63018', ['throttled', 'retry']],
  ['63020', operator], // the business has not accepted WhatsApp's terms
  ['63021', refused],
  ['63024', badAddress], // not on WhatsApp
  ['63027', operator], // there is no such template in this language
  ['63028', operator],
  ['63032', refused],
  ['63033', optedOut], // blocked by the person
  ['63038', ['throttled', 'retry', 3_600_000]], // the account's messages of the day are spent
  ['63040', operator], // the template is rejected, paused or switched off
  ['63041', operator],
  ['63042', operator],
  ['63049', refused], // Meta limits what a person gets; trying again makes it worse
  ['63051', operator], // the WhatsApp account is locked
]);

const said = z.object({ code: z.int().transform(String) });

/** The error that Twilio's refusal means: by its code, where there is one, else by the status. */
export function twilioRefusal(answer: Answer, now: Date): SendError {
  const read = said.safeParse(readJson(answer.text));
  const retryAfter = answer.headers.get('retry-after');
  if (!read.success) return errorFromStatus(answer.status, { retryAfter, now });
  const { code: providerCode } = read.data;
  const usual = errorFromStatus(answer.status, { retryAfter, now, providerCode });
  const meaning = codes.get(providerCode);
  if (!meaning) return usual;
  const [code, then, rest] = meaning;
  return new SendError(code, {
    retryable: then === 'retry',
    retryAfter: usual.retryAfter ?? rest,
    providerCode,
  });
}
