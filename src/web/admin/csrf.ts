import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';
import { demandOwnPage } from '../access.ts';
import { ProblemError } from '../errors.ts';
import type { Fields } from './forms.ts';

const { generateToken } = csrfSync({ size: 32 });

/** The token that each form of this session carries. */
export const csrfToken = (request: Request): string => generateToken(request);

/**
 * Only a form of ours, of this session, may change something (OWASP ASVS 5.0, 3.5.1 and 3.5.3).
 * Scripts of ours send the token as a header.
 * @throws ProblemError 403
 */
export function demandOwnForm(request: Request, fields: Fields): void {
  demandOwnPage(request);
  const sent = fields['_csrf'] ?? request.headers['x-csrf-token'];
  const { csrfToken: kept } = request.session;
  if (typeof kept === 'string' && sent === kept) return;
  throw new ProblemError({ status: 403, code: 'csrf' });
}
