import { Agent, request as ask } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { openSimulator } from '../../src/channels/simulator.ts';
import { addToken } from '../../src/services/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { signIn, type Browser } from '../helpers/sign-in.ts';
import { now, openOffice, type Office } from '../web/open-office.ts';
import type { Asked } from './page-requests.ts';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** What only somebody's mistake tells to strangers. */
const inner = /\n\s+at .+:\d+:\d+|node_modules|SQLITE_|\bselect .+ from\b|\/src\/web\//i;

/** What is wrong with an answer; undefined when it is 2xx to 4xx and shows nothing of our inside. */
export function faultOf({ status, body }: Answered): string | undefined {
  const shown = inner.exec(body)?.[0];
  if (shown !== undefined) return `shows ${shown}`;
  return status >= 200 && status < 500 ? undefined : `answers ${status}: ${body.slice(0, 200)}`;
}

/** An office with something of everything, and an administrator whose session never ends for long. */
export interface PageOffice {
  readonly office: Office;
  /** Sends it as an administrator who is signed in and has a token. Streams are left at once. */
  send(asked: Asked): Promise<Answered>;
  close(): Promise<void>;
}

const csrf = /name="_csrf" value="([^"]*)"/;

interface Signed {
  readonly browser: Browser;
  readonly csrf: string;
  readonly token: string;
}

async function signAnew(office: Office, n: number): Promise<Signed> {
  const browser = await signIn(office, { role: 'admin', username: `acak-${n}` });
  const [, found = ''] = csrf.exec(await browser.page('/admin/akun')) ?? [];
  return { browser, csrf: found, token: await addToken(office.store, `acak-${n}`, now) };
}

/** A form gets the token of its session in front; what comes after it is left as it is. */
function withProof({ method, path, headers, body }: Asked, signed: Signed): Asked {
  if (path.startsWith('/api/'))
    return {
      method,
      path,
      headers: { authorization: `Bearer ${signed.token}`, ...headers },
      ...(body && { body }),
    };
  const proof = Buffer.from(`_csrf=${signed.csrf}&`);
  return {
    method,
    path,
    headers: { cookie: signed.browser.cookie, accept: 'text/html', ...headers },
    ...(body && { body: Buffer.concat([proof, body]) }),
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Sends exactly these bytes and reads the answer. */
export async function sendRaw(url: string, { method, path, headers, body }: Asked) {
  const sent = ask(url, { method, path, headers: { ...headers }, agent });
  sent.end(body);
  const [response] = await once(sent, 'response');
  if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
    sent.destroy();
    return { status: response.statusCode, body: '', location: '' };
  }
  const { location = '' } = response.headers;
  return { status: response.statusCode, body: await text(response), location };
}

/** Opens it on a store that is closed by who gave it. */
export async function openPageOffice(store: Store): Promise<PageOffice> {
  const office = await openOffice({ store, channels: [openSimulator()] });
  await office.register();
  await office.open();
  await office.open({ kind: 'A' });
  let count = 0;
  let signed = await signAnew(office, count);
  const send = async (asked: Asked): Promise<Answered> => {
    const answer = await sendRaw(office.url, withProof(asked, signed));
    const isOut = answer.status === 401 || answer.location.startsWith('/admin/masuk');
    if (isOut || answer.location === '/admin/akun') {
      count += 1;
      signed = await signAnew(office, count);
    }
    return answer;
  };
  return { office, send, close: () => office.close() };
}
