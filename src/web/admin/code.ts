import { z } from 'zod';
import { enrolmentUri } from '../../services/second-factor.ts';
import { beginCode, forgetAttempts } from '../../services/sign-in-limits.ts';
import { checkSecondFactor, enrolAtSignIn } from '../../services/sign-in.ts';
import { addressOf, deviceOf } from './browser.ts';
import { leadTo, renewSession, type Pending } from './session.ts';
import {
  guestRoute,
  refuse,
  show,
  showWait,
  takeForm,
  type Guest,
  type OpenRoute,
} from './sign-in.ts';

/** From the right password to the code. */
const patience = 10 * 60_000;

const start = '/admin/masuk';
const codePath = '/admin/masuk/kode';
const enrolPath = '/admin/masuk/pasang';

type Enrolling = Pending & { readonly secret: string };

/** Who has given the right password a moment ago; leads to the start when nobody has. */
function pendingOf({ parts, request, response }: Guest): Pending | undefined {
  const { pending } = request.session;
  if (pending && parts.clock().getTime() - pending.at < patience) return pending;
  response.redirect(303, start);
  return undefined;
}

/** The same for who has no second factor yet; others go on to its code. */
function enrollingOf(guest: Guest): Enrolling | undefined {
  const pending = pendingOf(guest);
  if (!pending) return undefined;
  const { secret } = pending;
  if (secret !== undefined) return { ...pending, secret };
  guest.response.redirect(303, codePath);
  return undefined;
}

/**
 * A new session for the officer. What was typed before the old one fell idle is found again; new
 * recovery codes are shown first.
 */
async function enter(guest: Guest, pending: Pending, codes?: readonly string[]): Promise<void> {
  const { parts, request, response } = guest;
  const { officerId, username } = pending;
  const { wanted = '/admin', typed, officerId: before } = request.session;
  await forgetAttempts(parts.store, { username, address: addressOf(request, parts) });
  await renewSession(request);
  const isSame = before === undefined || before === officerId;
  const kept = { ...(isSame && typed && { typed }), ...(codes && { once: codes }) };
  Object.assign(request.session, { officerId, device: deviceOf(request), ...kept });
  const next = isSame ? wanted : '/admin';
  await leadTo(request, response, codes ? '/admin/akun/kode-pemulihan' : next);
}

const codeForm = z.object({ code: z.string().min(6).max(64) });

/** What was typed as code; undefined when it may not be tried now, which was then said. */
async function takeTyped(
  guest: Guest,
  pending: Pending,
  view: string,
): Promise<string | undefined> {
  const fields = await takeForm(guest);
  if (!fields) return undefined;
  const { parts, request } = guest;
  const attempt = { username: pending.username, address: addressOf(request, parts) };
  const wait = await beginCode(parts.store, attempt, parts.clock());
  if (wait > 0) {
    showWait(guest, view, wait);
    return undefined;
  }
  return codeForm.safeParse(fields).data?.code ?? '';
}

async function showCode(guest: Guest): Promise<void> {
  if (pendingOf(guest)) show(guest, 'code', {});
}

async function takeCode(guest: Guest): Promise<void> {
  const pending = pendingOf(guest);
  const typed = pending && (await takeTyped(guest, pending, 'code'));
  if (!pending || typed === undefined) return;
  const { store, clock } = guest.parts;
  const isRight = await checkSecondFactor(store, pending.officerId, typed, clock());
  if (!isRight) return refuse(guest, 'code-wrong', codePath);
  await enter(guest, pending);
}

async function showEnrolment(guest: Guest): Promise<void> {
  const pending = enrollingOf(guest);
  if (pending) show(guest, 'enrol', { secret: pending.secret.replaceAll(/.{4}(?=.)/g, '$& ') });
}

async function showQr(guest: Guest): Promise<void> {
  const pending = enrollingOf(guest);
  if (!pending) return;
  const uri = enrolmentUri(pending.username, pending.secret);
  const { toString: drawQr } = await import('qrcode');
  const picture = await drawQr(uri, { type: 'svg', margin: 2 });
  guest.response.type('svg').send(picture);
}

async function takeEnrolment(guest: Guest): Promise<void> {
  const pending = enrollingOf(guest);
  const typed = pending && (await takeTyped(guest, pending, 'enrol'));
  if (!pending || typed === undefined) return;
  const { store, clock } = guest.parts;
  const shown = { secret: pending.secret, typed };
  const codes = await enrolAtSignIn(store, pending.officerId, shown, clock());
  if (!codes) return refuse(guest, 'code-wrong', enrolPath);
  await enter(guest, pending, codes);
}

/** The second factor: its code, and its enrolment at the first sign-in. */
export const codeRoutes: readonly OpenRoute[] = [
  { method: 'get', path: codePath, serve: guestRoute(showCode) },
  { method: 'post', path: codePath, serve: guestRoute(takeCode) },
  { method: 'get', path: enrolPath, serve: guestRoute(showEnrolment) },
  { method: 'get', path: '/admin/masuk/qr.svg', serve: guestRoute(showQr) },
  { method: 'post', path: enrolPath, serve: guestRoute(takeEnrolment) },
];
