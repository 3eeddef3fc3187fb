import type { Request } from 'express';
import { openPhrases } from '../../services/phrases.ts';
import type { Officer } from '../../services/officers.ts';
import { renderPage } from '../pages.ts';
import type { WebParts } from '../parts.ts';
import { assetPaths } from './assets.ts';
import { csrfToken } from './csrf.ts';
import { isSecure } from './session.ts';

const phrases = openPhrases('admin/phrases.yaml');

/** What every page finds in `it.page`. */
export interface Page {
  /** Undefined before the sign-in. */
  readonly officer: Officer | undefined;
  /** The path without its query, to mark where one is. */
  readonly path: string;
  /** For the hidden field `_csrf` of every form: include `./csrf`. */
  readonly csrf: string;
  /** What has happened, said once. */
  readonly notice: { readonly text: string; readonly wrong: boolean } | undefined;
  /** Of the office's senders that do not work, in a line; undefined while all do. */
  readonly trouble?: string | undefined;
  /** What was typed into the form that was not taken, else empty. */
  readonly typed: Readonly<Record<string, string | readonly string[]>>;
  /** What is wrong with it by field, in words. */
  readonly errors: Readonly<Record<string, string>>;
  /** Whether the officer's role opens that page: for links. */
  readonly may: (path: string) => boolean;
  /** False on plain HTTP: the page warns. */
  readonly secure: boolean;
  readonly css: string;
  readonly js: string;
  readonly icon: string;
  /** Of queue and conversation. */
  readonly desk: { readonly css: string; readonly js: string; readonly sms: string };
}

const isPhrase = (name: string): boolean => /^[a-z][a-z0-9-]*$/.test(name);

/** The words of a phrase; a text that is none (a schema's own) is only "not right". */
export function say(name: string, values: Readonly<Record<string, string>> = {}): string {
  return isPhrase(name) ? phrases(name, values) : phrases('wrong');
}

/** A page that reads itself anew: nobody looks for a notice in it, and nobody is there for it. */
export const isRenewal = ({ method, headers }: Request): boolean =>
  method === 'GET' && headers['x-live'] !== undefined;

function takeNotice(request: Request): Page['notice'] {
  if (isRenewal(request)) return undefined;
  const { notice } = request.session;
  delete request.session.notice;
  return notice && { text: say(notice.name, notice.values), wrong: notice.wrong ?? false };
}

/** What was typed for this page, taken out of the session. */
function takeTyped(request: Request): Pick<Page, 'typed' | 'errors'> {
  const { typed } = request.session;
  if (typed?.path !== request.originalUrl || isRenewal(request)) return { typed: {}, errors: {} };
  delete request.session.typed;
  const errors = Object.entries(typed.errors).map(([field, notice]) => {
    const { name, values } = typeof notice === 'string' ? { name: notice, values: {} } : notice;
    return [field, say(name, values)] as const;
  });
  return { typed: typed.values, errors: Object.fromEntries(errors) };
}

/** Gives what the page knows besides its data; notices and what was typed are then gone. */
export function pageOf(
  parts: WebParts,
  request: Request,
  who: Pick<Page, 'officer' | 'may' | 'trouble'>,
): Page {
  return {
    ...who,
    ...takeTyped(request),
    ...assetPaths(),
    path: request.path,
    csrf: csrfToken(request),
    notice: takeNotice(request),
    secure: isSecure(request, parts),
  };
}

/** A page of templates/admin as HTML. */
export function renderAdmin(view: string, page: Page, data: object): string {
  return renderPage(`admin/${view}`, { ...data, page });
}
