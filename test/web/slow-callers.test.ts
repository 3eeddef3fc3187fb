import { expect } from 'chai';
import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import type { Pages } from '../../src/web/pages-later.ts';
import { listen, type Listening, type ServerLimits } from '../../src/web/server.ts';
import { reached } from '../helpers/reached.ts';
import { dial, hearOut, soon, statusesOf } from './raw.ts';

const patient: ServerLimits = {
  headers: 20_000,
  request: 30_000,
  every: 50,
  silence: 60_000,
  connections: 1_000,
};

/** Says `gone` when a long answer has ended, whoever ended it. */
const watch = new EventEmitter();

/** Reads bodies, and answers `/long` with more than any buffer holds. */
const pages: Pages = {
  serve: (request, response) => {
    request.resume();
    if (request.url === '/long') {
      response.once('close', () => watch.emit('gone'));
      response.end(Buffer.alloc(64 * 1024 * 1024));
    } else request.once('end', () => response.end('done'));
  },
  stop: () => undefined,
};

/** Sends a byte every 20 ms until it is hung up on; gives what it heard. */
async function trickle(url: string, head: string): Promise<string> {
  const socket = await dial(url);
  const heard = hearOut(socket);
  socket.write(head);
  const timer = setInterval(() => socket.write('x'), 20);
  return heard.finally(() => clearInterval(timer));
}

describe('slow callers', function () {
  this.timeout(40_000);
  let server: Listening | undefined;
  const serve = async (limits: Partial<ServerLimits>): Promise<string> => {
    const settings = { host: '127.0.0.1', port: 0, limits: { ...patient, ...limits } };
    server = await listen(pages, settings);
    return server.url;
  };
  afterEach(() => server?.close());
  after(() => reached('slow-callers', { kinds: 5 }));

  it('of headers hear 408 and are hung up on', async () => {
    const url = await serve({ headers: 300 });
    const heard = await trickle(url, 'GET / HTTP/1.1\r\nhost: x\r\nx: ');
    expect(statusesOf(heard)).to.deep.equal([408]);
  });

  it('of a body hear 408 and are hung up on', async () => {
    const url = await serve({ headers: 300, request: 400 });
    const heard = await trickle(url, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 99999\r\n\r\n');
    expect(statusesOf(heard)).to.deep.equal([408]);
  });

  it('of chunks without an end hear 408 and are hung up on', async () => {
    const url = await serve({ headers: 300, request: 400 });
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nfffff\r\n';
    expect(statusesOf(await trickle(url, head))).to.deep.equal([408]);
  });

  it('who say nothing are hung up on', async () => {
    const url = await serve({ headers: 300 });
    const silent = await dial(url);
    await once(silent.resume(), 'close', soon());
  });

  it('who take no answer are hung up on', async () => {
    const url = await serve({ silence: 300 });
    const deaf = await dial(url);
    deaf.on('error', () => undefined).pause();
    deaf.write('GET /long HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(watch, 'gone', soon()); // nothing is read here, so only the server's end can tell
    deaf.destroy();
  });

  it('above the most are hung up on, and the others served', async () => {
    const url = await serve({ connections: 20 });
    const held: Socket[] = [];
    for (let n = 0; n < 20; n += 1) held.push(await dial(url));
    const one = await dial(url);
    await once(one.on('error', () => undefined).resume(), 'close', soon());
    const [first] = held;
    const answer = hearOut(first!);
    first!.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(statusesOf(await answer)).to.deep.equal([200]);
    for (const socket of held) socket.destroy();
  });
});
