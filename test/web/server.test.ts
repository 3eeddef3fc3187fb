import { expect } from 'chai';
import express, { type Express } from 'express';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { listen, type Listening } from '../../src/web/server.ts';
import { pagesOf } from '../helpers/pages-of.ts';
import { cert, key } from './certificate.ts';

const here = { host: '127.0.0.1', port: 0 };

/** Answers /slow when told to, anything else at once. */
function openApp(): {
  readonly app: Express;
  readonly asked: Promise<unknown>;
  readonly go: () => void;
} {
  const gate = new AbortController();
  const opened = once(gate.signal, 'abort');
  const app = express();
  const asked = once(app, 'asked');
  app.get('/slow', (_request, response, next) => {
    app.emit('asked');
    opened.then(() => response.send('done'), next);
  });
  app.get('/quick', (_request, response) => void response.send('done'));
  return { app, asked, go: () => gate.abort() };
}

describe('listen', () => {
  let server: Listening | undefined;
  afterEach(() => server?.close());

  it('takes a free port and tells where it listens', async () => {
    server = await listen(pagesOf(openApp().app), here);
    expect(server.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('fails with a code when the port is taken', async () => {
    server = await listen(pagesOf(openApp().app), here);
    const port = Number(new URL(server.url).port);
    const error: unknown = await listen(pagesOf(openApp().app), { ...here, port }).catch(
      (thrown) => thrown,
    );
    expect(error).to.include({ code: 'EADDRINUSE' });
  });

  it('speaks HTTPS by itself when it has a certificate', async () => {
    server = await listen(pagesOf(openApp().app), { ...here, tls: { cert, key } });
    expect(server.url).to.match(/^https:/);
    const asked = httpsRequest(`${server.url}/quick`, { ca: cert, agent: false });
    asked.end();
    const [response] = await once(asked, 'response');
    response.resume();
    expect(response.statusCode).to.equal(200);
  });
});

const dial = ({ url }: Listening): Socket => connect(Number(new URL(url).port), '127.0.0.1');

/** What the server says to a request for /quick. */
async function askQuick(socket: Socket): Promise<string> {
  const said = socket.setEncoding('utf8').toArray();
  socket.write('GET /quick HTTP/1.1\r\nHost: x\r\n\r\n');
  return (await said).join('');
}

describe('close', () => {
  it('lets a running request end, takes no new one, and waits for nobody who is silent', async () => {
    const { app, asked, go } = openApp();
    const server = await listen(pagesOf(app), here);
    const { hostname, port } = new URL(server.url);
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    const slow = fetch(`${server.url}/slow`);
    await asked;
    const closed = server.close();
    await once(silent.resume(), 'close');
    const refused: unknown = await fetch(server.url).catch((error: Error) => error.cause);
    expect(refused).to.include({ code: 'ECONNREFUSED' });
    go();
    expect(await (await slow).text()).to.equal('done');
    await closed;
  });

  it('answers who is let in and has not asked yet', async () => {
    const server = await listen(pagesOf(openApp().app), here);
    const socket = dial(server);
    await once(socket, 'connect');
    const closed = server.close();
    expect(await askQuick(socket)).to.match(/^HTTP\/1\.1 200 [^]*done$/);
    await closed;
  });

  it('answers who has knocked and is not let in yet', async () => {
    const server = await listen(pagesOf(openApp().app), here);
    const socket = dial(server);
    await new Promise<void>((resolve) => {
      process.nextTick(resolve); // now it is dialled: the system has taken the call, the server has not
    });
    const closed = server.close();
    expect(await askQuick(socket)).to.match(/^HTTP\/1\.1 200 [^]*done$/);
    await closed;
  });
});
