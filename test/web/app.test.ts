import { expect } from 'chai';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { openSimulator } from '../../src/channels/simulator.ts';
import type { Channel, Webhook } from '../../src/channels/channel.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { RejectedRequest } from '../../src/core/errors.ts';
import { openWeb, type Web } from './open-web.ts';

const secret = 'Zx+9*q(1';

function channel(webhooks: readonly Webhook[]): Channel {
  return {
    name: 'probe',
    accounts: [{ name: 'main', medium: 'sms' }],
    rate: 1,
    webhooks,
    send: async () => ({}),
  };
}

/** Takes a text, refuses `forged`, breaks on `broken`. */
const probe = channel([
  {
    method: 'POST',
    path: '/webhooks/probe',
    parse({ rawBody, query, headers }) {
      const text = rawBody.toString();
      if (text === 'forged') throw new RejectedRequest(403, 'signature');
      if (text === 'broken') throw new TypeError('secret text in a bug');
      if (text === 'nothing') return { events: [] };
      const from = query.get('from') ?? headers['x-from'] ?? '';
      return {
        events: [{ kind: 'message', key: '1', from, text }],
        reply: { status: 200, type: 'text/xml', body: '<Response/>' },
      };
    },
  },
  {
    method: 'GET',
    path: `/webhooks/probe/${secret}`,
    parse: ({ query }) => ({
      events: [{ kind: 'message', key: '2', from: '', text: query.get('message') ?? '' }],
    }),
  },
]);

describe('createApp: webhooks', () => {
  let web: Web;
  let received: [string, readonly ChannelEvent[]][];
  let stores = true;

  beforeEach(async () => {
    received = [];
    stores = true;
    web = await openWeb({
      channels: [probe],
      gateway: {
        wake: () => {},
        turns: 0,
        async receive(name, events) {
          if (!stores) throw Object.assign(new Error('insert 08123'), { code: 'SQLITE_FULL' });
          received.push([name, events]);
        },
      },
    });
  });
  afterEach(() => web.close());

  const post = (body: string, path = '/webhooks/probe?from=a'): Promise<Response> =>
    fetch(web.url + path, { method: 'POST', body, headers: { 'x-from': 'b' } });

  it('hands the events to the gateway and answers as the channel says', async () => {
    const response = await post('halo');
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('text/xml');
    expect(await response.text()).to.equal('<Response/>');
    expect(received).to.deep.equal([
      ['probe', [{ kind: 'message', key: '1', from: 'a', text: 'halo' }]],
    ]);
  });

  it('answers 200 without calling the gateway when nothing happened', async () => {
    expect((await post('nothing')).status).to.equal(200);
    expect(received).to.deep.equal([]);
  });

  it('finds a path whose secret holds signs of a pattern', async () => {
    const response = await fetch(`${web.url}/webhooks/probe/${secret}?message=halo`);
    expect(response.status).to.equal(200);
    expect(received).to.have.length(1);
  });

  for (const { label, path } of [
    { label: 'a secret that a pattern would match', path: '/webhooks/probe/Zxx9qq1' },
    { label: 'a longer path', path: '/webhooks/probe/more' },
    { label: 'the method of another path', path: '/webhooks/probe' },
  ]) {
    it(`does not take ${label}`, async () => {
      expect((await fetch(web.url + path)).status).to.equal(404);
      expect(received).to.deep.equal([]);
    });
  }

  it('gives the status of a refusal and logs its code alone', async () => {
    expect((await post('forged')).status).to.equal(403);
    expect(web.logged).to.deep.equal([{ channel: 'probe', status: 403, code: 'signature' }]);
  });

  it('answers 503 when the message could not be stored, and logs no text', async () => {
    stores = false;
    const response = await post('halo');
    expect(response.status).to.equal(503);
    expect(response.headers.get('retry-after')).to.equal('10');
    expect(web.logged).to.have.length(1);
    expect(web.logged[0]).to.include({ channel: 'probe', code: 'SQLITE_FULL' });
    expect(JSON.stringify(web.logged)).not.to.contain('08123');
  });

  it('answers 500 for a bug of an adapter, and logs no text', async () => {
    expect((await post('broken')).status).to.equal(500);
    expect(web.logged[0]).to.include({ channel: 'probe', name: 'TypeError' });
    expect(JSON.stringify(web.logged)).not.to.contain('secret text');
  });

  it('takes a body of exactly 64 KB', async () => {
    expect((await post('x'.repeat(64 * 1024))).status).to.equal(200);
  });

  it('answers 413 to one byte more', async () => {
    expect((await post('x'.repeat(64 * 1024 + 1))).status).to.equal(413);
    expect(received).to.deep.equal([]);
  });

  it('is heard by a caller that sends 5 MB before it listens', async () => {
    const { hostname, port } = new URL(web.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const size = 5 * 1024 * 1024;
    const head = `POST /webhooks/probe HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\n\r\n`;
    socket.pause().write(head + 'x'.repeat(size));
    socket.write(
      'POST /webhooks/probe HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\nconnection: close\r\n\r\nhalo',
    );
    await once(socket, 'drain');
    const heard = await readAll(socket);
    // The next request on the connection is answered as well.
    expect(heard.match(/HTTP\/1\.1 (\d+)/g)).to.deep.equal(['HTTP/1.1 413', 'HTTP/1.1 200']);
    expect(received).to.have.length(1);
  });

  it('ends the connection of a caller that never stops', async () => {
    const { hostname, port } = new URL(web.url);
    const socket = connect(Number(port), hostname);
    const head = `POST /webhooks/probe HTTP/1.1\r\nhost: x\r\ncontent-length: ${2 ** 40}\r\n\r\n`;
    const more = (): void => {
      while (!socket.destroyed && socket.write('x'.repeat(1024 * 1024))) continue;
    };
    socket
      .resume()
      .on('drain', more)
      .on('error', () => undefined);
    socket.write(head);
    more();
    await new Promise((resolve) => void socket.once('close', resolve));
    expect(socket.bytesWritten).to.be.lessThan(64 * 1024 * 1024);
    expect((await post('halo')).status).to.equal(200);
  });

  it('answers 413 to a body of unknown length that grows too large', async () => {
    const status = await new Promise((resolve, reject) => {
      const sent = httpRequest(`${web.url}/webhooks/probe`, { method: 'POST' }, (response) =>
        resolve(response.statusCode),
      );
      sent.on('error', reject);
      for (let part = 0; part < 16; part += 1) sent.write('x'.repeat(8 * 1024));
      sent.end();
    });
    expect(status).to.equal(413);
  });

  it('survives a caller that breaks off', async () => {
    const sent = httpRequest(`${web.url}/webhooks/probe`, {
      method: 'POST',
      headers: { 'content-length': 100 },
    });
    const failed = new Promise((resolve) => {
      sent.on('error', resolve);
    });
    sent.write('half', () => sent.destroy());
    await failed;
    expect((await post('halo')).status).to.equal(200);
  });

  it('shows no page to a frame or a sniffer', async () => {
    const { headers } = await post('halo');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.contain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).to.equal('no-store');
  });
});

describe('createApp: health', () => {
  it('lives and is ready on a migrated database', async () => {
    const web = await openWeb({});
    expect((await fetch(`${web.url}/healthz`)).status).to.equal(200);
    expect((await fetch(`${web.url}/readyz`)).status).to.equal(200);
    await web.close();
  });

  it('lives but is not ready when the database is gone', async () => {
    const web = await openWeb({});
    await web.store.close();
    expect((await fetch(`${web.url}/healthz`)).status).to.equal(200);
    expect((await fetch(`${web.url}/readyz`)).status).to.equal(503);
    await web.close();
  });
});

describe('createApp: headers', () => {
  let web: Web;
  before(async () => {
    web = await openWeb({ channels: [openSimulator()] });
  });
  after(() => web.close());

  for (const path of [
    '/',
    '/healthz',
    '/readyz',
    '/metrics',
    '/simulator',
    '/simulator/simulator.js',
    '/simulator/messages',
    '/api/v1/openapi.json',
    '/api/v1/seekers',
    '/nowhere',
    '/api/v1/nowhere',
    '/%',
  ]) {
    it(`are strict on ${path}`, async () => {
      const { headers } = await fetch(web.url + path, { redirect: 'manual' });
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.contain("default-src 'none'");
      expect(policy).to.contain("base-uri 'none'");
      expect(policy).to.contain("frame-ancestors 'none'");
      expect(policy).not.to.contain('unsafe');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('cache-control')).to.equal('no-store');
      expect(headers.get('referrer-policy')).to.equal('same-origin');
      expect(headers.has('x-powered-by')).to.equal(false);
    });
  }
});

describe('createApp: errors', () => {
  let web: Web;
  before(async () => {
    web = await openWeb({});
  });
  after(() => web.close());

  it('are a plain page for a browser', async () => {
    const response = await fetch(`${web.url}/nowhere`, { headers: { accept: 'text/html' } });
    expect(response.status).to.equal(404);
    expect(response.headers.get('content-type')).to.contain('text/html');
    expect(await response.text()).to.contain('Halaman tidak ada');
  });

  it('are problem+json for a program', async () => {
    const response = await fetch(`${web.url}/api/v1/nowhere`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).to.contain('application/problem+json');
    expect(await response.json()).to.include({ status: 404, title: 'Not Found' });
  });

  it('are 500 for a bug, and the log holds its place without its text', async () => {
    const broken = await openWeb({});
    await broken.store.close();
    const headers = { authorization: 'Bearer spk_secret' };
    const response = await fetch(`${broken.url}/api/v1/seekers`, { headers });
    expect(response.status).to.equal(500);
    expect(await response.json()).to.include({ title: 'Internal Server Error' });
    expect(broken.logged[0]).to.have.keys('name', 'at');
    expect(JSON.stringify(broken.logged)).not.to.match(/select|spk_/);
    await broken.close();
  });

  it('are logged when access is denied, without path or token', async () => {
    const headers = { authorization: 'Bearer spk_secret' };
    await fetch(`${web.url}/api/v1/seekers/D1001`, { headers });
    expect(web.logged).to.deep.equal([{ status: 401, code: 'token-needed' }]);
  });

  it('are 400 for a path that cannot be decoded', async () => {
    expect((await fetch(`${web.url}/api/v1/%`)).status).to.be.oneOf([400, 404]);
  });
});
