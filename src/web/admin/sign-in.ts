import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { newSecret } from '../../services/second-factor.ts';
import { beginAttempt, refundAttempt } from '../../services/sign-in-limits.ts';
import { auditAccount, checkSignIn } from '../../services/sign-in.ts';
import { ProblemError } from '../errors.ts';
import type { WebParts } from '../parts.ts';
import { addressOf } from './browser.ts';
import { demandOwnForm } from './csrf.ts';
import { readForm, type Fields } from './forms.ts';
import { identify } from './identify.ts';
import { pageOf, renderAdmin } from './page.ts';
import { closeSession, leadTo } from './session.ts';

/** A page that is open before the sign-in is done. */
export interface OpenRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly serve: (parts: WebParts) => RequestHandler;
}

/** One request of somebody who is not signed in yet. */
export interface Guest {
  readonly parts: WebParts;
  readonly request: Request;
  readonly response: Response;
}

/** Shows a page without menu. */
export function show(guest: Guest, view: string, data: object, status = 200): void {
  const { parts, request, response } = guest;
  const page = pageOf(parts, request, { officer: undefined, may: () => false });
  const html = renderAdmin(view, page, data);
  response.status(status).type('html').send(html);
}

/** Says how long to wait, where too much was tried. `wait` in milliseconds. */
export function showWait(guest: Guest, view: string, wait: number): void {
  const seconds = Math.ceil(wait / 1000);
  const [name, count] = seconds <= 90 ? ['seconds', seconds] : ['minutes', Math.ceil(seconds / 60)];
  guest.request.session.notice = {
    name: `wait-${name}`,
    values: { jumlah: String(count) },
    wrong: true,
  };
  guest.response.setHeader('retry-after', String(seconds));
  guest.parts.log.info({ code: 'too-many-tries' }, 'sign-in refused');
  show(guest, view, {}, 429);
}

/** Leads back with what was wrong. */
export async function refuse(guest: Guest, name: string, path: string): Promise<void> {
  const { parts, request, response } = guest;
  parts.log.info({ code: name }, 'sign-in refused');
  request.session.notice = { name, wrong: true };
  await leadTo(request, response, path);
}

/** The form of a page that was open too long has no session any more: it is shown anew. */
function isOwnForm(guest: Guest, fields: Fields): boolean {
  try {
    demandOwnForm(guest.request, fields);
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'csrf') return false;
    throw error;
  }
}

/** The fields of a form of ours; undefined when its page was too old, which was then said (403). */
export async function takeForm(guest: Guest): Promise<Fields | undefined> {
  const { fields } = await readForm(guest.request, false);
  if (isOwnForm(guest, fields)) return fields;
  guest.request.session.notice = { name: 'page-too-old', wrong: true };
  show(guest, 'sign-in', {}, 403);
  return undefined;
}

/** Serves a page of the sign-in. */
export function guestRoute(work: (guest: Guest) => Promise<void>): OpenRoute['serve'] {
  return (parts) => (request, response) => work({ parts, request, response });
}

async function showSignIn(guest: Guest): Promise<void> {
  const { parts, request, response } = guest;
  if (await identify(parts, request)) return leadTo(request, response, '/admin');
  show(guest, 'sign-in', {});
}

const passwordForm = z.object({
  username: z.string().min(1).max(64),
  password: z.string().min(1).max(1000),
});

async function takePassword(guest: Guest): Promise<void> {
  const { parts, request, response } = guest;
  const fields = await takeForm(guest);
  if (!fields) return;
  const form = passwordForm.safeParse(fields);
  if (!form.success) return refuse(guest, 'sign-in-wrong', '/admin/masuk');
  const now = parts.clock();
  const attempt = { username: form.data.username, address: addressOf(request, parts) };
  const wait = await beginAttempt(parts.store, attempt, now);
  if (wait > 0) return showWait(guest, 'sign-in', wait);
  const found = await checkSignIn(parts.store, form.data, now);
  if (!found) return refuse(guest, 'sign-in-wrong', '/admin/masuk');
  await refundAttempt(parts.store, attempt);
  const { id: officerId, username } = found.officer;
  const enrolment = found.secret === null && { secret: newSecret() };
  request.session.pending = { officerId, username, at: now.getTime(), ...enrolment };
  await leadTo(request, response, enrolment ? '/admin/masuk/pasang' : '/admin/masuk/kode');
}

async function signOut(guest: Guest): Promise<void> {
  const { parts, request, response } = guest;
  if (!(await takeForm(guest))) return;
  const { officerId } = request.session;
  await closeSession(request);
  if (officerId !== undefined) {
    await auditAccount(parts.store, officerId, 'officer.sign-out', parts.clock());
  }
  await leadTo(request, response, '/admin/masuk');
}

/** User name and password, and the way out. */
export const signInRoutes: readonly OpenRoute[] = [
  { method: 'get', path: '/admin/masuk', serve: guestRoute(showSignIn) },
  { method: 'post', path: '/admin/masuk', serve: guestRoute(takePassword) },
  { method: 'post', path: '/admin/keluar', serve: guestRoute(signOut) },
];
