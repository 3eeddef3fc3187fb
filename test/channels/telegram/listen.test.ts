import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import type { Channel } from '../../../src/channels/channel.ts';
import { openChannels } from '../../../src/channels/index.ts';
import { openMemoryVault } from '../../../src/channels/memory-vault.ts';
import type { ChannelEvent } from '../../../src/core/message.ts';
import { fetchOnly, patience } from '../../helpers/fake-provider.ts';
import {
  botToken,
  openFakeTelegram,
  telegramError,
  telegramUrl,
  webhookSecret,
  type FakeTelegram,
} from '../../helpers/fake-telegram.ts';

const siti = 778_899_001;
const chat = { id: siti, type: 'private' };
const from = { id: siti, is_bot: false };
const wanted = ['message', 'edited_message', 'callback_query', 'my_chat_member'];
const url = `${telegramUrl}/webhooks/telegram`;

const said = (text: string, message_id = 41) => ({
  message: { message_id, from, chat, date: 1_795_395_900, text },
});

let fake: FakeTelegram;
const opened: Channel[] = [];
const vault = openMemoryVault();

/** A tenth of the time limit is the first pause; who polls waits 25 s longer than it for an answer. */
async function open(
  env: Readonly<Record<string, string>> = {},
  publicUrl = telegramUrl,
  timeout = 500,
) {
  const [channel] = await openChannels(
    { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_URL: fake.url, ...env },
    {
      publicUrl,
      fetch: fetchOnly(fake.host),
      timeout,
      clock: () => new Date('2026-11-23T01:00:00Z'),
      vault: () => vault,
    },
  );
  if (!channel) throw new Error('the channel is off');
  opened.push(channel);
  return channel;
}

const asked = (method: string): number =>
  fake.requests.filter(({ path }) => path.endsWith(`/${method}`)).length;

/** What is delivered, and a way to wait for it. */
function openEar(store: (events: readonly ChannelEvent[]) => Promise<void> = async () => {}) {
  const heard: ChannelEvent[] = [];
  const waiting: { holds: () => boolean; resolve: () => void }[] = [];
  return {
    heard,
    texts: () => heard.flatMap((event) => (event.kind === 'message' ? [event.text] : [])),
    health: () =>
      heard.flatMap((event) => (event.kind === 'health' ? [[event.state, event.code]] : [])),
    deliver: async (events: readonly ChannelEvent[]) => {
      await store(events);
      heard.push(...events);
      for (const { holds, resolve } of waiting) if (holds()) resolve();
    },
    until: (holds: () => boolean): Promise<void> =>
      holds() ? Promise.resolve() : new Promise((resolve) => waiting.push({ holds, resolve })),
  };
}

const many = (): void => {
  for (let n = 0; n < 51; n += 1) fake.happen(said('DAFTAR', n));
};

describe('Telegram and us', () => {
  beforeEach(async () => {
    fake = await openFakeTelegram();
    await vault.clear();
  });

  afterEach(async () => {
    for (const channel of opened.splice(0)) await channel.stop?.();
    await fake.close();
  });

  describe('a bot that polls', () => {
    it('ends the webhook, keeps what waits there, and has no route', async () => {
      Object.assign(fake.webhook, { url: 'https://old.example.go.id/' });
      fake.happen(said('DAFTAR'));
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await ear.until(() => ear.texts().length > 0);
      expect(ear.texts()).to.deep.equal(['DAFTAR']);
      expect(channel.webhooks).to.deep.equal([]);
      const [first] = fake.requests;
      expect(first?.path).to.match(/\/deleteWebhook$/);
      expect(JSON.parse(first?.body ?? '')).to.deep.equal({ drop_pending_updates: false });
    });

    it('asks for the updates that it understands, and no more at once than it can read', async () => {
      const channel = await open();
      await channel.listen?.(openEar().deliver);
      await fake.until(() => asked('getUpdates') > 0);
      expect(JSON.parse(fake.requests.at(-1)?.body ?? '')).to.deep.equal({
        timeout: 25,
        limit: 10,
        offset: 0,
        allowed_updates: wanted,
      });
    });

    it('confirms an update only when it is stored', async () => {
      const update = fake.happen(said('DAFTAR'));
      let fails = 2;
      const ear = openEar(async (events) => {
        expect(fake.pending).to.deep.equal([update]);
        if (events.some(({ kind }) => kind === 'message') && (fails -= 1) >= 0)
          throw new Error('full');
      });
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => fake.pending.length === 0);
      expect(ear.texts()).to.deep.equal(['DAFTAR']);
      expect(asked('getUpdates')).to.equal(4);
    });

    it('takes messages in the order in which they came, also more than it asks for', async () => {
      const texts = Array.from({ length: 25 }, (_, n) => `baris ${n}`);
      texts.forEach((text, n) => fake.happen(said(text, n)));
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => fake.pending.length === 0);
      expect(ear.texts()).to.deep.equal(texts);
    });

    it('asks for one alone when many at once are longer than it reads', async () => {
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => asked('getUpdates') === 1);
      const long = 'x'.repeat(1_100_000);
      fake.fail({ status: 200, body: `{"ok":true,"result":["${long}"]}` });
      fake.tire();
      await fake.until(() => asked('getUpdates') === 3);
      fake.happen(said('DAFTAR'));
      await fake.until(() => asked('getUpdates') === 4);
      const limits = fake.requests
        .filter(({ path }) => path.endsWith('/getUpdates'))
        .map(({ body }) => (JSON.parse(body) as { limit: number }).limit);
      expect(limits).to.deep.equal([10, 10, 1, 10]);
    });

    it('hears messages whose ids begin anew below those it knows', async () => {
      fake.happen(said('DAFTAR'), 800_000_000);
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => asked('getUpdates') === 2);
      fake.tire();
      await fake.until(() => asked('getUpdates') === 3);
      fake.happen(said('LOWONGAN', 42), 17);
      await ear.until(() => ear.texts().length === 2);
      expect(ear.texts()).to.deep.equal(['DAFTAR', 'LOWONGAN']);
    });

    it('ends the clock on a button once the press is stored', async () => {
      const message = { message_id: 1000, chat };
      fake.happen({ callback_query: { id: 'cb-1', from, message, data: 'YA' } });
      const ear = openEar(async () => expect(fake.thanked).to.deep.equal([]) && undefined);
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => fake.thanked.length > 0);
      expect(ear.texts()).to.deep.equal(['YA']);
    });

    it('goes on when a press is too old to be answered', async () => {
      const message = { message_id: 1000, chat };
      fake.happen({ callback_query: { id: 'cb-1', from, message, data: 'YA' } });
      const ear = openEar(async (events) => {
        const isPress = events.some((event) => event.kind === 'message' && event.text === 'YA');
        if (isPress) fake.fail(telegramError(400, 'Bad Request: query is too old'));
      });
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => asked('answerCallbackQuery') === 1);
      fake.happen(said('MENU'));
      await ear.until(() => ear.texts().length === 2);
      expect(ear.texts()).to.deep.equal(['YA', 'MENU']);
      expect(ear.health()).to.deep.equal([['up', null]]);
    });

    it('ends only when what it has delivered is stored', async () => {
      fake.happen(said('DAFTAR'));
      const order: string[] = [];
      const store = new EventEmitter();
      const ear = openEar(async (events) => {
        if (!events.some(({ kind }) => kind === 'message')) return;
        const frees = once(store, 'frees');
        store.emit('called');
        await frees;
        order.push('stored');
      });
      const called = once(store, 'called');
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await called;
      const stopped = channel.stop?.().then(() => order.push('stopped'));
      store.emit('frees');
      await stopped;
      expect(order).to.deep.equal(['stored', 'stopped']);
    });

    it('passes over what it cannot read, and says so', async () => {
      fake.happen({ message: { message_id: 'lain' } });
      fake.happen(said('DAFTAR'));
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => fake.pending.length === 0);
      expect(ear.texts()).to.deep.equal(['DAFTAR']);
      expect(ear.health()).to.deep.include([undefined, 'unreadable-update']);
    });

    it('gives way to another that polls, says so, and comes back', async () => {
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => asked('getUpdates') === 1);
      await fetch(`${fake.url}/bot${botToken}/getUpdates?timeout=0`);
      await ear.until(() => ear.health().length === 1);
      fake.happen(said('DAFTAR'));
      await ear.until(() => ear.texts().length === 1);
      await ear.until(() => ear.health().length === 2);
      expect(ear.health()).to.deep.equal([
        ['down', 'polled-elsewhere'],
        ['up', null],
      ]);
    });

    it('ends a webhook that somebody sets meanwhile', async () => {
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => asked('getUpdates') === 1);
      Object.assign(fake.webhook, { url: 'https://lain.example.go.id/' });
      fake.happen(said('DAFTAR'));
      await ear.until(() => ear.texts().length === 1);
      fake.happen(said('MENU', 42));
      await ear.until(() => ear.texts().length === 2);
      expect(fake.webhook.url).to.equal('');
      expect(asked('deleteWebhook')).to.equal(2);
    });

    const troubles = [
      {
        label: 'a revoked token',
        fault: telegramError(401, 'Unauthorized'),
        expected: ['waiting', 'token-wrong'],
      },
      {
        label: 'a fault of theirs',
        fault: { status: 502, type: 'text/html', body: '<html>' },
        expected: ['down', 'provider-down'],
      },
      {
        label: 'a broken connection',
        fault: { cut: 'reset', when: 'before' },
        expected: ['down', 'unknown-outcome'],
      },
    ] as const;
    for (const { label, fault, expected } of troubles) {
      it(`tells of ${label} once, goes on trying, and tells when it is over`, async () => {
        fake.fail(fault, fault, fault);
        fake.happen(said('DAFTAR'));
        const ear = openEar();
        const channel = await open();
        await channel.listen?.(ear.deliver);
        await ear.until(() => ear.health().length === 2);
        expect(ear.health()).to.deep.equal([expected, ['up', null]]);
        expect(ear.texts()).to.deep.equal(['DAFTAR']);
      });
    }

    it('asks no earlier than Telegram wants after a 429', async () => {
      const ear = openEar();
      const channel = await open();
      fake.fail(telegramError(429, 'Too Many Requests', { retry_after: 1 }));
      const begun = performance.now();
      await channel.listen?.(ear.deliver);
      await fake.until(() => fake.requests.length === 2);
      expect(performance.now() - begun).to.be.greaterThan(990);
    });

    it('starts and stops at once though nobody answers, and may start again', async () => {
      const ear = openEar();
      const channel = await open();
      await channel.listen?.(ear.deliver);
      await fake.until(() => asked('getUpdates') === 1);
      await channel.stop?.(); // long before the 25 s are over that it may wait
      fake.happen(said('DAFTAR'));
      await channel.listen?.(ear.deliver);
      await ear.until(() => ear.texts().length === 1);
    });

    it('asks nothing more once it was stopped in a pause', async () => {
      const channel = await open();
      fake.fail(telegramError(429, 'Too Many Requests', { retry_after: 600 }));
      const ear = openEar();
      await channel.listen?.(ear.deliver);
      await ear.until(() => ear.health().length === 1);
      await channel.stop?.();
      expect(fake.requests).to.have.length(1);
    });
  });

  describe('a bot that is called', () => {
    const env = { TELEGRAM_WEBHOOK_SECRET: webhookSecret };

    /** Starts it and waits until it has said how it is. */
    async function listen(
      more: Readonly<Record<string, string>> = {},
      publicUrl = telegramUrl,
      timeout: number = patience.answered,
    ) {
      const ear = openEar();
      const channel = await open({ ...env, ...more }, publicUrl, timeout);
      await channel.listen?.(ear.deliver);
      await ear.until(() => ear.health().length > 0);
      return { channel, ear };
    }

    it('tells Telegram where, what and with which secret', async () => {
      const { ear } = await listen();
      expect(fake.webhook).to.deep.equal({ url, secret: webhookSecret, allowed: wanted });
      expect(ear.health()).to.deep.equal([['up', null]]);
    });

    it('does not tell again what Telegram knows', async () => {
      await listen();
      await listen();
      expect(asked('setWebhook')).to.equal(1);
    });

    const stale = [
      { label: 'another address', change: () => void (fake.webhook.url = 'https://lain.example/') },
      { label: 'other updates', change: () => void (fake.webhook.allowed = ['message']) },
      { label: 'no list of updates', change: () => void (fake.webhook.allowed = []) },
      { label: 'nothing', change: () => void (fake.webhook.url = '') },
    ];
    for (const { label, change } of stale) {
      it(`tells again when Telegram knows ${label}`, async () => {
        await listen();
        change();
        await listen();
        expect(fake.webhook).to.deep.equal({ url, secret: webhookSecret, allowed: wanted });
      });
    }

    it('tells again when the secret is another', async () => {
      await listen();
      await listen({ TELEGRAM_WEBHOOK_SECRET: 'yang-baru' });
      expect(fake.webhook.secret).to.equal('yang-baru');
    });

    it('starts though Telegram cannot be reached, and tells it later', async () => {
      fake.fail({ cut: 'reset', when: 'before' }, { cut: 'hang', when: 'before' });
      const { ear } = await listen({}, telegramUrl, patience.hanging);
      await ear.until(() => ear.health().length === 2);
      expect(ear.health()).to.deep.equal([
        ['down', 'unknown-outcome'],
        ['up', null],
      ]);
      expect(fake.webhook.url).to.equal(url);
    });

    it('says that Telegram refuses an address without HTTPS', async () => {
      const { ear } = await listen({}, 'http://localhost:3000');
      expect(ear.health()).to.deep.equal([['waiting', 'webhook-refused']]);
    });
  });

  describe('how a bot is', () => {
    const env = { TELEGRAM_WEBHOOK_SECRET: webhookSecret };
    const now = Date.parse('2026-11-23T01:00:00Z') / 1000;

    const cases: readonly {
      readonly label: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly prepare: () => void;
      readonly expected: object;
    }[] = [
      { label: 'well', env, prepare: () => {}, expected: { state: 'up', code: null } },
      {
        label: 'called elsewhere',
        env,
        prepare: () => void (fake.webhook.url = 'https://lain.example/'),
        expected: { state: 'up', code: 'webhook-elsewhere' },
      },
      {
        label: 'not called because we answered wrongly',
        env,
        prepare: () => void (fake.webhook.lastErrorDate = now - 240),
        expected: { state: 'up', code: 'webhook-failing' },
      },
      {
        label: 'well again after a failure',
        env,
        prepare: () => void (fake.webhook.lastErrorDate = now - 360),
        expected: { state: 'up', code: null },
      },
      {
        label: 'called too slowly',
        env,
        prepare: many,
        expected: { state: 'up', code: 'updates-waiting' },
      },
      { label: 'well polled', prepare: () => {}, expected: { state: 'up', code: null } },
      {
        label: 'kept from polling by a webhook',
        prepare: () => void (fake.webhook.url = 'https://lain.example/'),
        expected: { state: 'up', code: 'webhook-set' },
      },
      {
        label: 'polled too slowly',
        prepare: many,
        expected: { state: 'up', code: 'updates-waiting' },
      },
      {
        label: 'without a valid token',
        prepare: () => fake.fail(telegramError(401, 'Unauthorized')),
        expected: { state: 'waiting', code: 'token-wrong' },
      },
      {
        label: 'out of reach',
        prepare: () => fake.fail({ status: 503 }),
        expected: { state: 'down', code: 'provider-down' },
      },
    ];
    for (const { label, env: settings = {}, prepare, expected } of cases) {
      it(`is told: ${label}`, async () => {
        const channel = await open(settings, telegramUrl, patience.answered);
        if (settings === env) fake.webhook.url = url;
        prepare();
        expect(await channel.check?.()).to.deep.equal([{ account: 'telegram', ...expected }]);
      });
    }
  });
});
