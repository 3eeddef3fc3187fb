import { z } from 'zod';
import type { StepText } from './step.ts';

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

/** The words of a question that may be left out, where they stand. */
export function optionalTexts(words: {
  readonly unclear?: string | undefined;
  readonly simpler?: string | undefined;
}): StepText[] {
  return (['unclear', 'simpler'] as const).flatMap((key) => {
    const said = words[key];
    return said === undefined ? [] : [{ text: said, path: [key] }];
  });
}
