/*
 * Phone numbers of Indonesia: mobile 08 and 8-11 more digits (prepaid 11-13 in all, postpaid
 * 10-12), landline 0, area code and number. Prefixes of operators are not checked: they change.
 */

/** A number of Indonesia without its 0 or 62. */
const national = /^(?:8\d{8,11}|[1-79]\d{6,10})$/u;
const foreign = /^[1-9]\d{7,14}$/u;

function indonesian(digits: string): string | undefined {
  const number = digits.replace(/^0/u, '');
  return national.test(number) ? `+62${number}` : undefined;
}

function international(digits: string): string | undefined {
  if (digits.startsWith('62')) return indonesian(digits.slice(2));
  return foreign.test(digits) ? `+${digits}` : undefined;
}

/** What was written without + or 00: foreign numbers cannot be told from mistakes. */
function local(digits: string): string | undefined {
  if (digits.startsWith('62')) return indonesian(digits.slice(2));
  return /^[08]/u.test(digits) ? indonesian(digits) : undefined;
}

/**
 * Reads a phone number as people write it (`0812-3456-7890`, `62812...`, `812...`, `+620812...`,
 * `0060...`) and gives E.164, or undefined when it is none: letters, too short, two numbers at once.
 */
export function normalisePhone(text: string): string | undefined {
  const compact = text.normalize('NFKC').replace(/[\s().\-/\p{Pd}\p{Cf}]/gu, '');
  if (!/^\+?\d+$/u.test(compact)) return undefined;
  if (compact.startsWith('+')) return international(compact.slice(1));
  if (compact.startsWith('00')) return international(compact.slice(2));
  return local(compact);
}

/** True for a number with another country's code: somebody who writes from abroad. */
export function isForeignPhone(userId: string): boolean {
  return /^\+(?!62)\d/u.test(userId);
}

/** The number as it is dialled at home: `081234567890`; a foreign one stays `+60...`. */
export function localPhone(phone: string): string {
  return phone.replace(/^\+62/u, '0');
}

/** `+6281234567878` as `0812-xxxx-xx78`: enough for its owner to know it, for nobody to call it. */
export function maskPhone(phone: string): string {
  const dialled = localPhone(phone);
  const start = /^0\d{3}/u.exec(dialled)?.[0] ?? /^\+\d{2}/u.exec(dialled)?.[0] ?? 'xxxx';
  return `${start}-xxxx-xx${dialled.slice(-2)}`;
}

/**
 * Codes that are no country's, or dear in it: free and shared cost, satellites but for ships' (ITU-T
 * E.164, annex: 800, 808, 878, 882, 883, 888, 979), 900 and 976 of North America. Fraud by premium
 * numbers goes there. Ships (870, 881) stay open: seafarers write to us.
 */
const dear = /^\+(?:800|808|878|88[238]|979|1900|1976)/u;

/**
 * False where an automatic SMS must never go: alphanumeric senders and short codes (mail loops,
 * cost), landlines, service and premium numbers (0800, 0809), what looks like a number of Indonesia
 * and is none. Foreign numbers are allowed but for premium ones.
 */
export function canReceiveSms(address: string): boolean {
  const phone = normalisePhone(address);
  if (phone?.startsWith('+62')) return /^\+628[1-9]/u.test(phone);
  const digits = address.replace(/[\s-]/gu, '').replace(/^\+/u, '');
  if (/^(?:0|62)/u.test(digits) && !phone) return false;
  return /^\d{8,15}$/u.test(digits) && !dear.test(`+${digits}`);
}
