import { openDeadline } from './deadline.ts';
import { errorFromNetwork } from './from-http-status.ts';
import type { Outside } from './kind.ts';

/** What is asked of a provider. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A provider's answer is a few hundred bytes; more is a proxy gone wrong. */
const answerLimit = 1_000_000;

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > answerLimit) throw new Error('answer too long');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * One question to a provider and its whole answer, whatever the status, within the time limit.
 * @throws SendError `unreachable` or `unknown-outcome` when there is no answer.
 */
export async function exchange(outside: Outside, question: Question): Promise<Answer> {
  const { url, ...rest } = question;
  const deadline = openDeadline(outside);
  const { signal } = deadline;
  try {
    const response = await outside.fetch(url, { ...rest, redirect: 'manual', signal });
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (cause) {
    throw errorFromNetwork(cause);
  } finally {
    deadline.close();
  }
}
