import type { Request } from 'express';
import { parseUrl } from '../core/parse-url.ts';
import { findOfficerByToken, type Officer } from '../services/officers.ts';
import { identify } from './admin/identify.ts';
import { ProblemError } from './errors.ts';
import { isLocal } from './local.ts';
import type { WebParts } from './parts.ts';

const bearer = /^Bearer +([\w.~+/-]+=*) *$/i;

/** The officer whose token the request bears; undefined without a valid one. */
export async function officerOf(
  { store, clock }: WebParts,
  request: Request,
): Promise<Officer | undefined> {
  const [, token] = bearer.exec(request.headers.authorization ?? '') ?? [];
  return token === undefined ? undefined : findOfficerByToken(store, token, clock());
}

/** @throws ProblemError 401 without a valid token */
export async function demandOfficer(parts: WebParts, request: Request): Promise<Officer> {
  const officer = await officerOf(parts, request);
  if (officer) return officer;
  throw new ProblemError({ status: 401, code: 'token-needed' });
}

/** For what is open to who sits at this machine, and to officers: by token, or signed in. @throws ProblemError 403 */
export async function demandLocalOrOfficer(parts: WebParts, request: Request): Promise<void> {
  if (isLocal(request, parts.config.trustProxy)) return;
  if (await officerOf(parts, request)) return;
  if (await identify(parts, request)) return;
  throw new ProblemError({ status: 403, code: 'not-from-here' });
}

/**
 * A browser says which page sent a request. One of another site may not act with what this browser
 * may do (OWASP ASVS 5.0, 3.5.3). Programs that are no browsers send neither header.
 * @throws ProblemError 403
 */
export function demandOwnPage({ headers }: Request): void {
  const site = headers['sec-fetch-site'];
  const foreignSite = site !== undefined && site !== 'same-origin';
  const foreignOrigin =
    headers.origin !== undefined && parseUrl(headers.origin)?.host !== headers.host;
  if (foreignSite || foreignOrigin) throw new ProblemError({ status: 403, code: 'foreign-page' });
}
