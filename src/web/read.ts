import type { Request } from 'express';
import type { z } from 'zod';
import { readBody } from './body.ts';
import { ProblemError } from './errors.ts';

/**
 * What was given, in this shape.
 * @throws ProblemError 400 saying what is wrong with which field
 */
export function check<T>(part: 'body' | 'query', schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new ProblemError({ status: 400, code: `invalid-${part}`, errors });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError({ status: 400, code: 'invalid-json' }, { cause });
  }
}

/** The body as JSON. @throws ProblemError 415 for another type, 400 when it cannot be read */
export async function readJson(request: Request): Promise<unknown> {
  if (!request.is('application/json')) throw new ProblemError({ status: 415, code: 'json-needed' });
  return parseJson((await readBody(request)).toString('utf8'));
}
