import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { makePlace, startServer, type Place, type RunningServer } from '../helpers/server.ts';
import { freePort } from '../helpers/postgres.ts';
import { until } from '../helpers/until.ts';

const script = fileURLToPath(new URL('../../../docs/agregator.mjs', import.meta.url));
const siti = '6281234567890';
const key = 'kunci-jalan-masuk';

/** An aggregator of some country: forms both ways, and names of its own. */
async function openAggregator() {
  const sent: Record<string, string>[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      if (status === 200) sent.push(Object.fromEntries(new URLSearchParams(body)));
      response.writeHead(status).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    sent,
    fail: (code: number) => void (status = code),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('an aggregator in twenty lines (docs/agregator.mjs)', function () {
  this.timeout(120_000);
  let place: Place;
  let server: RunningServer;
  let bridge: ChildProcess;
  let aggregator: Awaited<ReturnType<typeof openAggregator>>;
  let url = '';

  before('start all three', async () => {
    place = await makePlace('sqlite');
    aggregator = await openAggregator();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const secret = { HTTP_SMS_SECRET: 'rahasia' };
    const settings = { ...secret, HTTP_SMS_SEND_URL: url, HTTP_SMS_RATE: '100' };
    server = await startServer(place, settings);
    const own = { PORT: String(port), KEY: key, AGGREGATOR_URL: aggregator.url };
    bridge = spawn(process.execPath, [script], {
      env: { ...own, ...secret, SAPAKERJA_URL: server.url },
      stdio: 'inherit',
    });
    await until(async () => (await fetch(url).catch(() => undefined)) !== undefined);
  });

  after(async () => {
    bridge?.kill();
    await server?.stop();
    await aggregator?.close();
    await place?.clear();
  });

  const arrive = async (msgid: string, message: string, way = `/masuk/${key}`): Promise<number> => {
    const body = new URLSearchParams({ msgid, msisdn: siti, message });
    return (await fetch(url + way, { method: 'POST', body })).status;
  };
  const last = () => aggregator.sent.at(-1) ?? {};

  it('has hardly more than twenty lines, without imports and comments', async () => {
    const lines = (await readFile(script, 'utf8')).trim().split('\n');
    const code = lines.filter((line) => !/^(?:import |\/\/)/.test(line));
    expect(code.length).to.be.at.most(25);
  });

  it('carries a registration in two messages, there and back', async () => {
    expect(await arrive('m-1', 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT')).to.equal(200);
    await until(() => aggregator.sent.length === 1);
    expect(last()).to.include({ msisdn: siti });
    expect(last()['message']).to.match(/^1\) SITI AMINAH 2\) P 12-01-1999/);
    expect(await arrive('m-2', 'YA')).to.equal(200);
    await until(() => aggregator.sent.length === 2);
    expect(last()['message']).to.include('D1001');
  });

  it('takes a repeat and does nothing', async () => {
    expect(await arrive('m-2', 'YA')).to.equal(200);
    expect(await arrive('m-3', 'MENU')).to.equal(200);
    await until(() => aggregator.sent.length === 3);
    expect(last()['message']).to.match(/^Disnaker Lumajang, gratis/);
  });

  it('lets nobody in by another way, and sends nothing that is not signed', async () => {
    expect(await arrive('m-4', 'MENU', '/masuk/tebakan')).to.equal(403);
    const body = JSON.stringify({ id: 'x', to: `+${siti}`, text: 'palsu' });
    const forged = { 'X-Signature': 'sha256=00' };
    expect((await fetch(url, { method: 'POST', body, headers: forged })).status).to.equal(403);
    expect(aggregator.sent).to.have.length(3);
  });

  it('is sent again when the aggregator was down, under the same reference', async () => {
    aggregator.fail(503);
    expect(await arrive('m-5', 'STATUS')).to.equal(200);
    await until(() => server.printed().includes('not sent'));
    aggregator.fail(200);
    await until(() => aggregator.sent.length === 4);
    expect(last()['message']).to.include('D1001');
    expect(new Set(aggregator.sent.map(({ ref }) => ref))).to.have.property('size', 4);
  });
});
