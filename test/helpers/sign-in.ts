import { createHmac, randomBytes } from 'node:crypto';
import { keepSession } from '../../src/services/officer-sessions.ts';
import { findOfficer, insertOfficer, type Officer, type Role } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { cookieName, cookieSecret } from '../../src/web/admin/session.ts';

/** A browser in which an officer has signed in. Redirects are not followed. */
export interface Browser {
  readonly officer: Officer;
  /** What the browser sends as `cookie`, for fetches of one's own. */
  readonly cookie: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The HTML of a page. @throws Error when it is not answered with 200 */
  page(path: string): Promise<string>;
  /** Sends a form with its token; `_csrf: ''` sends none of worth. Files go as FormData. */
  post(path: string, form?: Readonly<Record<string, string>> | FormData): Promise<Response>;
}

/** What the helper needs of an office under test. */
interface OpenedWeb {
  readonly url: string;
  readonly store: Store;
}

interface Choice {
  readonly role?: Role;
  readonly office?: string;
  readonly username?: string;
  /** The clock of the web side under test. */
  readonly now?: Date;
}

const testMorning = new Date('2026-11-23T08:00:00+07:00');

async function ensureOfficer(store: Store, choice: Required<Choice>): Promise<Officer> {
  const { username, role, office, now } = choice;
  const name = `Petugas ${username}`;
  const officer = { username, name, role, office, passwordHash: 'of no password' };
  await insertOfficer(store, { ...officer, at: now.getTime() });
  const found = await findOfficer(store, username);
  if (!found) throw new Error('the officer was not stored');
  return found;
}

function signed(store: Store, name: string): string {
  const mac = createHmac('sha256', cookieSecret({ store })).update(name).digest('base64');
  return encodeURIComponent(`s:${name}.${mac.replace(/=+$/, '')}`);
}

/**
 * Signs an officer in without the pages of the sign-in (they have tests of their own): makes the
 * officer unless there is one of that user name, and a session in the database.
 */
export async function signIn({ url, store }: OpenedWeb, choice: Choice = {}): Promise<Browser> {
  const { role = 'officer', office = '35.08', now = testMorning } = choice;
  const username = choice.username ?? `uji-${role}-${office.replace('.', '')}`;
  const officer = await ensureOfficer(store, { username, role, office, now });
  const name = randomBytes(32).toString('base64url');
  const csrfToken = randomBytes(16).toString('hex');
  const data = JSON.stringify({ csrfToken, cookie: { originalMaxAge: null, path: '/' } });
  await keepSession(store, name, { officerId: officer.id, device: 'uji', data }, now);
  const cookie = `${cookieName(false)}=${signed(store, name)}`;
  interface Ask extends RequestInit {
    readonly headers?: Record<string, string>;
  }
  const ask = (path: string, more: Ask): Promise<Response> =>
    fetch(url + path, { ...more, redirect: 'manual', headers: { cookie, ...more.headers } });
  const toBody = (
    form: Readonly<Record<string, string>> | FormData,
  ): URLSearchParams | FormData => {
    if (!(form instanceof FormData)) return new URLSearchParams({ _csrf: csrfToken, ...form });
    if (!form.has('_csrf')) form.set('_csrf', csrfToken);
    return form;
  };
  const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    ask(path, { headers: { accept: 'text/html', ...headers } });
  return {
    officer,
    cookie,
    get,
    page: async (path) => {
      const response = await get(path);
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
      return response.text();
    },
    post: (path, form = {}) => ask(path, { method: 'POST', body: toBody(form) }),
  };
}
