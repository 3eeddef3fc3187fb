import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { makePlace, openPlace, startServer, type Place } from './helpers/server.ts';

/** A mistake of ours that nothing catches, made when the signal comes. */
const bug = `process.on('SIGUSR2', () => {
  Promise.reject(Object.assign(new Error('SITI'), { detail: 'Failing row contains (3508)' }));
})`;

describe('serve', function () {
  this.timeout(120_000);
  let place: Place;

  beforeEach(async () => {
    place = await makePlace('sqlite');
  });
  afterEach(() => place.clear());

  it('waits 3 s at most for a provider that never answers, and knows not what became of it', async () => {
    const hanging = createServer((socket) => void socket.resume().on('error', () => undefined));
    const asked = once(hanging, 'connection');
    hanging.listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    const { port } = hanging.address() as AddressInfo;
    const secret = 'a-secret-of-http-channels';
    const settings = { HTTP_SMS_SEND_URL: `http://127.0.0.1:${port}/`, HTTP_SMS_SECRET: secret };
    const server = await startServer(place, settings);
    const body = JSON.stringify({ id: '1', from: '+6281234567890', text: 'MENU' });
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const headers = { 'x-signature': signature, 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/webhooks/http`, { method: 'POST', body, headers });
    expect(answer.status).to.equal(200);
    await asked;
    const started = performance.now();
    await server.stop();
    expect(performance.now() - started, 'ms').to.be.lessThan(8_000);
    expect(server.printed()).not.to.contain('"level":50');
    const store = await openPlace(place);
    const rows: unknown = await store.sql('outbound_messages').select('status', 'lease_until');
    await store.close();
    hanging.close();
    expect(rows).to.deep.equal([{ status: 'unknown', lease_until: null }]);
  });

  it('ends with 1 after a bug, and repeats nothing of what the error says', async () => {
    const load = `data:text/javascript,${encodeURIComponent(bug)}`;
    const server = await startServer(place, { NODE_OPTIONS: `--import ${load}` });
    server.process.kill('SIGUSR2');
    expect(await server.ended).to.equal(1);
    expect(server.printed()).to.contain('"level":50').and.to.contain('"name":"Error"');
    expect(server.printed()).not.to.contain('SITI').and.not.to.contain('3508)');
  });
});
