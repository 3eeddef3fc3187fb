import { isIP } from 'node:net';
import { download, patient, refusedFile } from '../download.ts';
import type { Outside } from '../kind.ts';
import { twilioCredentials, type TwilioLogin } from './client.ts';
import { fileAt } from './message.ts';

/** Twilio leads to its own stores: on the open internet, encrypted, by name. */
function isStore(url: URL, apiUrl: string): boolean {
  const named = url.hostname.includes('.') && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0;
  return url.origin === new URL(apiUrl).origin || (url.protocol === 'https:' && named);
}

/**
 * The bytes of a file that came with a message. `ref` is a path at the API, never an address: our
 * password goes to Twilio alone.
 * @throws SendError; `refused` when it is gone, larger than `limit`, or no file of Twilio's
 */
export async function fetchTwilioFile(
  login: TwilioLogin,
  outside: Outside,
  { ref, limit }: { readonly ref: string; readonly limit: number },
): Promise<Buffer> {
  if (!fileAt(ref, '')) throw refusedFile('foreign-address');
  return download(patient(outside), {
    url: new URL(login.apiUrl + ref),
    headers: { authorization: twilioCredentials(login) },
    limit,
    follows: (url) => isStore(url, login.apiUrl),
  });
}
