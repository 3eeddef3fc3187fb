import { inspect } from 'node:util';
import { expect } from 'chai';
import type { Channel, WebhookRequest } from '../../src/channels/channel.ts';
import { RejectedRequest, SendError, type SendErrorCode } from '../../src/core/errors.ts';
import type { ChannelEvent, OutboundMessage, Receipt } from '../../src/core/message.ts';
import type { FakeProvider, Fault, Recorded } from './fake-provider.ts';

/** What every channel with a webhook must be shown to do with a request. */
export const receiveRows = [
  'valid',
  'empty text',
  'missing sender',
  'missing signature',
  'bad signature',
  'malformed',
  'repeated',
  'delivery report',
  'unknown status',
] as const;

/** What every channel must be shown to do with a message. */
export const sendRows = [
  'accepted',
  'non-GSM text',
  'over-long',
  'throttled',
  'broken',
  'refused',
  'unreachable',
  'hangs',
  'cut off',
  'HTML answer',
] as const;

/** A request and what becomes of it: events, or the status it is rejected with. */
export interface ReceiveCase {
  readonly request: WebhookRequest;
  readonly events?: readonly ChannelEvent[];
  readonly rejected?: number;
}

export interface SendCase {
  readonly message?: Partial<OutboundMessage>;
  /** What goes wrong at the provider; `gone`: nobody listens there. */
  readonly fault?: Fault | 'gone';
  readonly receipt?: Receipt;
  readonly error?: {
    readonly code: SendErrorCode;
    readonly retryable: boolean;
    readonly retryAfter?: number;
  };
  /** Looks at the request that reached the provider. */
  readonly sees?: (request: Recorded) => void;
}

export interface ChannelCases {
  readonly name: string;
  /** A channel before a provider of its own; the time limit is to be short. */
  readonly open: () => Promise<{ readonly channel: Channel; readonly provider: FakeProvider }>;
  readonly receive: Readonly<Record<(typeof receiveRows)[number], ReceiveCase>>;
  readonly send: Readonly<Record<(typeof sendRows)[number], SendCase>>;
  /** What must be in no log line and no error. */
  readonly secrets: readonly string[];
}

/** A request as the web layer hands it to a channel. */
export function webhookRequest(
  url: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): WebhookRequest {
  const query = new URL(url, 'http://any').searchParams;
  return { method: 'POST', url, headers, query, rawBody: Buffer.from(body) };
}

/** What the channel makes of a request, by its own routes. */
export function parseBy(channel: Channel, request: WebhookRequest) {
  const path = new URL(request.url, 'http://any').pathname;
  const webhook = channel.webhooks.find(
    (route) => route.path === path && route.method === request.method,
  );
  if (!webhook) throw new Error(`no webhook at ${path}`);
  return webhook.parse(request);
}

/** The SendError of a promise that must fail with one. */
export async function sendErrorOf(sending: Promise<unknown>): Promise<SendError> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof SendError) return error;
  throw new Error('no SendError', { cause: error });
}

/** The RejectedRequest that a call must throw. */
export function rejectionOf(call: () => unknown): RejectedRequest {
  try {
    call();
  } catch (error) {
    if (error instanceof RejectedRequest) return error;
    throw error;
  }
  throw new Error('not rejected');
}

/** Everything that is written to the terminal while `work` runs. */
async function overhear(work: () => Promise<void>): Promise<string> {
  let heard = '';
  const hear = (chunk: string | Uint8Array): boolean => {
    heard += chunk.toString();
    return true;
  };
  const restore = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = hear;
    return () => (stream.write = write);
  });
  try {
    await work();
  } finally {
    for (const undo of restore) undo();
  }
  return heard;
}

const ordinary: OutboundMessage = {
  id: 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01',
  account: 'sms',
  to: '+6281234567890',
  text: 'NIK harus 16 angka. Ketik lagi.',
};

function expectNoSecret(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) expect(text).not.to.include(secret);
}

function describeReceive({ open, receive, secrets }: ChannelCases): void {
  for (const row of receiveRows) {
    it(`receives: ${row}`, async () => {
      const { channel, provider } = await open();
      const { request, events, rejected } = receive[row];
      const heard = await overhear(async () => {
        if (rejected === undefined) {
          expect(parseBy(channel, request).events).to.deep.equal(events);
        } else {
          const rejection = rejectionOf(() => parseBy(channel, request));
          expect(rejection.status).to.equal(rejected);
          expectNoSecret(inspect(rejection, { depth: 9 }), secrets);
        }
      });
      await provider.close();
      expectNoSecret(heard, secrets);
    });
  }
}

async function expectSent(
  channel: Channel,
  provider: FakeProvider,
  { message, receipt, error, sees }: SendCase,
  secrets: readonly string[],
): Promise<void> {
  const outbound = { ...ordinary, ...message };
  if (error) {
    const thrown = await sendErrorOf(channel.send(outbound));
    expect(thrown).to.include(error);
    expectNoSecret(inspect(thrown, { depth: 9 }), [...secrets, outbound.text, outbound.to]);
  } else {
    expect(await channel.send(outbound)).to.deep.equal(receipt);
  }
  const last = provider.requests.at(-1);
  if (sees && last) sees(last);
  else expect(sees, 'nothing reached the provider').to.equal(undefined);
}

function describeSend({ open, send, secrets }: ChannelCases): void {
  for (const row of sendRows) {
    it(`sends: ${row}`, async () => {
      const { channel, provider } = await open();
      const { fault } = send[row];
      if (fault === 'gone') await provider.close();
      else if (fault) provider.fail(fault);
      const heard = await overhear(() => expectSent(channel, provider, send[row], secrets));
      await provider.close();
      expectNoSecret(heard, secrets);
    });
  }
}

/** One `it` for each row; a row that the table lacks fails. */
export function describeChannel(cases: ChannelCases): void {
  describe(`channel ${cases.name}`, () => {
    describeReceive(cases);
    describeSend(cases);
  });
}
