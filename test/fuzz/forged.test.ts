import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Channel, WebhookRequest } from '../../src/channels/channel.ts';
import { RejectedRequest } from '../../src/core/errors.ts';
import { signPhone } from '../../src/channels/android/events.ts';
import { sign } from '../../src/channels/http.ts';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { cloudSignature } from '../helpers/fake-cloud.ts';
import { reached } from '../helpers/reached.ts';
import { requestAt, webhookOf } from './door-targets.ts';
import { type Door, doors, openDoors, publicUrl } from './doors.ts';

/** Changed requests for each door. */
const forgeries = 1_000;

/** Printed with each failure; SEED repeats it. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

type Headers = Record<string, string | undefined>;

/** A genuine request with something about it changed. */
type Forge = (door: Door, genuine: WebhookRequest, at: number, byte: number) => WebhookRequest;

const proofs = [
  'x-twilio-signature',
  'x-telegram-bot-api-secret-token',
  'x-hub-signature-256',
  'x-signature',
  'x-timestamp',
];

const proofIn = ({ headers }: WebhookRequest, at: number): string => {
  const there = proofs.filter((name) => headers[name] !== undefined);
  return there[at % there.length] ?? '';
};

const withHeader = (request: WebhookRequest, name: string, text?: string): WebhookRequest => {
  const headers: Headers = { ...request.headers, [name]: text };
  return { ...request, headers };
};

function flip(text: string, at: number, byte: number): string {
  const bytes = Buffer.from(text, 'latin1');
  const place = at % Math.max(1, bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ byte;
  return bytes.toString('latin1');
}

const names = ['constructor', '__proto__', 'toString', 'undefined', 'null', '0', '[object Object]'];

/** Proofs that somebody makes who knows how, with another secret. */
function proveBy(secret: string, door: Door, request: WebhookRequest): Headers {
  const { rawBody, headers } = request;
  const time = headers['x-timestamp'] ?? '';
  return {
    ...headers,
    'x-twilio-signature': getExpectedTwilioSignature(secret || 'x', publicUrl + door.path, {}),
    'x-telegram-bot-api-secret-token': secret,
    'x-hub-signature-256': cloudSignature(rawBody, secret),
    'x-signature':
      door.channel === 'android' ? signPhone(secret, rawBody, time) : sign(secret, rawBody),
  };
}

/** Ways to forge; those of the body are no use where only a secret word is shown. */
const ways: Readonly<Record<string, Forge>> = {
  'the proof changed': (_door, genuine, at, byte) => {
    const name = proofIn(genuine, at);
    return withHeader(genuine, name, flip(genuine.headers[name] ?? '', at, byte));
  },
  'the proof cut': (_door, genuine, at) => {
    const name = proofIn(genuine, at);
    const proof = genuine.headers[name] ?? '';
    return withHeader(genuine, name, proof.slice(0, at % proof.length));
  },
  'no proof': (_door, genuine, at) => withHeader(genuine, proofIn(genuine, at)),
  'a name that every object has': (_door, genuine, at) =>
    withHeader(genuine, proofIn(genuine, at), names[at % names.length]),
  'another secret': (door, genuine, at) => ({
    ...genuine,
    headers: proveBy(['', 'x', 'undefined', 'null', '12345'][at % 5] ?? '', door, genuine),
  }),
};

const waysOfBodies: Readonly<Record<string, Forge>> = {
  'a byte of the body changed': (_door, genuine, at, byte) => ({
    ...genuine,
    rawBody: Buffer.from(flip(genuine.rawBody.toString('latin1'), at, byte), 'latin1'),
  }),
  'the body cut': (_door, genuine, at) => ({
    ...genuine,
    rawBody: genuine.rawBody.subarray(0, at % genuine.rawBody.length),
  }),
  'more behind the body': (_door, genuine) => ({
    ...genuine,
    rawBody: Buffer.concat([genuine.rawBody, Buffer.from('&Body=x')]),
  }),
  'the proof of another body': (door, genuine) => ({
    ...genuine,
    headers: { ...door.prove(Buffer.from('AccountSid=AC1')) },
  }),
};

/** Bytes that differ and say the same: a plus for a space, the case of a hex digit. */
const saysTheSame = (door: Door, a: WebhookRequest, b: WebhookRequest): boolean =>
  door.channel === 'twilio' &&
  [a, b]
    .map(({ rawBody }) => new URLSearchParams(rawBody.toString('utf8')).toString())
    .every((text, _at, all) => text === all[0]);

function isTaken(channels: readonly Channel[], door: Door, request: WebhookRequest): boolean {
  try {
    webhookOf(channels, door).parse(request);
    return true;
  } catch (error) {
    if (error instanceof RejectedRequest && [401, 403].includes(error.status)) return false;
    throw error;
  }
}

describe(`requests that nobody's provider made (SEED=${seed})`, () => {
  let channels: readonly Channel[];
  const all = { doors: 0, forged: 0, accepted: 0 };

  before(async () => {
    channels = await openDoors();
  });
  after(() => reached('forged-refused', all));

  const signed = doors.filter(({ method }) => method === 'POST');
  for (const door of signed) {
    it(`are refused at the door of ${door.name}: ${forgeries} of ${forgeries}`, () => {
      const bodies = door.genuine.map((body) => requestAt(door, Buffer.from(body)));
      for (const genuine of bodies) expect(isTaken(channels, door, genuine)).to.equal(true);
      const some = door.channel === 'telegram' ? ways : { ...ways, ...waysOfBodies };
      all.doors += 1;
      fc.assert(
        fc.property(
          fc.constantFrom(...Object.keys(some)),
          fc.constantFrom(...bodies),
          fc.nat(5_000),
          fc.integer({ min: 1, max: 127 }),
          (way, genuine, at, byte) => {
            const request = some[way]?.(door, genuine, at, byte) ?? genuine;
            fc.pre(!request.rawBody.equals(genuine.rawBody) || request.headers !== genuine.headers);
            fc.pre(request.headers !== genuine.headers || !saysTheSame(door, genuine, request));
            all.forged += 1;
            const taken = isTaken(channels, door, request);
            all.accepted += taken ? 1 : 0;
            expect(taken, way).to.equal(false);
          },
        ),
        { numRuns: forgeries, seed },
      );
    });
  }

  it('are no doors of other secrets in the path', () => {
    const kannel = doors.filter(({ channel }) => channel === 'kannel');
    for (const { path, method } of kannel) {
      for (let at = 0; at < forgeries / 2; at += 1) {
        const other = flip(path, 18 + (at % 20), 1 + (at % 7));
        const found = channels.flatMap(({ webhooks }) =>
          webhooks.filter((one) => one.method === method && one.path === other),
        );
        expect(found, other).to.deep.equal([]);
        all.forged += 1;
      }
    }
  });
});
