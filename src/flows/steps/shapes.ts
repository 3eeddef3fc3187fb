import { z } from 'zod';

/** What is said to a person, with {placeholders}. */
export const text = z.string().trim().min(1);

/** A step of the same flow. */
export const target = z.string().min(1);

/** Name of an answer: lower case, as it stands between braces. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'a name is lower case letters, digits and _');

/** Choice or outcome -> step. */
export const branches = z.record(z.string(), target);
