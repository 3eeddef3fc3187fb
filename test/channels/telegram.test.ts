import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Channel } from '../../src/channels/channel.ts';
import { RejectedRequest } from '../../src/core/errors.ts';
import { describeChannel, parseBy, rejectionOf, webhookRequest } from '../helpers/channel-cases.ts';
import {
  botToken,
  openTelegramBot,
  telegramError,
  webhookSecret,
} from '../helpers/fake-telegram.ts';

const path = '/webhooks/telegram';
const siti = 778_899_001;
const bot = '123456789';

const open = (timeout?: number) =>
  openTelegramBot({ TELEGRAM_WEBHOOK_SECRET: webhookSecret }, [siti], timeout);

const header = 'x-telegram-bot-api-secret-token';

const post = (body: unknown, secret = webhookSecret) =>
  webhookRequest(path, typeof body === 'string' ? body : JSON.stringify(body), {
    [header]: secret,
  });

const from = { id: siti, is_bot: false, first_name: 'Siti', language_code: 'id' };
const chat = { id: siti, type: 'private', first_name: 'Siti' };
const message = { message_id: 41, from, chat, date: 1_795_395_900, text: 'DAFTAR' };
const update = { update_id: 700, message };
const event = {
  kind: 'message',
  account: 'telegram',
  key: `${bot}:${siti}:41`,
  from: String(siti),
  text: 'DAFTAR',
  at: '2026-11-23T01:05:00.000Z',
} as const;

const alunAlun = { latitude: -8.1335, longitude: 113.2248 };

/** The update of a message that differs in this. */
const withMessage = (change: object, drop: readonly string[] = []) => {
  const changed = { ...message, ...change };
  const kept = Object.entries(changed).filter(([name]) => !drop.includes(name));
  return { update_id: 701, message: Object.fromEntries(kept) };
};

const bodyOf = (request: { readonly body: string }): Record<string, unknown> =>
  JSON.parse(request.body) as Record<string, unknown>;

describeChannel({
  name: 'telegram',
  open,
  secrets: [botToken, botToken.slice(10), webhookSecret],
  receive: {
    valid: {
      request: post({ ...update, message: { ...message, link_preview_options: {}, more: [1] } }),
      events: [event],
    },
    'empty text': {
      request: post(withMessage({ sticker: { emoji: 'x', file_id: 's1' } }, ['text'])),
      events: [{ ...event, text: '' }],
    },
    'missing sender': { request: post(withMessage({}, ['from'])), rejected: 400 },
    'missing signature': { request: webhookRequest(path, JSON.stringify(update)), rejected: 401 },
    'bad signature': { request: post(update, `${webhookSecret}x`), rejected: 403 },
    malformed: { request: post('{"update_id":1,'), rejected: 400 },
    // A week without updates, and Telegram begins its ids anew: the message is known by its own.
    repeated: { request: post({ ...update, update_id: 9 }), events: [event] },
    'out of order': {
      request: [post({ ...update, update_id: 702 }), post(withMessage({ message_id: 40 }))],
      events: [event, { ...event, key: `${bot}:${siti}:40` }],
    },
    'delivery report': {
      impossible: 'a bot is told neither that its message arrived nor that it was read',
    },
    'unknown status': {
      request: post({
        update_id: 703,
        my_chat_member: { chat, from, date: 1, new_chat_member: { status: 'restricted' } },
      }),
      events: [],
    },
  },
  send: {
    accepted: {
      message: { to: String(siti) },
      receipt: { providerId: `${siti}:1000` },
      sees: (request) => {
        expect(request.method).to.equal('POST');
        expect(request.path).to.equal(`/bot${botToken}/sendMessage`);
        expect(bodyOf(request)).to.deep.equal({
          chat_id: siti,
          text: 'NIK harus 16 angka. Ketik lagi.',
        });
      },
    },
    'non-GSM text': {
      message: { to: String(siti), text: 'Sugeng enjing 😀 ꦱꦸꦒꦼꦁ' },
      receipt: { providerId: `${siti}:1000` },
      sees: (request) => expect(bodyOf(request)).to.include({ text: 'Sugeng enjing 😀 ꦱꦸꦒꦼꦁ' }),
    },
    'over-long': {
      message: {
        to: String(siti),
        text: 'kata '.repeat(1000),
        choices: [{ text: 'YA', label: 'Ya' }],
      },
      receipt: { providerId: `${siti}:1001` },
      finds: ({ provider }) => {
        const { messages } = provider;
        expect(messages.map(({ text }) => text.length)).to.deep.equal([4094, 904]);
        expect(messages.map((taken) => 'reply_markup' in taken)).to.deep.equal([false, true]);
      },
      sees: (request) => expect(bodyOf(request)).to.have.property('reply_markup'),
    },
    throttled: {
      message: { to: String(siti) },
      fault: telegramError(429, 'Too Many Requests: retry after 60', { retry_after: 60 }),
      error: { code: 'throttled', retryable: true, retryAfter: 60_000 },
    },
    broken: {
      message: { to: String(siti) },
      fault: { status: 502, type: 'text/html', body: '<html>Bad Gateway</html>' },
      error: { code: 'provider-down', retryable: true },
    },
    refused: {
      message: { to: String(siti) },
      fault: ({ provider }) => provider.shutOut(siti),
      error: { code: 'opted-out', retryable: false },
      sees: (request) => expect(request.path).to.match(/sendMessage$/),
    },
    unreachable: {
      message: { to: String(siti) },
      fault: 'gone',
      error: { code: 'unreachable', retryable: true },
    },
    hangs: {
      message: { to: String(siti) },
      fault: { cut: 'hang', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
    },
    'cut off': {
      message: { to: String(siti) },
      fault: { cut: 'reset', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
    },
    'HTML answer': {
      message: { to: String(siti) },
      fault: { status: 200, type: 'text/html', body: '<html>Masuk ke jaringan</html>' },
      error: { code: 'unknown-outcome', retryable: true },
    },
  },
});

describe('a place shared on Telegram', () => {
  let channel: Channel;
  before(async () => {
    const { channel: opened, provider } = await open();
    channel = opened;
    await provider.close();
  });

  const places = [
    { label: 'a place', change: { location: alunAlun }, text: '-8.1335, 113.2248' },
    {
      label: 'a place with a name',
      change: {
        location: alunAlun,
        venue: { location: alunAlun, title: 'Alun-alun', address: 'Jl. Alun-alun Utara' },
      },
      text: 'Alun-alun, Jl. Alun-alun Utara, -8.1335, 113.2248',
    },
    { label: 'a place that is none', change: { location: { latitude: 'x' } }, text: '' },
  ];
  for (const { label, change, text } of places) {
    it(`is read, ${label}: somebody in danger may answer so`, () => {
      const { events } = parseBy(channel, post(withMessage(change, ['text'])));
      expect(events).to.deep.equal([{ ...event, text }]);
    });
  }
});

describe('what Telegram tells a bot', () => {
  let channel: Channel;
  before(async () => {
    const { channel: opened, provider } = await open();
    channel = opened;
    await provider.close();
  });

  const eventsOf = (value: unknown) => parseBy(channel, post(value)).events;

  const texts = [
    { label: 'the first press of Start', text: '/start', expected: 'MENU' },
    { label: 'a link to a service', text: '/start DAFTAR', expected: 'DAFTAR' },
    { label: 'a QR code of a vacancy', text: '/start L1012', expected: 'L1012' },
    { label: 'a link for this bot', text: '/start@uji_bot L1012', expected: 'L1012' },
    { label: 'a payload of another program', text: '/start ref_99%', expected: 'MENU' },
    { label: 'a start with a sentence', text: '/start saya mau kerja', expected: 'MENU' },
    { label: 'a command', text: '/daftar', expected: 'daftar' },
    { label: 'a command for this bot', text: '/daftar@uji_bot', expected: 'daftar' },
    { label: 'a command with data', text: '/lowongan jahit', expected: 'lowongan jahit' },
    { label: 'a command and form fields', text: '/daftar#3508#SITI', expected: 'daftar#3508#SITI' },
    { label: 'a command of two words', text: '/data_saya', expected: 'data saya' },
    { label: 'a slash that is none', text: '/ jahit', expected: '/ jahit' },
    { label: 'a slash inside', text: 'SMA/SMK', expected: 'SMA/SMK' },
    { label: 'lines', text: '/tanya\nkapan buka?', expected: 'tanya\nkapan buka?' },
  ];
  for (const { label, text, expected } of texts) {
    it(`takes ${label} for what is meant`, () => {
      expect(eventsOf(withMessage({ text }))).to.deep.equal([{ ...event, text: expected }]);
    });
  }

  const file = { file_id: 'AgACAg-1', file_unique_id: 'u' };
  const media = [
    {
      label: 'the largest of a photo’s sizes',
      change: {
        photo: [
          { ...file, file_size: 9 },
          { ...file, file_id: 'AgACAg-2', file_size: 99 },
        ],
      },
      expected: { kind: 'photo', ref: 'AgACAg-2', size: 99 },
    },
    {
      label: 'a document with its name',
      change: { document: { ...file, file_name: 'ijazah.pdf', file_size: 12, mime_type: 'x/y' } },
      expected: { kind: 'document', ref: 'AgACAg-1', name: 'ijazah.pdf', size: 12 },
    },
    {
      label: 'a document whose name wants out',
      change: { document: { ...file, file_name: '../..\\\u0000\u202efdp.exe' } },
      expected: { kind: 'document', ref: 'AgACAg-1', name: '....fdp.exe' },
    },
    {
      label: 'a voice note',
      change: { voice: file },
      expected: { kind: 'voice', ref: 'AgACAg-1' },
    },
    { label: 'a song', change: { audio: file }, expected: { kind: 'voice', ref: 'AgACAg-1' } },
    { label: 'a video', change: { video: file }, expected: { kind: 'video', ref: 'AgACAg-1' } },
    {
      label: 'a round video',
      change: { video_note: file },
      expected: { kind: 'video', ref: 'AgACAg-1' },
    },
  ];
  for (const { label, change, expected } of media) {
    it(`takes ${label}, with the caption as text`, () => {
      const [first] = eventsOf(withMessage({ ...change, caption: 'ijazah saya' }, ['text']));
      expect(first).to.deep.equal({ ...event, text: 'ijazah saya', media: [expected] });
    });
  }

  it('keeps the message whose file it does not understand', () => {
    const strange = { photo: 'lain', document: { file_id: '../x' }, caption: 'ini' };
    expect(eventsOf(withMessage(strange, ['text']))).to.deep.equal([{ ...event, text: 'ini' }]);
  });

  const card = { phone_number: '6281234567890', first_name: 'Siti', user_id: siti };
  const cards = [
    { label: 'one’s own card', change: { contact: card }, phone: '+6281234567890', text: '' },
    {
      label: 'one’s own card with a plus',
      change: { contact: { ...card, phone_number: '+60123456789' } },
      phone: '+60123456789',
      text: '',
    },
    {
      label: 'the card of another',
      change: { contact: { ...card, user_id: siti + 1 } },
      text: '+6281234567890',
    },
    {
      label: 'the card of somebody without Telegram',
      change: { contact: { phone_number: '081-234', first_name: 'Pak RT' } },
      text: '',
    },
    {
      label: 'one’s own card, passed on',
      change: { contact: card, forward_origin: { type: 'user' } },
      text: '+6281234567890',
    },
    {
      label: 'one’s own card, written by a bot in between',
      change: { contact: card, via_bot: { id: 5, is_bot: true } },
      text: '+6281234567890',
    },
    {
      label: 'one’s own card with a number that is none',
      change: { contact: { ...card, phone_number: 'x' } },
      text: '',
    },
  ];
  for (const { label, change, phone, text } of cards) {
    it(`takes ${label} ${phone ? 'for proof of the number' : 'for no proof'}`, () => {
      const expected = { ...event, text, ...(phone && { phone }) };
      expect(eventsOf(withMessage(change, ['text']))).to.deep.equal([expected]);
    });
  }

  it('takes a correction for a message of its own, whenever it was made', () => {
    const edited_message = { ...message, edit_date: 1_795_395_960, text: 'LOWONGAN' };
    expect(eventsOf({ update_id: 705, edited_message })).to.deep.equal([
      {
        ...event,
        key: `edit:${bot}:${siti}:41:1795395960`,
        text: 'LOWONGAN',
        at: '2026-11-23T01:06:00.000Z',
      },
    ]);
  });

  const press = {
    id: '4382bfdwdsb323b2d9',
    from,
    message: { message_id: 1000, chat, date: 1, text: 'Benar semua?' },
    chat_instance: '1',
    data: 'YA',
  };

  it('takes a pressed button for its text, and ends the clock on it in the same answer', () => {
    const { events, reply } = parseBy(channel, post({ update_id: 706, callback_query: press }));
    expect(events).to.deep.equal([
      {
        kind: 'message',
        account: 'telegram',
        key: press.id,
        from: String(siti),
        text: 'YA',
        pressedOn: `${siti}:1000`,
      },
    ]);
    expect(reply).to.deep.include({ status: 200, type: 'application/json' });
    expect(JSON.parse(reply?.body ?? '')).to.deep.equal({
      method: 'answerCallbackQuery',
      callback_query_id: press.id,
    });
  });

  it('says nothing else in an answer: Telegram would do it', () => {
    expect(parseBy(channel, post(update)).reply).to.deep.equal({ status: 200 });
  });

  for (const { status, blocked } of [
    { status: 'kicked', blocked: true },
    { status: 'member', blocked: false },
  ]) {
    it(`hears that it was ${blocked ? 'shut out' : 'let in again'}`, () => {
      const my_chat_member = { chat, from, date: 1, new_chat_member: { status } };
      expect(eventsOf({ update_id: 707, my_chat_member })).to.deep.equal([
        { kind: 'blocking', account: 'telegram', from: String(siti), blocked },
      ]);
    });
  }

  describe('that is nothing for us', () => {
    const group = { id: -100_123, type: 'supergroup', title: 'Warga' };
    const nothing = [
      { label: 'a group', value: withMessage({ chat: group }) },
      { label: 'a group without sender', value: withMessage({ chat: group }, ['from']) },
      {
        label: 'a correction in a group',
        value: { update_id: 1, edited_message: { ...message, chat: group } },
      },
      {
        label: 'a button in a group',
        value: {
          update_id: 1,
          callback_query: { ...press, message: { message_id: 1, chat: group } },
        },
      },
      {
        label: 'being added to a group',
        value: {
          update_id: 1,
          my_chat_member: { chat: group, new_chat_member: { status: 'member' } },
        },
      },
      {
        label: 'a channel’s post',
        value: { update_id: 1, channel_post: { ...message, chat: group } },
      },
      { label: 'another bot', value: withMessage({ from: { ...from, is_bot: true } }) },
      { label: 'an update of a later year', value: { update_id: 1, telepathy: {} } },
      {
        label: 'a place that moves',
        value: {
          update_id: 1,
          edited_message: { ...message, text: undefined, location: alunAlun },
        },
      },
      { label: 'a game', value: { update_id: 1, callback_query: { ...press, data: undefined } } },
    ];
    for (const { label, value } of nothing) {
      it(`takes ${label} for no message`, () => {
        expect(eventsOf(value)).to.deep.equal([]);
      });
    }
  });

  const wrongSecrets = ['x', webhookSecret.slice(1), webhookSecret.toUpperCase(), 'é'.repeat(24)];
  for (const secret of wrongSecrets) {
    it(`refuses the secret ${secret.slice(0, 4)}... of ${secret.length}`, () => {
      const { status } = rejectionOf(() => parseBy(channel, post(update, secret)));
      expect(status).to.equal(403);
    });
  }

  it('never throws but a rejection, whatever bytes come with the secret', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const request = webhookRequest(path, Buffer.from(bytes), { [header]: webhookSecret });
        expect(() => parseBy(channel, request)).to.throw(RejectedRequest);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws but a rejection, whatever stands where in an update', () => {
    const kinds = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
    const fields = [
      ...Object.keys(message),
      'edit_date',
      'caption',
      'photo',
      'document',
      'voice',
      'contact',
      'data',
      'id',
      'message',
      'new_chat_member',
    ];
    const odd = fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(odd, ([kind, field, value]) => {
        const inner = {
          ...message,
          ...press,
          new_chat_member: { status: 'kicked' },
          [field]: value,
        };
        try {
          const { events } = parseBy(channel, post({ update_id: 1, [kind]: inner }));
          for (const one of events) if (one.kind === 'message') expect(one.text).to.be.a('string');
        } catch (error) {
          expect(error).to.be.instanceOf(RejectedRequest);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
