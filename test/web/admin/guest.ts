import { generateSync } from 'otplib';

/** A browser that keeps its cookies and follows nothing by itself. */
export interface GuestBrowser {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Sends the form of the page that was got last, with its token unless another is given. */
  post(
    path: string,
    form?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** The HTML of the page got last. */
  readonly html: string;
}

export function openGuest(url: string): GuestBrowser {
  const cookies = new Map<string, string>();
  const state = { html: '' };
  const keepCookies = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
  };
  const ask = async (path: string, more: RequestInit, headers: Record<string, string>) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url + path, {
      ...more,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }), ...headers },
    });
    keepCookies(response);
    if (response.headers.get('content-type')?.startsWith('text/html')) {
      state.html = await response.clone().text();
    }
    return response;
  };
  return {
    cookies,
    get html() {
      return state.html;
    },
    get: (path, headers = {}) => ask(path, {}, headers),
    post: (path, form = {}, headers = {}) => {
      const [, token = ''] = /name="_csrf" value="([^"]*)"/.exec(state.html) ?? [];
      const body = new URLSearchParams({ _csrf: token, ...form });
      return ask(path, { method: 'POST', body }, headers);
    },
  };
}

/** The code that an authenticator app shows at that moment. */
export const codeAt = (secret: string, now: Date): string =>
  generateSync({ secret: secret.replaceAll(' ', ''), epoch: Math.floor(now.getTime() / 1000) });

/** The secret that the page of the enrolment shows. */
export const secretOf = (html: string): string =>
  /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '';
