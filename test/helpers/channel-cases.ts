import { inspect } from 'node:util';
import { expect } from 'chai';
import type { Channel, WebhookRequest } from '../../src/channels/channel.ts';
import { RejectedRequest, SendError } from '../../src/core/errors.ts';
import type { ChannelEvent, OutboundMessage } from '../../src/core/message.ts';
import { patience } from './fake-provider.ts';
import {
  receiveRows,
  sendRows,
  type ChannelCases,
  type ChannelWorld,
  type Impossible,
  type ReceiveCase,
  type SendCase,
  type Trouble,
} from './channel-rows.ts';

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

function expectRejected(
  channel: Channel,
  request: WebhookRequest,
  status: number,
  secrets: readonly string[],
): void {
  const rejection = rejectionOf(() => parseBy(channel, request));
  expect(rejection.status).to.equal(status);
  expectNoSecret(inspect(rejection, { depth: 9 }), secrets);
}

async function expectReceived<World extends ChannelWorld>(
  world: World,
  row: Exclude<ReceiveCase<World>, Impossible>,
  secrets: readonly string[],
): Promise<void> {
  const { channel } = world;
  if ('arrives' in row) {
    const heard: ChannelEvent[] = [];
    await channel.listen?.(async (events) => void heard.push(...events));
    await row.arrives(world);
    await channel.stop?.();
    expect(heard.filter(({ kind }) => kind !== 'health')).to.deep.equal(row.events);
    return;
  }
  const requests = [row.request].flat();
  const last = requests.at(-1) as WebhookRequest;
  if (row.rejected !== undefined) return expectRejected(channel, last, row.rejected, secrets);
  const events = requests.flatMap((request) => parseBy(channel, request).events);
  expect(events).to.deep.equal(row.events);
}

function describeReceive<World extends ChannelWorld>(cases: ChannelCases<World>): void {
  const { open, receive, secrets } = cases;
  for (const name of receiveRows) {
    const row = receive[name];
    if ('impossible' in row) {
      it(`cannot receive: ${name}, because ${row.impossible}`, () => expectReason(row));
      continue;
    }
    it(`receives: ${name}`, async () => {
      const world = await open(patience.answered);
      const heard = await overhear(() => expectReceived(world, row, secrets));
      await world.provider.close();
      expectNoSecret(heard, secrets);
    });
  }
}

function expectReason({ impossible }: Impossible): void {
  expect(impossible.split(' ').length, 'a reason in a sentence').to.be.greaterThan(4);
}

async function expectSent<World extends ChannelWorld>(
  world: World,
  row: Exclude<SendCase<World>, Impossible>,
  secrets: readonly string[],
): Promise<void> {
  const { channel, provider } = world;
  const { message, receipt, error, sees, finds } = row;
  const outbound = { ...ordinary, account: channel.accounts[0]?.name ?? '', ...message };
  if (error) {
    const thrown = await sendErrorOf(channel.send(outbound));
    expect(thrown).to.include(error);
    expectNoSecret(inspect(thrown, { depth: 9 }), [...secrets, outbound.text, outbound.to]);
  } else {
    expect(await channel.send(outbound)).to.deep.equal(receipt);
  }
  const last = provider.requests?.at(-1);
  if (sees && last) sees(last);
  else expect(sees, 'nothing reached the provider').to.equal(undefined);
  await finds?.(world);
}

async function spoil<World extends ChannelWorld>(
  world: World,
  fault: Trouble<World> | undefined,
): Promise<void> {
  if (fault === undefined) return;
  if (fault === 'gone') await world.provider.close();
  else if (typeof fault === 'function') await fault(world);
  else if (world.provider.fail) world.provider.fail(fault);
  else throw new Error('this provider knows no such fault');
}

function describeSend<World extends ChannelWorld>(cases: ChannelCases<World>): void {
  const { open, send, secrets } = cases;
  for (const name of sendRows) {
    const row = send[name];
    if ('impossible' in row) {
      it(`cannot send: ${name}, because ${row.impossible}`, () => expectReason(row));
      continue;
    }
    it(`sends: ${name}`, async () => {
      const world = await open(name === 'hangs' ? patience.hanging : patience.answered);
      await spoil(world, row.fault);
      const heard = await overhear(() => expectSent(world, row, secrets));
      await world.provider.close();
      expectNoSecret(heard, secrets);
    });
  }
}

/** One `it` for each row; a row that the table lacks fails. */
export function describeChannel<World extends ChannelWorld>(cases: ChannelCases<World>): void {
  describe(`channel ${cases.name}`, () => {
    describeReceive(cases);
    describeSend(cases);
  });
}
