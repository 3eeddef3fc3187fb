import { SendError } from '../core/errors.ts';
import { parseUrl } from '../core/parse-url.ts';
import { openDeadline, type Deadline } from './deadline.ts';
import { errorFromNetwork, errorFromStatus } from './from-http-status.ts';
import type { Outside } from './kind.ts';

/** A file at a provider. */
export interface Wanted {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes. */
  readonly limit: number;
  /**
   * Whether a redirection may be followed to this address: without our headers, so that no secret
   * leaves for another server. Left out: none is followed.
   */
  readonly follows?: (url: URL) => boolean;
}

/** A photo over a village's line takes longer than a message may. */
export const patient = (outside: Outside): Outside => ({
  ...outside,
  timeout: outside.timeout * 6,
});

/** The file is gone or larger than asked for: no second try gives it. */
export function refusedFile(providerCode: string): SendError {
  return new SendError('refused', { retryable: false, providerCode });
}

async function readBytes(response: Response, limit: number): Promise<Buffer> {
  const claimed = Number(response.headers.get('content-length') ?? 0);
  if (claimed > limit) throw refusedFile('too-large');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) throw refusedFile('too-large');
  }
  return Buffer.concat(chunks);
}

function errorOf({ status, headers }: Response, now: Date): SendError {
  if (status === 404 || status === 410) return refusedFile(`http-${status}`);
  return errorFromStatus(status, { retryAfter: headers.get('retry-after'), now });
}

/** Where a redirection leads; undefined when the answer is none, or leads where we do not go. */
function nextOf(response: Response, { url, follows }: Wanted): URL | undefined {
  const location = response.headers.get('location');
  if (response.status < 300 || response.status >= 400 || location === null) return undefined;
  const next = parseUrl(location, url.href);
  return next && follows?.(next) === true ? next : undefined;
}

/** Deadlines of the answers of one download. */
type Deadlines = Deadline[];

async function fetchOnce(
  outside: Outside,
  { url, headers }: Wanted,
  deadlines: Deadlines,
): Promise<Response> {
  const deadline = openDeadline(outside);
  deadlines.push(deadline);
  const { signal } = deadline;
  return outside.fetch(url.href, { headers, redirect: 'manual', signal });
}

/** Redirections in a row that a file may lead through. */
const mostHops = 3;

async function fetchThrough(
  outside: Outside,
  wanted: Wanted,
  deadlines: Deadlines,
): Promise<Response> {
  let response = await fetchOnce(outside, wanted, deadlines);
  for (let hop = 0; hop < mostHops; hop += 1) {
    const url = nextOf(response, { ...wanted, url: new URL(response.url || wanted.url) });
    if (!url) break;
    await response.body?.cancel();
    response = await fetchOnce(outside, { ...wanted, url, headers: {} }, deadlines);
  }
  return response;
}

/**
 * The bytes of a file at a provider, within the time limit for each answer.
 * @throws SendError; `refused` when it is gone or larger than `limit`
 */
export async function download(outside: Outside, wanted: Wanted): Promise<Buffer> {
  const deadlines: Deadlines = [];
  try {
    const response = await fetchThrough(outside, wanted, deadlines);
    if (!response.ok) throw errorOf(response, outside.clock());
    return await readBytes(response, wanted.limit);
  } catch (error) {
    throw error instanceof SendError ? error : errorFromNetwork(error);
  } finally {
    for (const deadline of deadlines) deadline.close();
  }
}
