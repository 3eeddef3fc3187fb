import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { fetchFile, mediaRef } from '../../../src/channels/whatsapp/media.ts';
import { openMemoryVault } from '../../../src/channels/memory-vault.ts';
import { sendErrorOf } from '../../helpers/channel-cases.ts';

const mediaKey = randomBytes(32);
const photo = Buffer.from('gambar KTP yang panjangnya tidak kelipatan 16');

/** A file as WhatsApp keeps it: AES-256-CBC, then ten bytes of an HMAC over iv and cipher text. */
function encrypt(plain: Buffer): Buffer {
  const keys = Buffer.from(hkdfSync('sha256', mediaKey, '', 'WhatsApp Image Keys', 112));
  const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), keys.subarray(0, 16));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  const mac = createHmac('sha256', keys.subarray(48, 80)).update(keys.subarray(0, 16)).update(text);
  return Buffer.concat([text, mac.digest().subarray(0, 10)]);
}

const whole = () => new Response(new Uint8Array(encrypt(photo)));
const down = () => new Response('', { status: 503 });

const refOf = (file: object): string => {
  const media = mediaRef('Image', { mediaKey, ...file });
  if (!media) throw new Error('no reference');
  return media.ref;
};

describe('fetchFile', () => {
  const asked: string[] = [];
  beforeEach(() => asked.splice(0));

  const fetchFrom = (answer: () => Response, ref: string, limit = 1_000, standIn?: string) => {
    const fetch: typeof globalThis.fetch = async (url) => {
      asked.push(url instanceof Request ? url.url : new URL(url).href);
      return answer();
    };
    const outside = {
      fetch,
      timeout: 100,
      publicUrl: '',
      path: '',
      clock: () => new Date(0),
      vault: openMemoryVault(),
      sentText: async () => undefined,
    };
    return fetchFile(outside, { ref, standIn }, limit);
  };
  it("reads a file from WhatsApp's servers", async () => {
    const bytes = await fetchFrom(whole, refOf({ directPath: '/v/t62.7118-24/x?oh=1' }));
    expect(bytes.toString()).to.equal(photo.toString());
    expect(asked).to.deep.equal(['https://mmg.whatsapp.net/v/t62.7118-24/x?oh=1']);
  });

  const elsewhere = [
    { label: 'another host', file: { url: 'https://jahat.example/x' } },
    {
      label: 'a host that only looks so',
      file: { url: 'https://mmg.whatsapp.net.jahat.example/' },
    },
    { label: 'our own network', file: { url: 'http://127.0.0.1:3000/admin' } },
    { label: 'no encryption', file: { url: 'http://mmg.whatsapp.net/x' } },
    { label: 'no address at all', file: { url: 'x' } },
  ];
  for (const { label, file } of elsewhere) {
    it(`asks nobody for a file at ${label}`, async () => {
      const error = await sendErrorOf(fetchFrom(whole, refOf(file)));
      expect(error).to.include({ code: 'refused', providerCode: 'file-elsewhere' });
      expect(asked).to.deep.equal([]);
    });
  }

  it('stays with WhatsApp when the path is written to lead away', async () => {
    await fetchFrom(whole, refOf({ directPath: '//jahat.example/x' }));
    expect(new URL(asked[0]!).host).to.equal('mmg.whatsapp.net');
  });

  const refusals = [
    {
      label: 'is too large',
      answer: () => new Response(new Uint8Array(encrypt(randomBytes(5_000)))),
      code: 'file-too-large',
    },
    {
      label: 'was changed',
      answer: () => {
        const bytes = encrypt(photo);
        bytes[3] = (bytes[3] ?? 0) ^ 1;
        return new Response(new Uint8Array(bytes));
      },
      code: 'file-changed',
    },
    { label: 'is empty', answer: () => new Response(''), code: 'file-changed' },
    { label: 'is gone', answer: () => new Response('', { status: 410 }), code: 'file-gone' },
  ];
  for (const { label, answer, code } of refusals) {
    it(`refuses a file that ${label}`, async () => {
      const error = await sendErrorOf(fetchFrom(answer, refOf({ directPath: '/x' })));
      expect(error).to.include({ code: 'refused', retryable: false, providerCode: code });
    });
  }

  it('may be tried again when the server is down', async () => {
    const error = await sendErrorOf(fetchFrom(down, refOf({ directPath: '/x' })));
    expect(error).to.include({ code: 'provider-down', retryable: true });
  });

  it('takes no reference that is not its own', async () => {
    const error = await sendErrorOf(fetchFrom(whole, '{"type":"Image"}'));
    expect(error).to.include({ providerCode: 'file-unknown' });
  });
});

describe('mediaRef', () => {
  it('gives none for a file without its key', () => {
    expect(mediaRef('Image', { directPath: '/x' })).to.equal(undefined);
    expect(mediaRef('Image', { mediaKey: Buffer.alloc(5), directPath: '/x' })).to.equal(undefined);
  });

  it('tells the size that the sender claims', () => {
    const long = { toString: () => '2048', low: 2048 };
    expect(mediaRef('Image', { mediaKey, fileLength: long })).to.include({ size: 2048 });
  });
});
