import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { reached } from '../helpers/reached.ts';
import { openWeb, type Web } from './open-web.ts';
import { sayRaw, statusesOf } from './raw.ts';

const probe: Channel = {
  name: 'probe',
  accounts: [{ name: 'main', medium: 'sms' }],
  rate: 1,
  webhooks: [
    {
      method: 'POST',
      path: '/webhooks/probe',
      parse: ({ rawBody }) => ({
        events: [{ kind: 'message', key: '1', from: 'a', text: rawBody.toString() }],
      }),
    },
  ],
  send: async () => ({}),
};

const end = 'connection: close\r\n';
const post = (headers: string, body = ''): string =>
  `POST /webhooks/probe HTTP/1.1\r\nhost: x\r\n${headers}\r\n${body}`;
const second = `GET /healthz HTTP/1.1\r\nhost: x\r\n${end}\r\n`;

interface Row {
  readonly label: string;
  readonly said: string;
  readonly statuses: readonly number[];
  /** What came as far as the channel. */
  readonly taken?: readonly string[];
}

/** What two servers behind each other could read as different requests (RFC 9112, 11.2). */
const smuggled: readonly Row[] = [
  {
    label: 'two lengths',
    said: post('content-length: 4\r\ncontent-length: 8\r\n', `halo${second}`),
    statuses: [400],
  },
  {
    label: 'a length and chunks',
    said: post('content-length: 4\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'chunks and a length',
    said: post('transfer-encoding: chunked\r\ncontent-length: 4\r\n', `0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'an unknown coding',
    said: post('transfer-encoding: xchunked\r\n', `0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'a coding in a folded line',
    said: post('transfer-encoding:\r\n chunked\r\n', `0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'a space before the colon',
    said: post('transfer-encoding : chunked\r\n', `0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'a length with a sign',
    said: post('content-length: +4\r\n', `halo${second}`),
    statuses: [400],
  },
  {
    label: 'a length that is no number',
    said: post('content-length: 4,4\r\n', `halo${second}`),
    statuses: [400],
  },
  {
    label: 'a chunk whose size is no number',
    said: post('transfer-encoding: chunked\r\n', `0x4\r\nhalo\r\n0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'a chunk that is longer than it says',
    said: post('transfer-encoding: chunked\r\n', `2\r\nhalo\r\n0\r\n\r\n${second}`),
    statuses: [400],
  },
  {
    label: 'a line that ends in CR alone',
    said: `GET /healthz HTTP/1.1\r\nhost: x\rcontent-length: 4\r\n\r\n${second}`,
    statuses: [400],
  },
  {
    label: 'no host',
    said: `GET /healthz HTTP/1.1\r\n${end}\r\n`,
    statuses: [400],
  },
  {
    label: 'a NUL in a header',
    said: `GET /healthz HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n`,
    statuses: [400],
  },
  {
    label: 'a header of 20 KB',
    said: `GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
    statuses: [431],
  },
  {
    label: 'an address of 20 KB',
    said: `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    statuses: [431],
  },
  { label: 'no HTTP at all', said: '\x16\x03\x01\x02\0\x01\0\r\n\r\n', statuses: [400] },
  { label: 'HTTP/2 by itself', said: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', statuses: [400] },
  {
    label: 'two requests at once',
    said: post('content-length: 4\r\n', `halo${second}`),
    statuses: [200, 200],
    taken: ['halo'],
  },
  {
    label: 'a body in chunks',
    said: post('transfer-encoding: chunked\r\n', `4\r\nhalo\r\n0\r\n\r\n${second}`),
    statuses: [200, 200],
    taken: ['halo'],
  },
  {
    label: 'a whole address',
    said: `GET http://evil.example/healthz HTTP/1.1\r\nhost: x\r\n${end}\r\n`,
    statuses: [404],
  },
  {
    label: 'the method TRACE',
    said: `TRACE /healthz HTTP/1.1\r\nhost: x\r\ncookie: sid=rahasia\r\n${end}\r\n`,
    statuses: [404],
  },
  {
    label: 'another method in a header',
    said: `POST /healthz HTTP/1.1\r\nhost: x\r\nx-http-method-override: GET\r\n${end}\r\n`,
    statuses: [404],
  },
  { label: 'a tunnel', said: `CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\n\r\n`, statuses: [] },
];

describe('requests that nobody sends who means well', () => {
  let web: Web;
  let taken: string[] = [];
  before(async () => {
    web = await openWeb({
      channels: [probe],
      gateway: {
        receive: async (_channel, events: readonly ChannelEvent[]) => {
          for (const event of events) if (event.kind === 'message') taken.push(event.text);
        },
      },
    });
    await fetch(`${web.url}/nowhere`); // the pages are read when somebody first asks for one
  });
  beforeEach(() => {
    taken = [];
  });
  after(() => web.close());

  for (const { label, said, statuses, taken: expected = [] } of smuggled) {
    it(`${label}: ${statuses.join(', ') || 'hung up on'}`, async () => {
      const heard = await sayRaw(web.url, said);
      expect(statusesOf(heard), heard).to.deep.equal(statuses);
      expect(heard).not.to.match(/rahasia|\n\s+at |evil/);
      expect(taken).to.deep.equal(expected);
    });
  }

  after(() => reached('no-smuggling', { requests: smuggled.length, 'read twice': 0 }));
});
