import type { WAMessage, WAMessageUpdate } from '@whiskeysockets/baileys';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { openMemoryVault } from '../../../src/channels/memory-vault.ts';
import { identityOf, jidOf, personJid, phoneOf } from '../../../src/channels/whatsapp/jid.ts';
import type { ChannelEvent, MediaRef } from '../../../src/core/message.ts';
import {
  readMessage,
  readUpdate,
  type Surroundings,
} from '../../../src/channels/whatsapp/reader.ts';
import { openUnread } from '../../../src/channels/whatsapp/unread.ts';

const siti = '6281234567890@s.whatsapp.net';
const hidden = '777000@lid';

async function around(change: Partial<Surroundings> = {}): Promise<Surroundings> {
  return {
    unread: await openUnread(openMemoryVault(), () => new Date(0)),
    isOurs: async (id) => id === 'OURS',
    phoneJid: async () => undefined,
    isSelf: (jid) => jid === '6281100000000@s.whatsapp.net',
    ...change,
  };
}

const from = (key: object, message: unknown = { conversation: 'DAFTAR' }): WAMessage =>
  ({ key: { remoteJid: siti, fromMe: false, id: 'M1', ...key }, message }) as WAMessage;

const read = async (message: WAMessage, change: Partial<Surroundings> = {}) =>
  readMessage(await around(change), message);

/** A message of our own number. */
const officer = (key: object, message?: unknown): WAMessage =>
  from({ fromMe: true, ...key }, message);

/** What a message says of its sender. */
function identityIn(event: ChannelEvent | undefined) {
  if (event?.kind !== 'message') return undefined;
  const { from: userId, phone, aliases } = event;
  return { from: userId, ...(phone && { phone }), ...(aliases && { aliases }) };
}

const mediaIn = (event: ChannelEvent | undefined): readonly MediaRef[] =>
  event?.kind === 'message' ? (event.media ?? []) : [];

const keysIn = (event: ChannelEvent | undefined): readonly string[] =>
  event?.kind === 'message' ? [event.key, ...(event.sameAs ?? [])].toSorted() : [];

/** A change as Baileys tells it; the numbers are those of WAProto. */
const updateOf = (key: object, update: object): WAMessageUpdate => ({ key, update });

const textOf = async (message: unknown): Promise<unknown> => {
  const [event] = await read(from({}, message));
  return event?.kind === 'message' ? event.text : undefined;
};

describe('readMessage', () => {
  const image = { mediaKey: Buffer.alloc(32, 1), directPath: '/v/t62/x', mimetype: 'image/jpeg' };
  const texts = [
    { label: 'plain words', message: { conversation: 'DAFTAR' } },
    { label: 'words with a link or a quote', message: { extendedTextMessage: { text: 'DAFTAR' } } },
    {
      label: 'a disappearing message',
      message: { ephemeralMessage: { message: { extendedTextMessage: { text: 'DAFTAR' } } } },
    },
    {
      label: 'a picture to be seen once',
      message: { viewOnceMessageV2: { message: { imageMessage: { caption: 'DAFTAR' } } } },
    },
    { label: "a picture's caption", message: { imageMessage: { ...image, caption: 'DAFTAR' } } },
    { label: "a video's caption", message: { videoMessage: { caption: 'DAFTAR' } } },
    {
      label: "a document's caption",
      message: {
        documentWithCaptionMessage: { message: { documentMessage: { caption: 'DAFTAR' } } },
      },
    },
    {
      label: 'a pressed button',
      message: {
        buttonsResponseMessage: { selectedButtonId: 'x', selectedDisplayText: 'DAFTAR' },
      },
    },
    {
      label: 'a chosen line',
      message: {
        listResponseMessage: { title: 'DAFTAR', singleSelectReply: { selectedRowId: 'x' } },
      },
    },
    {
      label: "a template's button",
      message: { templateButtonReplyMessage: { selectedId: 'x', selectedDisplayText: 'DAFTAR' } },
    },
  ];
  for (const { label, message } of texts) {
    it(`reads ${label}`, async () => {
      expect(await textOf(message)).to.equal('DAFTAR');
    });
  }

  const point = { degreesLatitude: -8.1335, degreesLongitude: 113.2248 };
  const places = [
    {
      label: 'a place',
      message: { locationMessage: { ...point, name: 'Alun-alun', address: '' } },
      expected: 'Alun-alun, -8.1335, 113.2248',
    },
    {
      label: 'a place that moves',
      message: { liveLocationMessage: point },
      expected: '-8.1335, 113.2248',
    },
    { label: 'a place that is none', message: { locationMessage: {} }, expected: '' },
  ];
  for (const { label, message, expected } of places) {
    it(`reads ${label}: somebody in danger may answer so`, async () => {
      expect(await textOf(message)).to.equal(expected);
    });
  }

  const silent = [
    { label: 'a reaction', message: { reactionMessage: { text: '👍' } } },
    { label: 'a withdrawn message', message: { protocolMessage: { type: 0 } } },
    { label: 'a vote', message: { pollUpdateMessage: {} } },
    { label: 'no content', message: null },
    { label: 'only context', message: { messageContextInfo: { deviceListMetadata: {} } } },
  ];
  for (const { label, message } of silent) {
    it(`passes over ${label}`, async () => {
      expect(await read(from({}, message))).to.deep.equal([]);
    });
  }

  const nobody = ['123-456@g.us', 'status@broadcast', '123@newsletter', '13135550002@bot', ''];
  for (const remoteJid of nobody) {
    it(`passes over what comes from "${remoteJid}"`, async () => {
      expect(await read(from({ remoteJid }))).to.deep.equal([]);
    });
  }

  const people = [
    { label: 'a phone', key: {}, expected: { from: '+6281234567890', phone: '+6281234567890' } },
    {
      label: 'a device of a phone',
      key: { remoteJid: '6281234567890:12@s.whatsapp.net' },
      expected: { from: '+6281234567890', phone: '+6281234567890' },
    },
    {
      label: 'a phone whose other id is known',
      key: { remoteJidAlt: hidden },
      expected: { from: '+6281234567890', phone: '+6281234567890', aliases: [hidden] },
    },
    {
      label: 'a hidden id with its phone',
      key: { remoteJid: hidden, remoteJidAlt: siti },
      expected: { from: '+6281234567890', phone: '+6281234567890', aliases: [hidden] },
    },
    { label: 'a hidden id alone', key: { remoteJid: hidden }, expected: { from: hidden } },
  ];
  for (const { label, key, expected } of people) {
    it(`knows ${label}`, async () => {
      const [event] = await read(from(key));
      expect(identityIn(event)).to.deep.equal(expected);
    });
  }

  it('knows a hidden id by what WhatsApp told before', async () => {
    const [event] = await read(from({ remoteJid: hidden }), { phoneJid: async () => siti });
    expect(event).to.include({ from: '+6281234567890', phone: '+6281234567890' });
  });

  it('gives one message under both ids keys in common', async () => {
    const [one] = await read(from({ remoteJidAlt: hidden }));
    const [other] = await read(from({ remoteJid: hidden, remoteJidAlt: siti }));
    expect(keysIn(one)).to.have.length(2).and.to.deep.equal(keysIn(other));
  });

  it('knows the copy that can be read under the other id', async () => {
    const given = await around();
    const stub = Object.assign(from({ remoteJid: hidden }, null), { messageStubType: 2 });
    await readMessage(given, stub);
    expect(given.unread.waiting).to.equal(1);
    await readMessage(given, from({ remoteJid: siti, remoteJidAlt: hidden }));
    expect(given.unread.waiting).to.equal(0);
  });

  it('keeps a reference to each kind of file, and its name', async () => {
    const file = { mediaKey: Buffer.alloc(32, 1), directPath: '/v/t62/x', fileLength: 2048 };
    const [event] = await read(
      from({}, { documentMessage: { ...file, fileName: 'ijazah.pdf', caption: 'ini' } }),
    );
    const media = mediaIn(event);
    expect(media[0]).to.include({ kind: 'document', name: 'ijazah.pdf', size: 2048 });
    expect(JSON.parse(media[0]!.ref)).to.include({ type: 'Document', path: '/v/t62/x' });
    const [voice] = await read(from({}, { audioMessage: file }));
    expect(mediaIn(voice)[0]).to.include({ kind: 'voice' });
  });

  describe('of our own number', () => {
    it("is an officer's words, typed on the paired phone", async () => {
      expect(await read(officer({}, { conversation: 'Besok jam 9 ya Bu' }))).to.deep.equal([
        {
          kind: 'officer-words',
          key: `${siti} M1`,
          to: '+6281234567890',
          text: 'Besok jam 9 ya Bu',
        },
      ]);
    });

    it('is an echo when we sent it', async () => {
      expect(await read(officer({ id: 'OURS' }))).to.deep.equal([]);
    });

    it('is a note when it goes to ourselves', async () => {
      expect(await read(officer({ remoteJid: '6281100000000@s.whatsapp.net' }))).to.deep.equal([]);
    });

    it('does not take our own number for that of the person', async () => {
      const key = { remoteJid: hidden, remoteJidAlt: '6281100000000@s.whatsapp.net' };
      const [event] = await read(officer(key));
      expect(event).to.include({ to: hidden });
    });
  });

  it('never throws, whatever comes', async () => {
    const given = await around();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string(), async (message, id) => {
        await readMessage(given, from({ id }, message));
      }),
      { numRuns: 300 },
    );
  });
});

describe('readUpdate', () => {
  const own = { remoteJid: siti, fromMe: true, id: '3EB0AA' };
  const cases = [
    { label: 'refused', status: 0, expected: 'failed' },
    { label: 'taken by the server', status: 2, expected: 'sent' },
    { label: 'delivered', status: 3, expected: 'delivered' },
    { label: 'read', status: 4, expected: 'read' },
    { label: 'played', status: 5, expected: 'read' },
    { label: 'pending', status: 1, expected: undefined },
  ];
  for (const { label, status, expected } of cases) {
    it(`reads: ${label}`, () => {
      const [event] = readUpdate(updateOf(own, { status }));
      expect(event && 'status' in event ? event.status : undefined).to.equal(expected);
    });
  }

  it("tells WhatsApp's number of an error", () => {
    const update = updateOf(own, { status: 0, messageStubParameters: ['463'] });
    expect(readUpdate(update)[0]).to.include({ status: 'failed', code: '463' });
  });

  const others = [
    { label: "a person's own message", key: { ...own, fromMe: false }, update: { status: 4 } },
    { label: 'a group', key: { ...own, remoteJid: '1@g.us' }, update: { status: 4 } },
    { label: 'another change', key: own, update: { starred: true } },
  ];
  for (const { label, key, update } of others) {
    it(`passes over ${label}`, () => {
      expect(readUpdate(updateOf(key, update))).to.deep.equal([]);
    });
  }
});

describe('ids of WhatsApp', () => {
  it('leads from a user id back to where it came from', () => {
    for (const jid of [siti, hidden]) {
      expect(jidOf(identityOf(jid, undefined).userId)).to.equal(jid);
    }
  });

  const wrong = ['TELKOMSEL', '+62', '0812', 'x@lid', '6281234567890@s.whatsapp.net', ''];
  for (const userId of wrong) {
    it(`sends nothing to "${userId}"`, () => expect(jidOf(userId)).to.equal(undefined));
  }

  it('takes old and new ways to write one id for the same', () => {
    expect(personJid('6281234567890@c.us')).to.equal(siti);
    expect(personJid('777000:3@lid')).to.equal(hidden);
    expect(phoneOf(hidden)).to.equal(undefined);
  });
});
