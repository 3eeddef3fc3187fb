import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import type { OfficerSession } from '../../services/officer-sessions.ts';
import type { WebParts } from '../parts.ts';
import type { FieldErrors } from './route.ts';
import { SessionStore } from './session-store.ts';

/** What was typed into a form that was not taken, for the page that shows the form again. */
export interface Typed {
  readonly path: string;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly errors: FieldErrors;
}

/** The password was right at that moment; the code is asked for. */
export interface Pending {
  readonly officerId: number;
  readonly username: string;
  readonly at: number;
  /** A second factor that is being enrolled, in base32. */
  readonly secret?: string;
}

declare module 'express-session' {
  interface SessionData {
    /** Who has signed in. */
    officerId?: number;
    device?: string;
    /** How it stood in the database when the request came. */
    row?: OfficerSession;
    /** The page that was asked for before the sign-in. */
    wanted?: string;
    /** Said on the next page, once. */
    notice?: {
      readonly name: string;
      readonly values?: Readonly<Record<string, string>>;
      readonly wrong?: true;
    };
    typed?: Typed;
    pending?: Pending;
    /** Recovery codes or a one-time password, shown once. */
    once?: readonly string[];
  }
}

/** Whether it came by HTTPS: by ourselves, or to the proxy before us. */
export function isSecure({ socket, headers }: Request, { config }: WebParts): boolean {
  if ('encrypted' in socket && socket.encrypted === true) return true;
  const said = headers['x-forwarded-proto'];
  return config.trustProxy && typeof said === 'string' && said.split(',')[0]?.trim() === 'https';
}

/**
 * The name of the cookie. `__Host-` makes browsers refuse one that is not Secure or comes from
 * another host (OWASP ASVS 5.0, 3.3.3). Plain HTTP cannot have it: the pages then say so.
 */
export const cookieName = (secure: boolean): string => (secure ? '__Host-sid' : 'sid');

/** Signs what stands in the cookie; the number in it is 256 random bits anyhow. */
export const cookieSecret = ({ store }: Pick<WebParts, 'store'>): string =>
  store.keys.index('cookie', 'officers');

function openSessions(parts: WebParts, secure: boolean): RequestHandler {
  return session({
    name: cookieName(secure),
    secret: cookieSecret(parts),
    store: new SessionStore(parts),
    genid: () => randomBytes(32).toString('base64url'),
    resave: false,
    saveUninitialized: false,
    proxy: parts.config.trustProxy,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  });
}

/** Reads and keeps the session of a request: `request.session`. */
export function sessions(parts: WebParts): RequestHandler {
  const overHttps = openSessions(parts, true);
  const overHttp = openSessions(parts, false);
  return (request, response, next) =>
    (isSecure(request, parts) ? overHttps : overHttp)(request, response, next);
}

/** A new name for the session, at every change of what it may do (ASVS 7.2.4); the old one ends. */
export function renewSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}

/**
 * Leads on when the session is kept. Else the browser, which follows at the first byte, could be
 * faster than the database.
 */
export async function leadTo(request: Request, response: Response, path: string): Promise<void> {
  const held = request.session as Request['session'] | undefined; // gone when signed out
  if (held) await promisify(held.save.bind(held))();
  response.redirect(303, path);
}

export function closeSession(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.destroy((error: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}
