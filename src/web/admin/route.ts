import type { Response } from 'express';
import type { z } from 'zod';
import type { Db } from '../../services/health.ts';
import type { Officer, Role } from '../../services/officers.ts';
import type { WebParts } from '../parts.ts';

/**
 * Which records a page is about, and who may see them: `none` (no record), `self` (the officer's
 * own account), `office` (records of the own office; of another office they are not there, 404; the
 * province and admins see all), `all` (every office's). The matrix test asks each accordingly.
 */
export type Scope = 'none' | 'self' | 'office' | 'all';

/** A file that was sent with a form. Nothing of its name is to be trusted. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The browser's session. */
export interface CallSession {
  /** In the officer's own list. */
  readonly id: number;
  /** Keeps secrets for the next page alone: recovery codes, a one-time password. */
  keepOnce(secrets: readonly string[]): void;
  /** Takes them out; empty when there are none. */
  takeOnce(): readonly string[];
}

/** One request of a signed-in officer, read and checked. */
export interface AdminCall<Form = unknown> {
  /** The transaction of this request for a POST, else the store. */
  readonly db: Db;
  readonly now: Date;
  readonly timezone: string;
  readonly officer: Officer;
  readonly session: CallSession;
  /** Of the network that the request came from. */
  readonly address: string;
  /** The page reads itself anew: nobody has asked for it a second time. */
  readonly renewal: boolean;
  /** `:number` of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** The query of a GET, the form of a POST, as `form` describes it. */
  readonly form: Form;
  /** What was sent with a form, by the name of the field (only where `upload` is said). */
  readonly files: Readonly<Record<string, SentFile>>;
  readonly parts: WebParts;
  /** Runs `work` when the transaction is committed, before the answer: `parts.gateway.wake()`. */
  afterCommit(work: () => void | Promise<void>): void;
}

/** Said once on the next page: a name of templates/admin/phrases.yaml, and what its {places} hold. */
export type Notice =
  string | { readonly name: string; readonly values?: Readonly<Record<string, string>> };

/** What a page answers. */
export type AdminAnswer =
  /** templates/admin/VIEW.eta with `data` as `it`, beside `it.page` (see page.ts). */
  | { readonly view: string; readonly data: object; readonly status?: number }
  /** 303 to a path of ours, with what is said there once. */
  | { readonly redirect: string; readonly notice?: Notice }
  | { readonly file: { readonly name: string; readonly type: string; readonly body: Buffer } }
  | { readonly json: object }
  /** Server-sent events: the response is the route's own from here on. */
  | { readonly stream: (response: Response) => void };

/** A page or a deed of the officers' pages. */
export interface AdminRoute<Form = unknown> {
  readonly method: 'get' | 'post';
  /** As Express writes it: `/admin/perkara/:number`. */
  readonly path: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
  readonly form: z.ZodType<Form>;
  /**
   * Where a POST that was not taken leads back to: the page with the form, which finds what was
   * typed in `it.page.typed` and what is wrong in `it.page.errors`.
   */
  readonly back?: (params: Readonly<Record<string, string>>) => string;
  /** The form may hold files, and so be up to 5 MB instead of 64 KB. */
  readonly upload?: true;
  /** `own`: the route makes its own transactions (a password takes 0.4 s to check). */
  readonly transaction?: 'own';
  /** A page that asks by itself does not keep an officer signed in. */
  readonly idle?: true;
  /** Gives undefined for what is not there, or not for this officer's eyes: 404, the same for both. */
  run(call: AdminCall<Form>): Promise<AdminAnswer | undefined>;
}

/** A route of the table, with `form` and `run` agreeing on the type of the form. */
export function adminRoute<Form>(route: AdminRoute<Form>): AdminRoute {
  return route;
}

/** Everybody who works here. */
export const everyone: readonly Role[] = ['officer', 'supervisor', 'admin'];

/** By field: a phrase of templates/admin/phrases.yaml, and what its {places} hold. */
export type FieldErrors = Readonly<Record<string, Notice>>;

/** Something of a form that the service did not take. */
export class FormError extends Error {
  override readonly name = 'FormError';
  readonly errors: FieldErrors;

  constructor(errors: FieldErrors) {
    super('the form was not taken');
    this.errors = errors;
  }
}
