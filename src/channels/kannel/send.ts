import { SendError } from '../../core/errors.ts';
import type { OutboundMessage, Receipt } from '../../core/message.ts';
import { measureSms } from '../../core/sms.ts';
import { exchange, type Answer } from '../exchange.ts';
import { errorFromStatus, unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';

/** Where Kannel's smsbox takes messages, and where it tells what became of them. */
export interface KannelLogin {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly from: string;
  /** Our webhook for delivery reports. */
  readonly reportUrl: string;
}

/** Delivered, not delivered, waiting at the SMSC, taken by the SMSC, refused by it: all that there are. */
const everyReport = '31';

/** UTF-16 big endian, each byte as `%xx`. */
function ucs2(text: string): string {
  const bytes = Buffer.from(text, 'utf16le').swap16();
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/**
 * The text as Kannel is to take it. Beyond GSM-7 the bytes are given ready-made and without a
 * charset: a Kannel built without iconv refuses to convert.
 */
function textOf(text: string): string {
  if (measureSms(text).encoding === 'UCS-2') return `text=${ucs2(text)}&coding=2`;
  return `text=${encodeURIComponent(text)}&charset=UTF-8&coding=0`;
}

const base = ({ url }: KannelLogin): string => url + (url.includes('?') ? '&' : '?');

/** Who asks: the part of the query that every question has. */
function signIn({ user, password, from }: KannelLogin): string {
  return new URLSearchParams({ username: user, password, from }).toString();
}

function sendUrl(login: KannelLogin, { id, to, text }: OutboundMessage): string {
  // %d is Kannel's to fill in: the dlr-url is encoded whole, once.
  const report = `${login.reportUrl}?id=${encodeURIComponent(id)}&status=%d`;
  const rest = new URLSearchParams({ to, 'dlr-mask': everyReport, 'dlr-url': report });
  return `${base(login)}${signIn(login)}&${textOf(text)}&${rest.toString()}`;
}

/** `0: Accepted for delivery`, and `3: Queued for later delivery` while no SMSC is connected. */
const accepted = /^\s*[03]:/;
/** Refusals of smsbox that are about the number. */
const badNumber = /receiver number|Number\(s\)/;

/** smsbox's refusals by status and words (gw/smsbox.c, tried with 1.4.5). */
function refusalOf({ status, text, headers }: Answer, now: Date): SendError {
  if (status === 400 && badNumber.test(text)) {
    return new SendError('bad-address', { retryable: false, providerCode: 'http-400' });
  }
  if (text.startsWith('Not routable')) {
    return new SendError('refused', { retryable: false, providerCode: 'not-routable' });
  }
  return errorFromStatus(status, { retryAfter: headers.get('retry-after'), now });
}

const ask = (outside: Outside, url: string): Promise<Answer> =>
  exchange(outside, { method: 'GET', url, headers: {} });

/**
 * Hands one message to Kannel. Our id names it in the reports: Kannel answers with none of its own.
 * @throws SendError
 */
export async function sendByKannel(
  login: KannelLogin,
  outside: Outside,
  message: OutboundMessage,
): Promise<Receipt> {
  const answer = await ask(outside, sendUrl(login, message));
  if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, outside.clock());
  if (!accepted.test(answer.text)) throw unreadableAnswer();
  return { providerId: message.id };
}

/**
 * Whether smsbox is there and knows us: a message to nobody must be refused for that alone.
 * @throws SendError
 */
export async function askKannel(login: KannelLogin, outside: Outside): Promise<void> {
  const answer = await ask(outside, `${base(login)}${signIn(login)}&to=&text=`);
  if (answer.status !== 400) throw refusalOf(answer, outside.clock());
}
