import type { Request, RequestHandler, Response } from 'express';
import { RejectedRequest } from '../../core/errors.ts';
import { ProblemError } from '../errors.ts';
import type { WebParts } from '../parts.ts';
import { addressOf } from './browser.ts';
import { demandOwnForm } from './csrf.ts';
import { errorsOf, isStrangersFile, readFields, readForm, type SentForm } from './forms.ts';
import { identify, noteUse, type SignedIn } from './identify.ts';
import { keptOf, withoutToken } from './kept.ts';
import { isRenewal, pageOf, renderAdmin } from './page.ts';
import {
  FormError,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
  type FieldErrors,
} from './route.ts';
import { leadTo } from './session.ts';
import { troubleFor } from './trouble.ts';

type Params = Readonly<Record<string, string>>;

/** One request on its way: who asks for what. */
interface Visit {
  readonly parts: WebParts;
  readonly route: AdminRoute;
  readonly request: Request;
  readonly response: Response;
  readonly may: (path: string, officer: SignedIn['officer'] | undefined) => boolean;
}

const signInPath = '/admin/masuk';
const passwordPath = '/admin/akun';

function paramsOf({ params }: Request): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

const redirect = ({ request, response }: Visit, path: string): Promise<void> =>
  leadTo(request, response, path);

/** Keeps what was typed for the page that shows the form again, and leads there. */
async function sendBack(visit: Visit, sent: SentForm, errors: FieldErrors): Promise<void> {
  const { route, request } = visit;
  const path = route.back?.(paramsOf(request)) ?? '/admin';
  request.session.typed = { path, values: keptOf(sent), errors };
  await redirect(visit, path);
}

/** Nobody is signed in: the sign-in leads back here, and what was typed meanwhile is not lost. */
async function sendToSignIn(visit: Visit, sent: SentForm | undefined): Promise<void> {
  const { route, request } = visit;
  const params = paramsOf(request);
  request.session.wanted = sent ? (route.back?.(params) ?? '/admin') : request.originalUrl;
  if (sent && request.session.officerId !== undefined && route.back) {
    request.session.typed = { path: route.back(params), values: keptOf(sent), errors: {} };
  }
  await redirect(visit, signInPath);
}

async function sendPage(
  { parts, request, response, ...visit }: Visit,
  { view, data, status = 200 }: Extract<AdminAnswer, { readonly view: string }>,
  officer: SignedIn['officer'],
): Promise<void> {
  const may = (path: string): boolean => visit.may(path, officer);
  const trouble = isRenewal(request) ? undefined : await troubleFor(parts, officer);
  const page = pageOf(parts, request, { officer, may, trouble });
  response
    .status(status)
    .type('html')
    .send(renderAdmin(view, page, data));
}

async function answerWith(
  visit: Visit,
  answer: AdminAnswer,
  officer: SignedIn['officer'],
): Promise<void> {
  const { request, response } = visit;
  if ('redirect' in answer) {
    const { notice } = answer;
    if (notice !== undefined) {
      request.session.notice = typeof notice === 'string' ? { name: notice } : notice;
    }
    return redirect(visit, answer.redirect);
  }
  if ('json' in answer) return void response.json(answer.json);
  if ('stream' in answer) return answer.stream(response);
  if ('file' in answer) {
    const { name, type, body } = answer.file;
    response.attachment(name);
    return void response.type(type).send(body);
  }
  await sendPage(visit, answer, officer);
}

/** What the service would not do, in words on the page that asked; other refusals are pages of their own. */
async function sendRefusal(visit: Visit, sent: SentForm, error: unknown): Promise<void> {
  if (error instanceof FormError) return sendBack(visit, sent, error.errors);
  const refusal = error instanceof ProblemError ? error.problem : error;
  const isRefusal = error instanceof ProblemError || error instanceof RejectedRequest;
  const { status, code } = refusal as { status?: number; code?: string };
  if (!isRefusal || (status !== 400 && status !== 409)) throw error;
  visit.request.session.notice = { name: `problem-${code}`, wrong: true };
  await sendBack(visit, sent, {});
}

async function run(
  { parts, route }: Visit,
  call: Omit<AdminCall, 'db' | 'afterCommit'>,
): Promise<AdminAnswer> {
  const after: (() => void | Promise<void>)[] = [];
  const afterCommit = (work: () => void | Promise<void>): void => void after.push(work);
  const isOwn = route.method === 'get' || route.transaction === 'own';
  const answer = isOwn
    ? await route.run({ ...call, db: parts.store, afterCommit })
    : await parts.store.transaction((db) => {
        after.length = 0; // the transaction may be run again
        return route.run({ ...call, db, afterCommit });
      });
  if (!answer) throw new ProblemError({ status: 404, code: 'not-found' });
  for (const work of after) await work();
  return answer;
}

function sessionOf({ session }: Request, who: SignedIn): AdminCall['session'] {
  return {
    id: who.session.id,
    keepOnce: (secrets) => {
      session.once = secrets;
    },
    takeOnce: () => {
      const { once = [] } = session;
      delete session.once;
      return once;
    },
  };
}

async function serveSignedIn(visit: Visit, who: SignedIn, sent: SentForm): Promise<void> {
  const { parts, route, request } = visit;
  const { officer } = who;
  if (!route.roles.includes(officer.role)) {
    throw new ProblemError({ status: 403, code: 'wrong-role' });
  }
  if (officer.mustChange && !request.path.startsWith(passwordPath)) {
    return redirect(visit, passwordPath);
  }
  const read = route.form.safeParse(withoutToken(sent));
  if (!read.success) {
    if (route.method === 'get') throw new ProblemError({ status: 400, code: 'invalid-query' });
    return sendBack(visit, sent, errorsOf(read.error));
  }
  const { config, clock } = parts;
  const given = { params: paramsOf(request), form: read.data, files: sent.files };
  const from = {
    session: sessionOf(request, who),
    address: addressOf(request, parts),
    renewal: isRenewal(request),
  };
  const call = { ...given, ...from, officer, parts, now: clock(), timezone: config.timezone };
  try {
    await answerWith(visit, await run(visit, call), officer);
  } catch (error) {
    if (route.method === 'get') throw error;
    await sendRefusal(visit, sent, error);
  }
}

function queryOf({ originalUrl }: Request): SentForm {
  const mark = originalUrl.indexOf('?');
  return { fields: mark < 0 ? {} : readFields(originalUrl.slice(mark + 1)), files: {} };
}

/** @throws ProblemError 400, 403, 415; RejectedRequest 413 */
async function takeForm({ request, route }: Visit): Promise<SentForm> {
  const sent = await readForm(request, route.upload === true);
  demandOwnForm(request, sent.fields);
  return sent;
}

/** Serves one route of the table: who asks, may they, what was sent, in one transaction, the answer. */
export function serve(parts: WebParts, route: AdminRoute, may: Visit['may']): RequestHandler {
  return async (request, response) => {
    const visit = { parts, route, request, response, may };
    const who = await identify(parts, request);
    if (who && !route.idle && !isRenewal(request)) await noteUse(parts, request);
    if (route.method === 'get') {
      return who ? serveSignedIn(visit, who, queryOf(request)) : sendToSignIn(visit, undefined);
    }
    if (isStrangersFile(request, route)) return sendToSignIn(visit, { fields: {}, files: {} });
    const sent = await takeForm(visit);
    return who ? serveSignedIn(visit, who, sent) : sendToSignIn(visit, sent);
  };
}
