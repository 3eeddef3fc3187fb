import { z } from 'zod';
import { SendError } from '../../core/errors.ts';
import { download, patient, refusedFile } from '../download.ts';
import { exchange } from '../exchange.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { readJson } from '../untrusted.ts';
import { cloudError } from './errors.ts';

/** Where Meta keeps files; the address in its answer may lie elsewhere than the API. */
const hosts = /(^|\.)(fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net)$/;

const found = z.object({
  url: z.url(),
  file_size: z.coerce.number().optional(),
});

/** Meta's API as this account uses it. */
export interface CloudApi {
  /** With its version, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly phoneId: string;
}

/** Our token goes nowhere but to Meta, and nowhere inside this office's network. */
function isMeta(url: URL, api: string): boolean {
  return (
    url.origin === new URL(api).origin || (url.protocol === 'https:' && hosts.test(url.hostname))
  );
}

/** Meta forgets files after a week: then it answers that it knows no such id (codes 100 and 33). */
function fileError(error: SendError): SendError {
  const gone = error.code === 'refused' || error.providerCode === '33';
  return gone ? refusedFile(error.providerCode ?? 'gone') : error;
}

async function find(api: CloudApi, outside: Outside, id: string): Promise<z.output<typeof found>> {
  const headers = { authorization: `Bearer ${api.token}` };
  const url = `${api.url}/${encodeURIComponent(id)}?phone_number_id=${api.phoneId}`;
  const answer = await exchange(outside, { method: 'GET', url, headers });
  if (answer.status === 404) throw refusedFile('http-404');
  if (answer.status >= 300) throw fileError(cloudError(answer, outside.clock()));
  const read = found.safeParse(readJson(answer.text));
  if (!read.success) throw unreadableAnswer();
  return read.data;
}

/**
 * The bytes of a file that came with a message: its address is asked for, which holds for five
 * minutes, and fetched there with our token.
 * @throws SendError; `refused` when it is gone, larger than `limit`, or not at Meta
 */
export async function fetchCloudFile(
  api: CloudApi,
  outside: Outside,
  { ref, limit }: { readonly ref: string; readonly limit: number },
): Promise<Buffer> {
  const { url: address, file_size: size = 0 } = await find(api, outside, ref);
  if (size > limit) throw refusedFile('too-large');
  const url = new URL(address);
  if (!isMeta(url, api.url)) throw refusedFile('foreign-address');
  const headers = { authorization: `Bearer ${api.token}` };
  return download(patient(outside), { url, headers, limit });
}
