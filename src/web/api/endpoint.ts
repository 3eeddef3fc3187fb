import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { Db } from '../../services/health.ts';
import type { Officer, Role } from '../../services/officers.ts';
import { demandOfficer } from '../access.ts';
import { ProblemError } from '../errors.ts';
import type { WebParts } from '../parts.ts';
import { check, readJson } from '../read.ts';

/** One authenticated request, read and checked. */
export interface Call<Query, Body> {
  /** The transaction of this request when it changes something, else the store. */
  readonly db: Db;
  readonly now: Date;
  readonly timezone: string;
  readonly officer: Officer;
  /** `{number}` of the path. */
  readonly number: string;
  readonly query: Query;
  readonly body: Body;
}

interface Described {
  readonly method: 'get' | 'post' | 'patch';
  /** As OpenAPI writes it, below /api/v1: `/seekers/{number}`. */
  readonly path: string;
  readonly summary: string;
  /** Who may call it; everyone with a token when left out. */
  readonly roles?: readonly Role[];
  /** 200 when left out. */
  readonly status?: 200 | 201;
  /** True: afterwards something may wait in the outbox. */
  readonly sends?: boolean;
}

interface Spec<Query, Body, Answer extends z.ZodType> extends Described {
  readonly query: z.ZodType<Query>;
  readonly body: z.ZodType<Body>;
  readonly answer: Answer;
  /** Gives undefined for what is not there, or not for this officer's eyes: 404, the same for both. */
  readonly run: (call: Call<Query, Body>) => Promise<z.input<Answer> | undefined>;
}

/** A route of the API: what it takes and gives, from which the description is made as well. */
export interface Endpoint extends Described {
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  readonly serve: (parts: WebParts) => RequestHandler;
}

/** For a route that reads nothing of its query. */
export const noQuery = z.strictObject({});

/** For a route that reads no body. */
export const noBody = z.undefined();

/** Whether a body is read at all. */
export function takesBody({ body }: { readonly body: z.ZodType }): boolean {
  return body !== noBody;
}

function checkRole({ role }: Officer, roles: readonly Role[] | undefined): void {
  if (roles && !roles.includes(role)) throw new ProblemError({ status: 403, code: 'wrong-role' });
}

/** Reads, checks, runs in one transaction if it writes, and lets out only what `answer` describes. */
export function endpoint<Query, Body, Answer extends z.ZodType>(
  spec: Spec<Query, Body, Answer>,
): Endpoint {
  const readCall = async (parts: WebParts, request: Request): Promise<Call<Query, Body>> => {
    const officer = await demandOfficer(parts, request);
    checkRole(officer, spec.roles);
    const json = takesBody(spec) ? await readJson(request) : undefined;
    return {
      db: parts.store,
      now: parts.clock(),
      timezone: parts.config.timezone,
      officer,
      number: String(request.params['number'] ?? ''),
      query: check('query', spec.query, request.query),
      body: check('body', spec.body, json),
    };
  };
  const serve = (parts: WebParts): RequestHandler => {
    return async (request, response) => {
      const call = await readCall(parts, request);
      const found =
        spec.method === 'get'
          ? await spec.run(call)
          : await parts.store.transaction((db) => spec.run({ ...call, db }));
      if (found === undefined) throw new ProblemError({ status: 404, code: 'not-found' });
      if (spec.sends === true) parts.gateway.wake();
      response.status(spec.status ?? 200).json(spec.answer.parse(found));
    };
  };
  return { ...spec, serve };
}
