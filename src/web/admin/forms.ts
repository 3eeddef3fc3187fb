import type { Request } from 'express';
import { z } from 'zod';
import { RejectedRequest } from '../../core/errors.ts';
import { readBody } from '../body.ts';
import { ProblemError } from '../errors.ts';
import type { AdminRoute, SentFile } from './route.ts';

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A form as it was sent: nothing of it is checked yet. */
export interface SentForm {
  readonly fields: Fields;
  readonly files: Readonly<Record<string, SentFile>>;
}

/** What a form with files may hold, in bytes: 20,000 vacancies are about 4 MB. */
const uploadLimit = 5 * 1024 * 1024;

/** No form of ours has as many fields; one of a stranger could have 30,000 in 64 KB. */
const mostFields = 1_000;

/** @throws ProblemError 400 for a NUL, which PostgreSQL takes in no text and no browser sends */
function withoutNul(value: string): string {
  if (!value.includes('\0')) return value;
  throw new ProblemError({ status: 400, code: 'invalid-form' });
}

/** Fields by name, one that comes twice as a list. @throws RejectedRequest 413, ProblemError 400 */
function toFields(sent: readonly (readonly [name: string, value: string])[]): Fields {
  if (sent.length > mostFields) throw new RejectedRequest(413, 'too-many-fields');
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [name, given] of sent) {
    const value = withoutNul(given);
    const known = fields[name];
    if (known === undefined) fields[name] = value;
    else if (typeof known === 'string') fields[name] = [known, value];
    else known.push(value);
  }
  return fields;
}

/**
 * Fields of a query or an urlencoded body.
 * @throws RejectedRequest 413 for more than a thousand, ProblemError 400 for a NUL
 */
export const readFields = (text: string): Fields => toFields([...new URLSearchParams(text)]);

async function readParts(body: Buffer, type: string): Promise<SentForm> {
  const fields: [string, string][] = [];
  const files: Record<string, SentFile> = Object.create(null);
  // Node's own reader of forms, as in fetch; the size was limited before.
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new ProblemError({ status: 400, code: 'invalid-form' }, { cause });
    });
  for (const [name, value] of form) {
    if (typeof value === 'string') fields.push([name, value]);
    else files[name] = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { fields: toFields(fields), files };
}

/**
 * Reads what a form has sent; `upload`: with files.
 * @throws ProblemError 400, 415; RejectedRequest 413 over 64 KB, with files over 5 MB
 */
export async function readForm(request: Request, upload: boolean): Promise<SentForm> {
  const type = request.headers['content-type'] ?? '';
  if (upload && request.is('multipart/form-data')) {
    return readParts(await readBody(request, uploadLimit), type);
  }
  if (!request.is('application/x-www-form-urlencoded')) {
    throw new ProblemError({ status: 415, code: 'form-needed' });
  }
  return { fields: readFields((await readBody(request)).toString('utf8')), files: {} };
}

/** Files of who never signed in, or whose session is long over, are not read: 5 MB cost what 64 KB do not. */
export const isStrangersFile = (
  request: Request,
  { upload }: Pick<AdminRoute, 'upload'>,
): boolean =>
  upload === true &&
  request.session.officerId === undefined &&
  request.is('multipart/form-data') !== false;

/** For a page that reads nothing of its query, a button that sends nothing but its token. */
export const noForm = z.object({});

/** What is wrong with which field, by names of templates/admin/phrases.yaml. */
export function errorsOf({ issues }: z.ZodError): Readonly<Record<string, string>> {
  const first = issues.toReversed().map(({ path, message }) => [String(path[0] ?? ''), message]);
  return Object.fromEntries(first) as Readonly<Record<string, string>>;
}

/** The number of a row as a form sends it; both databases have it. */
export const rowNumber = z.coerce.number().int().positive().max(2_147_483_647);
