import { download, patient, refusedFile } from '../download.ts';
import type { Outside } from '../kind.ts';
import { twilioCredentials, type TwilioLogin } from './client.ts';
import { fileAt } from './message.ts';

/** Where Twilio keeps files: its own names, and the store that it rents. */
const stores = /(?:^|\.)(?:twilio|twiliocdn|amazonaws)\.com$/u;

/** Twilio leads to its own stores: encrypted, by name, so that no name of another leads inside our network. */
function isStore(url: URL, apiUrl: string): boolean {
  const isTheirs = url.protocol === 'https:' && stores.test(url.hostname);
  return isTheirs || url.origin === new URL(apiUrl).origin;
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
