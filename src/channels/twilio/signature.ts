import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'node:querystring';
import { parseUrl } from '../../core/parse-url.ts';

/** The parameters of a request, names and values exactly as they came; a name may stand twice. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The value of a parameter; one that stands twice counts once, as the first. */
export const firstOf = (value: Parameters[string]): string | undefined =>
  typeof value === 'object' ? value[0] : value;

/** An address in parts, without changing a sign of it, as `new URL` would. */
interface Address {
  /** `https://`, and who signs in, if anybody. */
  readonly start: string;
  readonly host: string;
  /** Also of a port that was left empty behind its colon. */
  readonly hasPort: boolean;
  readonly rest: string;
}

const addressForm = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)/i;

function splitAddress(url: string): Address | undefined {
  const [found, scheme, authority] = addressForm.exec(url) ?? [];
  if (found === undefined || scheme === undefined || authority === undefined) return undefined;
  const host = authority.lastIndexOf('@') + 1;
  const [bracket, end] = [authority.lastIndexOf(']'), authority.length];
  const colon = authority.indexOf(':', Math.max(host, bracket + 1)); // IPv6 holds colons in brackets
  const hostEnd = colon < 0 ? end : colon;
  return {
    start: scheme + authority.slice(0, host),
    host: authority.slice(host, hostEnd),
    hasPort: colon >= 0,
    rest: url.slice(found.length),
  };
}

/** The address with a port and without one: Twilio's servers sign either. */
function withAndWithoutPort(url: string): readonly string[] {
  const parts = splitAddress(url);
  if (!parts) return [url];
  const { start, host, hasPort, rest } = parts;
  const bare = start + host + rest;
  if (hasPort) return [url, bare];
  return [bare, `${start}${host}:${/^https:/i.test(start) ? '443' : '80'}${rest}`];
}

/** The query as Node's old module writes it: some of Twilio's servers sign that. */
function withOldQuery(url: string): string {
  const mark = url.indexOf('?');
  if (mark < 0 || mark === url.length - 1) return url;
  return `${url.slice(0, mark)}?${stringify(parse(url.slice(mark + 1)))}`;
}

/** What the signature may be over besides the address as it came, which no usual request needs. */
function otherForms(url: string): readonly string[] {
  const read = parseUrl(url);
  if (!read) return [];
  const normal = withAndWithoutPort(read.toString());
  return [...normal, ...normal.map(withOldQuery)];
}

/** Each name followed by its value, sorted by name, equal values of a name once. */
function signedText(parameters: Parameters): string {
  let text = '';
  for (const name of Object.keys(parameters).toSorted()) {
    const value = parameters[name] ?? [];
    if (typeof value === 'string') text += name + value;
    else for (const each of [...new Set(value)].toSorted()) text += name + each;
  }
  return text;
}

/** Whether Twilio has signed a request: its signature, its path with the query, and its parameters. */
export type IsSigned = (signature: string, path: string, parameters: Parameters) => boolean;

/**
 * Proves requests to `publicUrl` as `validateRequest` of Twilio's package does (HMAC-SHA1 over the
 * address and the parameters, https://www.twilio.com/docs/usage/security), and takes exactly what
 * that takes: a property test compares the two. A genuine request costs one HMAC instead of two or
 * more, as the address it came to is tried first.
 */
export function openSignatures(token: string, publicUrl: string): IsSigned {
  const key = createSecretKey(Buffer.from(token, 'utf8'));
  return (signature, path, parameters) => {
    const given = Buffer.from(signature);
    const text = signedText(parameters);
    const isOver = (url: string): boolean => {
      const right = createHmac('sha1', key)
        .update(url + text)
        .digest('base64');
      return given.length === right.length && timingSafeEqual(given, Buffer.from(right));
    };
    const usual = withAndWithoutPort(publicUrl + path);
    if (usual.some(isOver)) return true;
    return otherForms(publicUrl + path).some((form) => !usual.includes(form) && isOver(form));
  };
}
