import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { RejectedRequest } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { faultOf } from '../core/fault.ts';
import { renderPage } from './pages.ts';

/** What an error tells the caller, besides its status (RFC 9457). */
export interface Problem {
  readonly status: number;
  /** Stable and short, for programs: `not-found`. */
  readonly code: string;
  readonly detail?: string;
  /** What is wrong with which field of the body or the query. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** Thrown by routes; ends as problem+json under /api and as a plain page elsewhere. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.code, options);
    this.problem = problem;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** What the programmer at the other end can do about it. */
const details: Readonly<Record<string, string>> = {
  'token-needed': 'Send a valid token: Authorization: Bearer TOKEN.',
  'wrong-role': 'The role of this token may not do this.',
  'not-found': 'There is nothing here, or nothing that this token may see.',
  'invalid-body': 'The body is not as described in /api/v1/openapi.json: see errors.',
  'invalid-query': 'The query is not as described in /api/v1/openapi.json: see errors.',
  'invalid-json': 'The body is not JSON.',
  'json-needed': 'Send the body as application/json.',
  'bad-cursor': 'Take the cursor from `next` of the page before.',
  'wage-min-too-high': 'wageMin is above wageMax.',
  'age-min-too-high': 'ageMin is above ageMax.',
  'vacancy-closed': 'The vacancy is closed.',
  'vacancy-expired': 'The last day of the vacancy is over: change closesOn first.',
  'matter-claimed': 'Another officer holds it.',
  'matter-closed': 'It is closed: it has to be reopened first.',
  'no-address': 'Nobody can be written to about it.',
  'too-large': 'The body is larger than 64 KB.',
};

function sendProblem(response: Response, { code, ...problem }: Problem): void {
  const title = titles[problem.status] ?? 'Error';
  const detail = details[code];
  const members = { type: `urn:sapakerja:problem:${code}`, title, ...(detail && { detail }) };
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...members, ...problem }));
}

function wantsJson(request: Request): boolean {
  return request.path.startsWith('/api/') || !request.accepts('html');
}

function tell(request: Request, response: Response, problem: Problem): void {
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer realm="sapakerja"');
  if (wantsJson(request)) return sendProblem(response, problem);
  const page = renderPage('pages/error', { status: problem.status });
  response.status(problem.status).type('html').send(page);
}

/** The problem that an error means; undefined for a bug. */
function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof RejectedRequest) return { status: error.status, code: error.code };
  // Express's own: a path that cannot be decoded.
  if (error instanceof URIError) return { status: 400, code: 'malformed-path' };
  return undefined;
}

const denied = new Set([401, 403]);

/** For what no route took. */
export function sayNotFound(): RequestHandler {
  return () => {
    throw new ProblemError({ status: 404, code: 'not-found' });
  };
}

/** The one place where an error of a page or of the API becomes an answer. */
export function reportErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (!problem) log.error(faultOf(error), 'page failed');
    // Denied access is told (OWASP ASVS 5.0, 16.3.2), without the path: it may name a person's number.
    else if (denied.has(problem.status)) {
      log.info({ status: problem.status, code: problem.code }, 'request denied');
    }
    if (response.headersSent) return next(error);
    tell(request, response, problem ?? { status: 500, code: 'internal' });
  };
}
