import { expect } from 'chai';
import { createServer as createTlsServer } from 'node:https';
import { inspect } from 'node:util';
import { openChannels } from '../../src/channels/index.ts';
import type { Channel } from '../../src/channels/channel.ts';
import type { Environment } from '../../src/channels/kind.ts';
import { SendError } from '../../src/core/errors.ts';
import type { OutboundMessage } from '../../src/core/message.ts';
import { openFaultyServer, says, type Behaviour } from '../helpers/faulty-server.ts';
import { listenOn } from '../helpers/listen-on.ts';
import { openMigrated } from '../helpers/migrated.ts';
import { openTestOutbox, passPause } from '../helpers/outbox.ts';
import { testKeys } from '../helpers/databases.ts';
import { reached } from '../helpers/reached.ts';
import { publicUrl, wires } from '../helpers/wires.ts';
import { cert, key } from '../web/certificate.ts';

const now = new Date('2026-11-23T01:00:00Z');

const message: OutboundMessage = {
  id: 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01',
  account: 'sms',
  to: '+6281234567890',
  text: 'Pesan yang tidak boleh ada di catatan.',
  lastInboundAt: now.getTime() - 60_000,
};

/** Their addresses are numbers of Telegram's. */
const addressOf = (name: string): string => (name === 'telegram' ? '778899001' : message.to);

/** What may become of a message, as the outbox takes it. */
type Outcome = 'sent' | 'again' | 'for good' | 'unknown';

function outcomeOf(thrown: unknown): Outcome {
  if (!(thrown instanceof SendError)) throw new Error('no SendError', { cause: thrown });
  if (!thrown.retryable) return 'for good';
  return thrown.code === 'unknown-outcome' ? 'unknown' : 'again';
}

interface Row {
  readonly label: string;
  readonly behaviour: Behaviour;
  readonly outcome: Outcome | Readonly<Record<string, Outcome>>;
  /** Milliseconds to wait, where the answer says so. */
  readonly pause?: number;
}

const html = '<html><body>Bad Gateway</body></html>';
const limited = (label: string, retryAfter: string | undefined, pause?: number): Row => ({
  label: `429 with ${label}`,
  behaviour: says(429, '{}', ...(retryAfter === undefined ? [] : [`retry-after: ${retryAfter}`])),
  outcome: 'again',
  ...(pause !== undefined && { pause }),
});

/** `http` asks for no more than a 2xx, Kannel answers in plain words. */
const rows: readonly Row[] = [
  { label: 'hangs beyond the limit', behaviour: { does: 'hangs' }, outcome: 'unknown' },
  {
    label: 'takes it and hangs in the answer',
    behaviour: { does: 'says', bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{', more: 0 },
    outcome: 'unknown',
  },
  {
    label: 'resets before the body',
    behaviour: { does: 'resets', when: 'connected' },
    outcome: 'unknown',
  },
  {
    label: 'resets after the body',
    behaviour: { does: 'resets', when: 'asked' },
    outcome: 'unknown',
  },
  limited('Retry-After 1', '1', 1_000),
  limited('Retry-After 60', '60', 60_000),
  limited('Retry-After 3600', '3600', 3_600_000),
  limited('an HTTP date', 'Mon, 23 Nov 2026 01:02:00 GMT', 120_000),
  limited('a date of yesterday', 'Sun, 22 Nov 2026 01:02:00 GMT', 1_000),
  limited('Retry-After 0', '0', 1_000),
  limited('a negative Retry-After', '-30'),
  limited('an absurd Retry-After', '99999999999', 86_400_000),
  limited('words for a Retry-After', 'later'),
  limited('no Retry-After', undefined),
  { label: '500', behaviour: says(500, '{}'), outcome: 'again' },
  {
    label: '502 with HTML',
    behaviour: says(502, html, 'content-type: text/html'),
    outcome: 'again',
  },
  { label: '503', behaviour: says(503, ''), outcome: 'again' },
  { label: '401', behaviour: says(401, '{}'), outcome: 'again' },
  { label: '400', behaviour: says(400, '{}'), outcome: 'for good' },
  {
    label: '200 with an error in it',
    behaviour: says(200, '{"ok":false,"error_code":400,"error":{"code":100},"code":21211}'),
    outcome: { telegram: 'for good', http: 'sent', default: 'unknown' },
  },
  {
    label: '200 with JSON cut short',
    behaviour: says(200, '{"id":"x","messages":[{"id'),
    outcome: { http: 'sent', default: 'unknown' },
  },
  {
    label: '200 with HTML',
    behaviour: says(200, html, 'content-type: text/html'),
    outcome: 'unknown',
  },
  {
    label: '200 with other types',
    behaviour: says(
      200,
      '{"ok":true,"result":{"message_id":"x"},"id":[],"sid":{},"messages":{"id":1}}',
    ),
    outcome: { http: 'sent', default: 'unknown' },
  },
  {
    label: '200 with a list',
    behaviour: says(200, '[1,null,"x"]'),
    outcome: { http: 'sent', default: 'unknown' },
  },
  {
    label: '200 with nothing',
    behaviour: says(200, ''),
    outcome: { http: 'sent', default: 'unknown' },
  },
  {
    label: 'an answer of 20 MB',
    behaviour: {
      does: 'says',
      bytes: 'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{',
      more: 20 * 1_048_576,
    },
    outcome: 'unknown',
  },
  {
    label: 'no HTTP at all',
    behaviour: { does: 'says', bytes: 'SSH-2.0-OpenSSH_9.6\r\n' },
    outcome: 'unknown',
  },
  {
    label: 'headers without end',
    behaviour: {
      does: 'says',
      bytes: `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`,
      more: 1_048_576,
    },
    outcome: 'unknown',
  },
];

const expectedOf = ({ outcome }: Row, name: string): Outcome =>
  typeof outcome === 'string' ? outcome : (outcome[name] ?? outcome['default'] ?? 'unknown');

/** Settings that lead to this address, and those that nobody may read in an error. */
interface Settings {
  readonly env: Environment;
  readonly secrets: readonly string[];
}

/** The settings of a wire, with another address in the place of its fake's. */
async function settingsOf(name: string, address: string): Promise<Settings> {
  const wire = await wires[name]!(() => now);
  await wire.close();
  const env = Object.entries(wire.env).map(
    ([setting, value]) => [setting, value?.replace(`http://${wire.host}`, address)] as const,
  );
  const secret = /TOKEN|SECRET|PASSWORD|KEY/;
  const secrets = env.flatMap(([setting, value]) =>
    secret.test(setting) && value !== undefined ? [value] : [],
  );
  return { env: Object.fromEntries(env), secrets };
}

interface How {
  readonly fetcher?: typeof fetch;
  /** Milliseconds; long where an answer comes, as the machine may be busy. */
  readonly timeout?: number;
}

async function openAt(env: Environment, how: How = {}): Promise<Channel> {
  const { fetcher = fetch, timeout = 5_000 } = how;
  const outside = { publicUrl, fetch: fetcher, timeout, clock: () => now };
  const [channel] = await openChannels(env, outside);
  if (!channel) throw new Error('the channel is off');
  return channel;
}

const figures = { channels: Object.keys(wires).length, faults: 0, lost: 0, 'secrets told': 0 };

/** What became of the message; whatever is told of it holds nothing that is nobody's business. */
async function attempt(channel: Channel, { secrets }: Settings) {
  const to = addressOf(channel.name);
  const account = channel.accounts[0]?.name ?? '';
  figures.faults += 1;
  try {
    const { providerId } = await channel.send({ ...message, to, account });
    return { outcome: 'sent' as const, providerId };
  } catch (error) {
    const told = inspect(error, { depth: 9 });
    for (const secret of [...secrets, message.text, to]) expect(told).not.to.include(secret);
    const { retryAfter, code } = error as SendError;
    return { outcome: outcomeOf(error), retryAfter, code };
  }
}

/** A name that no server knows: tests have no network to ask one. */
const nowhere = (): Promise<never> =>
  Promise.reject(
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }),
    }),
  );

/** Faults that are over at the second attempt. */
const twice = [
  { label: 'says 503', behaviour: says(503, ''), double: false },
  {
    label: 'resets after the body',
    behaviour: { does: 'resets', when: 'asked' },
    double: true,
  },
] as const;

/** The person wrote a minute ago: WhatsApp's window is open. */
const reachable = { lastInboundAt: now.getTime() - 60_000 };

describe('a provider that fails', () => {
  after(() => reached('provider-faults', figures));

  for (const name of Object.keys(wires)) {
    describe(name, () => {
      for (const row of rows) {
        it(`${row.label}: ${expectedOf(row, name)}`, async () => {
          const server = await openFaultyServer(row.behaviour);
          const settings = await settingsOf(name, server.url);
          const timeout = row.label.includes('hangs') ? 150 : 5_000;
          const done = await attempt(await openAt(settings.env, { timeout }), settings);
          await server.close();
          expect(done.outcome).to.equal(expectedOf(row, name));
          if (done.outcome === 'again' && row.label.startsWith('429'))
            expect(done).to.include({ code: 'throttled' });
          if (done.outcome !== 'sent') expect(done.retryAfter).to.equal(row.pause);
          expect(server.written(), 'bytes taken of an answer').to.be.below(8 * 1_048_576);
        });
      }

      for (const status of [301, 302, 307, 308]) {
        it(`leads elsewhere with ${status}: nothing of ours goes there`, async () => {
          const thief = await openFaultyServer(says(200, '{"id":"x"}'));
          const server = await openFaultyServer(says(status, '', `location: ${thief.url}/x`));
          const settings = await settingsOf(name, server.url);
          const done = await attempt(await openAt(settings.env), settings);
          await Promise.all([server.close(), thief.close()]);
          expect(done).to.include({ outcome: 'again', code: 'misconfigured' });
          expect(thief.asked()).to.deep.equal([]);
        });
      }

      it('shows a certificate that nobody trusts: nothing has left', async () => {
        const { host, close, asked } = await listenOn((listener) =>
          createTlsServer({ cert, key }, listener),
        );
        const settings = await settingsOf(name, `https://${host}`);
        const done = await attempt(await openAt(settings.env), settings);
        await close();
        expect(done).to.include({ outcome: 'again', code: 'unreachable' });
        expect(asked()).to.equal(0);
      });

      it('speaks no TLS where it should: nothing was taken', async () => {
        const server = await openFaultyServer(says(200, '{}'));
        const settings = await settingsOf(name, server.url.replace('http:', 'https:'));
        const done = await attempt(await openAt(settings.env), settings);
        await server.close();
        expect(done.outcome).to.equal('again');
      });

      for (const { label, behaviour, double } of twice) {
        it(`${label}, and works again: the message is sent${double ? ' and marked' : ''}`, async () => {
          const store = await openMigrated(testKeys);
          const server = await openFaultyServer(behaviour);
          const settings = await settingsOf(name, server.url);
          const wire = await wires[name]!(() => now);
          wire.writes('MENU', 1); // the person's day is open at the fake of Meta too
          const both = [await openAt(settings.env), await openAt(wire.env)] as const;
          const { idempotent = false, accounts } = both[0];
          const outbox = await openTestOutbox(
            store,
            async (asked, call) => both[call === 1 ? 0 : 1].send({ ...asked, ...reachable }),
            { channel: { idempotent }, account: accounts[0]?.name ?? '' },
          );
          await outbox.queue(addressOf(name), message.text);
          await outbox.sender.drain();
          await Promise.all([passPause(store), store.sql('accounts').update({ held_until: 0 })]);
          await outbox.sender.drain();
          const [row] = await store.sql('outbound_messages').select('status', 'maybe_double');
          figures.lost += wire.got().length === 1 ? 0 : 1;
          expect(wire.got()).to.have.length(1);
          expect(row).to.deep.equal({
            status: 'sent',
            maybe_double: double && !idempotent ? 1 : 0,
          });
          await Promise.all([server.close(), wire.close(), store.close()]);
        });
      }

      it('has a name that does not resolve: nothing has left', async () => {
        const settings = await settingsOf(name, 'http://tidak-ada.invalid');
        for (const fetcher of [fetch, nowhere]) {
          const done = await attempt(await openAt(settings.env, { fetcher }), settings);
          expect(done).to.include({ outcome: 'again', code: 'unreachable' });
        }
      });
    });
  }
});
