import type { Request } from 'express';
import { z } from 'zod';
import { readBody } from '../body.ts';
import { ProblemError } from '../errors.ts';
import type { SentFile } from './route.ts';

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A form as it was sent: nothing of it is checked yet. */
export interface SentForm {
  readonly fields: Fields;
  readonly files: Readonly<Record<string, SentFile>>;
}

/** What a form with files may hold, in bytes: 20,000 vacancies are about 4 MB. */
const uploadLimit = 5 * 1024 * 1024;

function addField(fields: Record<string, string | readonly string[]>, name: string, value: string) {
  const known = fields[name];
  if (known === undefined) fields[name] = value;
  else fields[name] = [...(typeof known === 'string' ? [known] : known), value];
}

/** Fields of a query or an urlencoded body; one that comes twice is a list. */
export function readFields(text: string): Fields {
  const fields: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value);
  return fields;
}

async function readParts(body: Buffer, type: string): Promise<SentForm> {
  const fields: Record<string, string | readonly string[]> = Object.create(null);
  const files: Record<string, SentFile> = Object.create(null);
  // Node's own reader of forms, as in fetch; the size was limited before.
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new ProblemError({ status: 400, code: 'invalid-form' }, { cause });
    });
  for (const [name, value] of form) {
    if (typeof value === 'string') addField(fields, name, value);
    else files[name] = { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { fields, files };
}

/**
 * Reads what a form has sent.
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

/** For a page that reads nothing of its query, a button that sends nothing but its token. */
export const noForm = z.object({});

/** What is wrong with which field, by names of templates/admin/phrases.yaml. */
export function errorsOf({ issues }: z.ZodError): Readonly<Record<string, string>> {
  const first = issues.toReversed().map(({ path, message }) => [String(path[0] ?? ''), message]);
  return Object.fromEntries(first) as Readonly<Record<string, string>>;
}
