import { z } from 'zod';
import { normalisePhone } from '../core/phone.ts';

const printableForm = /^[\x20-\x7e]{1,200}$/;

/**
 * An id or address of a provider: short and printable, so that it can be a key in both databases
 * (PostgreSQL refuses NUL) and stand in a log line.
 */
export const printable = z.union([
  z.string().regex(printableForm, 'must be 1 to 200 printable characters'),
  z.int().transform(String), // beyond 2^53 two numbers are read as one, and two messages would be too
]);

/** The same, of a value that is a text or none: without zod, where every message comes by. */
export const isPrintable = (value: unknown): value is string =>
  typeof value === 'string' && printableForm.test(value);

const [quote, backslash] = [0x22, 0x5c];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);

/** The place of the quote that ends the string which begins at `from`. */
function endOfString(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json.charCodeAt(at) !== quote)
    at += json.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

/**
 * Whether brackets stand within one another deeper than `most`. JSON.parse takes 60 ms for each MB of
 * nothing but brackets (measured): asked before where a body may be so large.
 */
export function isDeep(json: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length && depth <= most; at += 1) {
    const sign = json.charCodeAt(at);
    if (sign === quote) at = endOfString(json, at);
    else if (opening.has(sign)) depth += 1;
    else if (closing.has(sign)) depth -= 1;
  }
  return depth > most;
}

/** What a text says as JSON; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A sender as it is stored: E.164 where it is a phone number, else as it came (names, short codes). */
export function senderOf(address: string): string {
  return normalisePhone(address) ?? address;
}
