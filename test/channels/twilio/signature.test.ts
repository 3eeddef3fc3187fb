import { expect } from 'chai';
import * as fc from 'fast-check';
import { parse, stringify } from 'node:querystring';
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { openSignatures, type Parameters } from '../../../src/channels/twilio/signature.ts';
import { parseUrl } from '../../../src/core/parse-url.ts';

const token = '12345-secret';

/** Addresses under which offices may be reached; the odd ones are there because the vendor reads them too. */
const publicUrls = [
  'https://gw.example.go.id',
  'http://gw.example.go.id',
  'https://gw.example.go.id:443',
  'https://gw.example.go.id:8443/sapakerja',
  'http://127.0.0.1:3000',
  'HTTP://Gw.Example.go.id:80',
  'https://user:pass@gw.example.go.id',
  'https://user@gw.example.go.id:8443',
  'https://[2001:db8::1]',
  'https://[2001:db8::1]:8443',
  'https://kantor.lumajang\u00e9.id',
  'https://gw.example.go.id:',
  'gw.example.go.id',
  'https://',
];

const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    '',
    "it's",
    'é',
    'ꦱ',
    '%41',
    '%',
    '+',
    ' ',
    '~',
    '"',
    '{}',
    '😀',
    '&',
    '=',
    '#',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const path = fc
  .tuple(
    fc.constantFrom(
      '/webhooks/twilio',
      '/webhooks/twilio/status',
      "/a'b",
      '/a b',
      '/%7e',
      '/../x',
      '',
    ),
    fc.array(fc.tuple(piece, piece), { maxLength: 3 }),
    fc.constantFrom('', '?', '?x=1&x=2', "?x='", '?bodySHA256=0a1b', '?x=%27&y=%2F', '?a=1#b'),
  )
  .map(([start, pairs, query]) => {
    const more = pairs.map(([name, value]) => `${name}=${value}`).join('&');
    return start + (query || (more && `?${more}`));
  });

/** Parameters as a form carries them: names and values of any kind, repeated, empty, in any order. */
const parameters = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom('Body', 'From', '__proto__', '1', ''), piece), piece))
  .map((pairs): Parameters => {
    const form = pairs.map((pair) => pair.map((text) => stringify({ x: text }).slice(2)).join('='));
    return parse(form.join('&'), '&', '=', { maxKeys: 0 });
  });

/** What the vendor says; where it throws, the request is not proven. */
function vendorSays(signature: string, url: string, given: Parameters): boolean {
  try {
    return validateRequest(token, signature, url, given);
  } catch {
    return false;
  }
}

/** Addresses over which a signature may have been made for this one, right and wrong ones. */
function signedOver(url: string): readonly string[] {
  const [bare, mark] = [url.replace(/:\d*(?=[/?#]|$)/, ''), url.indexOf('?')];
  const old = (text: string): string =>
    mark < 0 ? text : `${text.slice(0, mark)}?${stringify(parse(text.slice(mark + 1)))}`;
  const normal = [parseUrl(url)?.toString() ?? url];
  const some = [url, bare, ...normal, ...normal.map(old), old(url), url.toLowerCase()];
  const withPort = some.flatMap((each) =>
    ['443', '80', '8443'].map((port) => each.replace(/^([a-z]+:\/\/[^/?#]*)/i, `$1:${port}`)),
  );
  const queries = some.map((each) =>
    each.replace(/\?(.*)$/s, (_, query: string) => `?${stringify(parse(query))}`),
  );
  return [...some, ...withPort, ...queries];
}

describe('openSignatures', () => {
  it('takes and refuses exactly what the package of Twilio does', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...publicUrls), path, parameters, (publicUrl, where, given) => {
        const isSigned = openSignatures(token, publicUrl);
        const url = publicUrl + where;
        for (const signed of signedOver(url)) {
          const signature = getExpectedTwilioSignature(token, signed, given);
          const expected = vendorSays(signature, url, given);
          seen[expected ? 'taken' : 'refused'] += 1;
          expect(isSigned(signature, where, given), `${url} signed as ${signed}`).to.equal(
            expected,
          );
        }
      }),
      { numRuns: 400 },
    );
    expect(seen.taken).to.be.greaterThan(500);
    expect(seen.refused).to.be.greaterThan(500);
  });

  it('takes no other signature', () => {
    const isSigned = openSignatures(token, 'https://gw.example.go.id');
    const right = getExpectedTwilioSignature(token, 'https://gw.example.go.id/x', { a: '1' });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (signature) => {
        expect(isSigned(signature, '/x', { a: '1' })).to.equal(signature === right);
      }),
    );
    expect(isSigned(right, '/x', { a: '1' })).to.equal(true);
    for (const wrong of ['', right.slice(1), `${right} `, right.toLowerCase()]) {
      expect(isSigned(wrong, '/x', { a: '1' })).to.equal(false);
    }
  });

  for (const { label, changed } of [
    { label: 'another value', changed: { a: '2' } },
    { label: 'another name', changed: { b: '1' } },
    { label: 'a parameter more', changed: { a: '1', b: '' } },
    { label: 'no parameters', changed: {} },
  ]) {
    it(`refuses ${label}`, () => {
      const isSigned = openSignatures(token, 'https://gw.example.go.id');
      const right = getExpectedTwilioSignature(token, 'https://gw.example.go.id/x', { a: '1' });
      expect(isSigned(right, '/x', changed)).to.equal(false);
    });
  }
});
