import { z } from 'zod';

/** ISO 8601 with an offset. */
export const moment = z.iso.datetime({ offset: true });

export const office = z.string().regex(/^\d{2}(\.\d{2})?$/, 'a code such as 35.08');

/** A place by its Kemendagri code. */
export const place = z.object({ code: z.string(), name: z.string() });

/** How much of a list is asked for. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(40).exactOptional(),
});

/** A page of a list: `next` is the cursor of the following one, null at the end. */
export function pageOf<T extends z.ZodType>(thing: T) {
  return z.object({ items: z.array(thing).readonly(), next: z.string().nullable() });
}

/** What an officer writes in a line; a NUL would be refused by PostgreSQL. */
export const sentence = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters');

/** What an officer writes to a person: lines, no other control characters. 1,000 letters are 7 SMS. */
export const letter = z
  .string()
  .trim()
  .min(1)
  .max(1_000)
  .regex(/^(?:[^\p{Cc}\p{Cs}]|\n)*$/u, 'no control characters');
