import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { SendError } from '../../src/core/errors.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { recoverChannels } from '../../src/gateway/recover.ts';

const lost: ChannelEvent = { kind: 'message', key: 'm-1', from: '+6281234567890', text: 'DAFTAR' };

const channelNamed = (name: string, recover?: Channel['recover']): Channel => ({
  name,
  accounts: [
    { name: 'sms', medium: 'sms' },
    { name: 'whatsapp', medium: 'whatsapp' },
  ],
  rate: 1,
  webhooks: [],
  send: async () => ({}),
  ...(recover && { recover }),
});

const finding = (name: string): Channel => channelNamed(name, (deliver) => deliver([lost]));
const failing = (name: string, error: unknown): Channel =>
  channelNamed(name, () => Promise.reject(error));

/** What the gateway is told, by channel. */
async function recovered(...channels: readonly Channel[]) {
  const told: [string, ChannelEvent][] = [];
  const error = await recoverChannels(channels, async (channel, events) => {
    for (const event of events) told.push([channel, event]);
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { told, error };
}

describe('recoverChannels', () => {
  it('asks each channel that can be asked', async () => {
    const { told, error } = await recovered(finding('a'), channelNamed('b'), finding('c'));
    expect(told).to.deep.equal([
      ['a', lost],
      ['c', lost],
    ]);
    expect(error).to.equal(undefined);
  });

  const faults = [
    { code: 'unreachable', providerCode: 'ECONNREFUSED', state: 'down', says: 'ECONNREFUSED' },
    { code: 'misconfigured', providerCode: '20003', state: 'waiting', says: '20003' },
    { code: 'throttled', providerCode: undefined, state: 'down', says: 'throttled' },
  ] as const;
  for (const { code, providerCode, state, says } of faults) {
    it(`tells ${code} as the health of every account, and goes on`, async () => {
      const fault = new SendError(code, { retryable: true, providerCode });
      const { told, error } = await recovered(failing('a', fault), finding('b'));
      const health = { kind: 'health', state, code: says } as const;
      expect(told).to.have.deep.members([
        ['a', { ...health, account: 'sms' }],
        ['a', { ...health, account: 'whatsapp' }],
        ['b', lost],
      ]);
      expect(error).to.equal(undefined);
    });
  }

  it('throws what is a bug, after the others are done', async () => {
    const bug = new TypeError('x is not a function');
    const { told, error } = await recovered(failing('a', bug), finding('b'));
    expect(told).to.deep.equal([['b', lost]]);
    expect((error as AggregateError).errors).to.deep.equal([bug]);
  });
});
