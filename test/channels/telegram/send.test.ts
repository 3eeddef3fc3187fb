import { expect } from 'chai';
import * as fc from 'fast-check';
import { openChannels } from '../../../src/channels/index.ts';
import { sendErrorOf } from '../../helpers/channel-cases.ts';
import {
  botToken,
  openTelegramBot,
  refuseMessage,
  telegramError,
  telegramUrl as publicUrl,
} from '../../helpers/fake-telegram.ts';

const siti = 778_899_001;
const open = () => openTelegramBot({}, [siti]);

describe('what a bot sends', () => {
  type World = Awaited<ReturnType<typeof open>>;
  let world: World;
  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.provider.close());

  const send = (text: string, choices: readonly { text: string; label: string }[] = []) =>
    world.channel.send({ id: 'm1', account: 'telegram', to: String(siti), text, choices });

  const rows = () => {
    const { inline_keyboard: inline = [] } = world.provider.messages.at(-1)?.reply_markup ?? {};
    return inline.map((row) => row.map(({ text, callback_data: data }) => [text, data]));
  };

  const keyboards = [
    {
      label: 'three short ones in a row',
      choices: ['1', '2', '3', 'LAGI'].map((text) => ({ text, label: text })),
      expected: [
        [
          ['1', '1'],
          ['2', '2'],
          ['3', '3'],
        ],
        [['LAGI', 'LAGI']],
      ],
    },
    {
      label: 'two of a word',
      choices: ['DAFTAR', 'LOWONGAN', 'MAGANG'].map((text) => ({ text, label: `Mau ${text}` })),
      expected: [
        [
          ['Mau DAFTAR', 'DAFTAR'],
          ['Mau LOWONGAN', 'LOWONGAN'],
        ],
        [['Mau MAGANG', 'MAGANG']],
      ],
    },
    {
      label: 'lines of a list by themselves, words below together',
      choices: ['1', '2', 'LAGI', 'MENU'].map((text) => ({
        text,
        label: text.length === 1 ? `Penjahit, Pasirian ${text}` : text,
      })),
      expected: [
        [['Penjahit, Pasirian 1', '1']],
        [['Penjahit, Pasirian 2', '2']],
        [
          ['LAGI', 'LAGI'],
          ['MENU', 'MENU'],
        ],
      ],
    },
    {
      label: 'one of a line, and shortens it',
      choices: [{ text: '1', label: `Operator jahit ${'di Pasirian '.repeat(9)}` }],
      expected: [[['Operator jahit di Pasirian di Pasirian di Pasirian di...', '1']]],
    },
    {
      label: 'without those that a button cannot give back',
      choices: [
        { text: 'é'.repeat(33), label: 'x' },
        { text: ' ', label: 'y' },
        { text: 'YA', label: '' },
      ],
      expected: [[['YA', 'YA']]],
    },
    { label: 'none', choices: [], expected: [] },
  ];
  for (const { label, choices, expected } of keyboards) {
    it(`shows buttons: ${label}`, async () => {
      await send('Pilih', choices);
      expect(rows()).to.deep.equal(expected);
    });
  }

  it('asks for the phone number by the keyboard that can', async () => {
    await send('Bagikan nomor Anda?', [
      { text: 'BAGIKAN NOMOR', label: 'Bagikan nomor saya' },
      { text: 'LEWATI', label: 'Nanti saja' },
    ]);
    expect(world.provider.messages[0]?.reply_markup).to.deep.equal({
      keyboard: [[{ text: 'Bagikan nomor saya', request_contact: true }], [{ text: 'LEWATI' }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    });
  });

  const refusals = [
    { label: 'an unknown chat', to: '999', code: 'bad-address', retryable: false },
    { label: 'an address that is none', to: '+62812', code: 'bad-address', retryable: false },
    { label: 'an empty text', text: ' \u200d\n', code: 'refused', retryable: false },
    {
      label: 'a revoked token',
      fault: telegramError(401, 'Unauthorized'),
      code: 'misconfigured',
      retryable: true,
    },
    {
      label: 'an unknown token',
      fault: telegramError(404, 'Not Found'),
      code: 'misconfigured',
      retryable: true,
    },
    {
      label: 'a fault of theirs',
      fault: telegramError(500, 'Internal Server Error'),
      code: 'provider-down',
      retryable: true,
    },
    {
      label: 'a mistake of ours',
      fault: telegramError(400, 'Bad Request: BUTTON_DATA_INVALID'),
      code: 'refused',
      retryable: false,
    },
    {
      label: 'a person who is gone',
      fault: telegramError(403, 'Forbidden: user is deactivated'),
      code: 'opted-out',
      retryable: false,
    },
    {
      label: 'a receipt without a number',
      fault: { status: 200, body: '{"ok":true,"result":{}}' },
      code: 'unknown-outcome',
      retryable: true,
    },
    {
      label: 'a refusal said with 200',
      fault: { status: 200, body: '{"ok":false,"error_code":429,"parameters":{"retry_after":3}}' },
      code: 'throttled',
      retryable: true,
    },
  ] as const;
  for (const { label, code, retryable, ...row } of refusals) {
    it(`calls ${label} ${code}`, async () => {
      if ('fault' in row) world.provider.fail(row.fault);
      const to = 'to' in row ? row.to : String(siti);
      const text = 'text' in row ? row.text : 'Halo';
      const sending = world.channel.send({ id: 'm1', account: 'telegram', to, text });
      expect(await sendErrorOf(sending)).to.include({ code, retryable });
    });
  }

  it('does not know the outcome when a later piece fails', async () => {
    const long = 'kata '.repeat(1000);
    const first = { status: 200, body: '{"ok":true,"result":{"message_id":5}}' };
    world.provider.fail(first, telegramError(429, 'Too Many Requests', { retry_after: 7 }));
    expect(await sendErrorOf(send(long))).to.include({
      code: 'unknown-outcome',
      retryable: true,
      retryAfter: 7_000,
    });
  });

  it('is refused none of 10,000 random texts', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom(
          ...Array.from({ length: 95 }, (_, n) => String.fromCodePoint(32 + n)),
          '\n',
          '\0',
          '\ud83d',
        ),
        maxLength: 60,
      }),
      fc.string({
        unit: fc.constantFrom('a', ' ', '😀', '\n'),
        minLength: 4000,
        maxLength: 4200,
        size: 'max',
      }),
    );
    const refused: string[] = [];
    const taken = { ok: true, result: { message_id: 1 } };
    const [channel] = await openChannels(
      { TELEGRAM_BOT_TOKEN: botToken },
      {
        publicUrl,
        fetch: async (_url, init) => {
          const body = typeof init?.body === 'string' ? init.body : '';
          const refusal = refuseMessage(JSON.parse(body) as Record<string, unknown>);
          if (refusal) refused.push(body);
          return Response.json(taken);
        },
      },
    );
    const address = { id: 'm1', account: 'telegram', to: String(siti) };
    let sent = 0;
    for (const one of fc.sample(text, { numRuns: 10_000, seed: 1 })) {
      const choices = [{ text: one, label: one }];
      const sending = channel?.send({ ...address, text: one, choices });
      const outcome = await sending?.then(
        () => 'taken',
        (error: unknown) => error,
      );
      if (outcome === 'taken') sent += 1;
      else expect(outcome, JSON.stringify(one)).to.include({ providerCode: 'empty-text' });
    }
    expect(refused).to.deep.equal([]);
    expect(sent).to.be.greaterThan(7_500);
  }).timeout(120_000);
});

async function fetchOf(
  bytes: Buffer,
  limit: number,
  prepare?: (world: Awaited<ReturnType<typeof open>>) => void,
) {
  const world = await open();
  world.provider.keep('foto-1', bytes);
  prepare?.(world);
  try {
    return await world.channel.fetchMedia?.('foto-1', limit);
  } finally {
    await world.provider.close();
  }
}

describe('a file at Telegram', () => {
  it('is fetched whole', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2, 0x80]);
    expect(await fetchOf(bytes, 10)).to.deep.equal(bytes);
  });

  const failures = [
    { label: 'is too large', size: 11, code: 'refused', retryable: false },
    {
      label: 'is larger than was said',
      size: 11,
      fault: [{ status: 200, body: '{"ok":true,"result":{"file_path":"photos/foto-1.jpg"}}' }],
      code: 'refused',
      retryable: false,
    },
    {
      label: 'is gone',
      size: 1,
      fault: [telegramError(400, 'Bad Request: wrong file_id')],
      code: 'refused',
      retryable: false,
    },
    {
      label: 'lies outside of the bot’s files',
      size: 1,
      fault: [{ status: 200, body: '{"ok":true,"result":{"file_path":"../../etc/passwd"}}' }],
      code: 'unknown-outcome',
      retryable: true,
    },
    {
      label: 'breaks off',
      size: 1,
      fault: [
        { status: 200, body: '{"ok":true,"result":{"file_path":"photos/foto-1.jpg"}}' },
        { cut: 'reset', when: 'before' },
      ],
      code: 'unknown-outcome',
      retryable: true,
    },
  ] as const;
  for (const { label, size, code, retryable, ...row } of failures) {
    it(`that ${label} is ${code}, and the token in no error`, async () => {
      const fetching = fetchOf(Buffer.alloc(size), 10, ({ provider }) => {
        if ('fault' in row) provider.fail(...row.fault);
      });
      const error = await sendErrorOf(fetching);
      expect(error).to.include({ code, retryable });
      expect(`${error.stack} ${String(error.cause)} ${error.providerCode}`).not.to.include(
        botToken,
      );
    });
  }
});
