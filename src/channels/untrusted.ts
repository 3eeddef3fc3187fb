import { z } from 'zod';
import { normalisePhone } from '../core/phone.ts';

const printableForm = /^[\x20-\x7e]{1,200}$/;

/**
 * An id or address of a provider: short and printable, so that it can be a key in both databases
 * (PostgreSQL refuses NUL) and stand in a log line.
 */
export const printable = z.union([
  z.string().regex(printableForm, 'must be 1 to 200 printable characters'),
  z.number().transform(String),
]);

/** The same, of a value that is a text or none: without zod, where every message comes by. */
export const isPrintable = (value: unknown): value is string =>
  typeof value === 'string' && printableForm.test(value);

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
