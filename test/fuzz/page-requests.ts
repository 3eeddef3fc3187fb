import * as fc from 'fast-check';
import { endpoints } from '../../src/web/api/api.ts';
import { takesBody, type Endpoint } from '../../src/web/api/endpoint.ts';
import { openRoutes, routes } from '../../src/web/admin/index.ts';
import type { AdminRoute } from '../../src/web/admin/route.ts';
import { hostileBodies } from './bytes.ts';
import { hostileValues, pathParts } from './schema-values.ts';

/** A request as it is sent; the token of a form and the session or token are put in by the sender. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

const odd: readonly (readonly [name: string, value: string])[] = [
  ['accept', '*/*;q=\u00ff,,;,text/html;q=-1'],
  ['content-type', 'application/json; charset=utf-7'],
  ['content-type', 'text/html'],
  ['content-type', 'multipart/form-data'],
  ['content-type', 'multipart/form-data; boundary=' + 'x'.repeat(300)],
  ['content-type', ';;;=,'],
  ['content-encoding', 'gzip'],
  ['cookie', 'sid=%; __Host-sid=%ff; __proto__=1'],
  ['cookie', `sid=s%3A${'a'.repeat(4_000)}.b`],
  ['host', 'evil.example:99999'],
  ['host', '[::'],
  ['origin', 'null'],
  ['range', 'bytes=99999999999-1'],
  ['if-none-match', '\u00ff'],
  ['x-forwarded-for', '\u00ff, , %00'],
  ['x-forwarded-proto', 'https,http'],
  ['x-http-method-override', 'DELETE'],
  ['authorization', 'Bearer ='],
  ['x-csrf-token', '__proto__'],
  ['expect', '100-continue'],
];

const oddHeaders = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom(...odd).map(([name, value]) => ({ [name]: value })) },
);

/** Only what may stand in a request line at all. */
const encode = (part: string): string =>
  encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).slice(0, 2_000);

const part = /:(\w+)/g;

function pathOf(pattern: string): fc.Arbitrary<string> {
  const names = [...pattern.matchAll(part)].map(([, name = '']) => name);
  return fc.tuple(...names.map(pathParts)).map((values) => {
    const left = [...values];
    return pattern.replaceAll(part, () => encode(left.shift() || '1'));
  });
}

/** Fields as browsers send them; an array is a field that comes several times. */
function urlencoded(values: unknown): string {
  const sent = new URLSearchParams();
  for (const [name, value] of Object.entries(values ?? {}))
    for (const one of [value].flat())
      sent.append(name, typeof one === 'string' ? one : JSON.stringify(one));
  return sent.toString();
}

interface Parts {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly text: string;
}

/** A GET carries it in its address, anything else in its body. */
function toAsked({ method, path, headers, type, text }: Parts): Asked {
  if (method === 'GET') return { method, path: `${path}?${text}`.slice(0, 15_000), headers };
  return { method, path, headers: { 'content-type': type, ...headers }, body: Buffer.from(text) };
}

const form = 'application/x-www-form-urlencoded';

function pageRequests({ method, path, form: schema }: AdminRoute): fc.Arbitrary<Asked> {
  return fc.tuple(pathOf(path), hostileValues(schema), oddHeaders).map(([at, values, headers]) =>
    toAsked({
      method: method.toUpperCase(),
      path: at,
      headers,
      type: form,
      text: urlencoded(values),
    }),
  );
}

function apiRequests({ method, path, query, body }: Endpoint): fc.Arbitrary<Asked> {
  const takes = takesBody({ body });
  const pattern = `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`;
  const bytes = hostileBodies(['{"text":"halo"}', '{"reason":"palsu"}'], 60_000);
  const bodies = takes ? hostileValues(body).map((one) => JSON.stringify(one)) : fc.constant('{}');
  return fc
    .tuple(pathOf(pattern), hostileValues(query), bodies, fc.option(bytes, { freq: 8 }), oddHeaders)
    .map(([at, asked, text, raw, headers]) => ({
      method: method.toUpperCase(),
      path: `${at}?${urlencoded(asked)}`.slice(0, 15_000),
      headers: { 'content-type': 'application/json', ...headers },
      ...(method !== 'get' && { body: raw ?? Buffer.from(text) }),
    }));
}

/** Paths that lead nowhere, or should. */
const strays: readonly string[] = [
  '/admin/aset/..%2f..%2f..%2fpackage.json',
  '/admin/aset/../../../package.json',
  '/admin/aset/admin.css%00',
  '/simulator/..%2f..%2fpackage.json',
  '/simulator/__proto__',
  '/simulator/constructor',
  '/%ff',
  '/%',
  '//admin',
  '/admin/%2e%2e/',
  '/s/%ff',
  '/s/__proto__',
  `/s/${'a'.repeat(4_000)}`,
  '/metrics?__proto__=1',
  '/webhooks/__proto__',
  '/api/v1/__proto__',
  '/api/v1/seekers?limit[]=1&limit[__proto__]=2',
  '/healthz/../admin',
];

const strayRequests: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND'),
    fc.constantFrom(...strays, '/admin', '/', '/api/v1/openapi.json', '/admin/masuk'),
    oddHeaders,
  )
  .map(([method, path, headers]) => ({ method, path, headers }));

/** The sign-in costs 0.4 s of CPU on purpose (scrypt): it has tests of its own. */
const slow = /^\/admin\/(?:masuk$|akun\/sandi|petugas)/;

const guestRequests: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.constantFrom(...openRoutes.filter(({ path }) => !/masuk$|keluar/.test(path))),
    hostileBodies(['code=123456&_csrf=x', 'username=a&password=b'], 20_000),
    oddHeaders,
  )
  .map(([{ method, path }, body, headers]) =>
    toAsked({
      method: method.toUpperCase(),
      path,
      headers,
      type: form,
      text: method === 'get' ? encodeURIComponent(body.toString('latin1')) : body.toString(),
    }),
  );

/** Hostile requests of each page of officers. */
export const pageArbitraries: readonly fc.Arbitrary<Asked>[] = [
  ...routes.filter(({ path }) => !slow.test(path)).map(pageRequests),
  guestRequests,
  strayRequests,
];

/** Hostile requests of each route of the API. */
export const apiArbitraries: readonly fc.Arbitrary<Asked>[] = endpoints.map(apiRequests);
