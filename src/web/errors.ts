import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { RejectedRequest } from '../core/errors.ts';
import { faultOf } from './fault.ts';
import { renderPage } from './pages.ts';
import type { Log } from './parts.ts';

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

  constructor(problem: Problem) {
    super(problem.code);
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
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function sendProblem(response: Response, { code, ...problem }: Problem): void {
  const title = titles[problem.status] ?? 'Error';
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: `urn:sapakerja:problem:${code}`, title, ...problem }));
}

function wantsJson(request: Request): boolean {
  return request.path.startsWith('/api/') || !request.accepts('html');
}

function tell(request: Request, response: Response, problem: Problem): void {
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer realm="sapakerja"');
  if (problem.status === 413) response.setHeader('connection', 'close');
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
    if (response.headersSent) return next(error);
    tell(request, response, problem ?? { status: 500, code: 'internal' });
  };
}
