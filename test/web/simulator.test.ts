import { expect } from 'chai';
import { request as httpRequest } from 'node:http';
import { openSimulator } from '../../src/channels/simulator.ts';
import type { Explanation } from '../../src/gateway/explain.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { openBook } from '../../src/open.ts';
import { addToken } from '../../src/services/officers.ts';
import { actions } from '../../src/services/index.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { signIn } from '../helpers/sign-in.ts';
import { openWeb, type Web, type WebChoices } from './open-web.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const from = '+6281200012345';
const book = openBook();

interface Service extends Web {
  readonly gateway: Gateway;
}

/** The simulator over the real gateway and the real flows. */
async function openService(store: Store, choices: WebChoices = {}): Promise<Service> {
  await seedOffices(store);
  const channels = [openSimulator()];
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const tools = { store, book, actions, clock: () => now, log };
  const gateway = await openGateway({ ...tools, channels, office: '35.08' });
  const web = await openWeb({ store, channels, gateway, clock: () => now, ...choices });
  return { ...web, gateway };
}

let keys = 0;

/** What the page posts when someone presses "Kirim". */
function press(url: string, text: string, headers: Record<string, string> = {}): Promise<Response> {
  keys += 1;
  const key = keys.toString(16).padStart(32, '0');
  return fetch(`${url}/simulator/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ account: 'sms', from, text, key }),
  });
}

/** What the page posts when someone opens "Mengapa?". */
const askWhy = (
  url: string,
  text: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${url}/simulator/explain`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ text }),
  });

interface Shown {
  readonly direction: string;
  readonly text: string;
  readonly status: string;
  readonly at: string;
  readonly trace?: Record<string, unknown>;
}

async function readPhone(url: string): Promise<readonly Shown[]> {
  const query = new URLSearchParams({ account: 'sms', from });
  const response = await fetch(`${url}/simulator/messages?${query.toString()}`);
  return ((await response.json()) as { messages: Shown[] }).messages;
}

/** Reads until `ready` says so; the runner's time limit ends it otherwise. */
async function until<T>(read: () => Promise<T>, ready: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (ready(value)) return value;
  }
}

/** Status of a GET with headers that fetch would not let through. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads the stream until it has told `count` news, then leaves. */
async function hearNews(response: Response, count: number): Promise<readonly string[]> {
  const decoder = new TextDecoder();
  let heard = '';
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    heard += decoder.decode(part, { stream: true });
    const news = [...heard.matchAll(/event: news\ndata: (\S+)/g)].map(([, name = '']) => name);
    if (news.length >= count) return news;
  }
  throw new Error(`the stream ended after: ${heard}`);
}

onEachDatabase('simulator', (open) => {
  // Within: what uses the store ends before the store is closed.
  describe('over the real gateway', () => {
    let service: Service;
    beforeEach(async () => {
      service = await openService(await open());
      await service.gateway.start();
    });
    afterEach(async () => {
      await service.close();
      await service.gateway.stop();
    });

    it('takes a message, answers it, and shows both with what was understood', async () => {
      const events = await fetch(
        `${service.url}/simulator/events?phone=sms:${encodeURIComponent(from)}`,
      );
      expect((await press(service.url, 'daftar')).status).to.equal(204);
      // One when the phone gets the reply, one when the office knows that it has.
      expect(await hearNews(events, 2)).to.deep.equal([`sms:${from}`, `sms:${from}`]);
      const [asked, answered, ...more] = await until(
        () => readPhone(service.url),
        (log) => log.at(-1)?.status === 'delivered',
      );
      expect(more).to.deep.equal([]);
      expect(asked).to.include({ direction: 'in', text: 'daftar', status: 'received' });
      expect(answered).to.include({
        direction: 'out',
        status: 'delivered',
        at: '2026-11-23T08:00:00+07:00',
      });
      expect(answered?.text).to.contain('NIK');
      expect(answered?.trace).to.include({
        because: 'keyword DAFTAR',
        flow: 'daftar',
        expects: 'nik',
      });
    });

    it('explains a text as the command does, with a NIK masked', async () => {
      const explained = await askWhy(service.url, 'golek gawean jahit, nik 3508105201990001');
      expect(explained.status).to.equal(200);
      const { words, details, ranked, ...found } = (await explained.json()) as Explanation;
      expect(found.service).to.equal('lowongan');
      expect(words).to.match(/^cari kerja jahit/);
      expect(details).to.include({ nik: '3508********0001' });
      expect(ranked[0]).to.have.all.keys('service', 'score');
      const foreign = { origin: 'https://evil.example' };
      expect((await askWhy(service.url, 'menu', foreign)).status).to.equal(403);
      expect((await askWhy(service.url, '')).status).to.equal(400);
    });

    it('keeps one effect of a message that is posted twice', async () => {
      await press(service.url, 'menu');
      keys -= 1;
      await press(service.url, 'menu');
      await service.gateway.drain();
      expect(await readPhone(service.url)).to.have.length(2);
    });

    it('counts turns and outbox rows for Prometheus', async () => {
      await press(service.url, 'menu');
      const response = await fetch(`${service.url}/metrics`);
      expect(response.headers.get('content-type')).to.contain('text/plain; version=0.0.4');
      const text = await until(
        async () => (await fetch(`${service.url}/metrics`)).text(),
        (metrics) => metrics.includes('sapakerja_outbox_rows{status="sent"} 1'),
      );
      expect(text).to.match(/^sapakerja_turns_total 1$/m);
      expect(text).to.match(/^sapakerja_outbox_rows\{status="sent"\} 1$/m);
      expect(text).to.match(/^sapakerja_outbox_rows\{status="failed"\} 0$/m);
    });
  });
});

describe('simulator: the page', () => {
  let service: Service;
  let web: Web;
  before(async () => {
    web = await openWeb({});
    service = await openService(web.store);
  });
  after(async () => {
    await service.close();
    await web.close();
  });

  for (const { file, type } of [
    { file: '', type: 'text/html' },
    { file: '/simulator.css', type: 'text/css' },
    { file: '/simulator.js', type: 'text/javascript' },
    { file: '/sms.js', type: 'text/javascript' },
    { file: '/icon.svg', type: 'image/svg+xml' },
  ]) {
    it(`serves ${file === '' ? 'itself' : file} under a strict policy`, async () => {
      const response = await fetch(`${service.url}/simulator${file}`);
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-type')).to.contain(type);
      expect(response.headers.get('content-security-policy')).to.contain("script-src 'self'");
      expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    });
  }

  it('is where the root leads', async () => {
    const response = await fetch(service.url);
    expect(response.url).to.equal(`${service.url}/simulator`);
  });

  it('holds nothing inline, as its policy demands', async () => {
    const page = await (await fetch(`${service.url}/simulator`)).text();
    expect(page).not.to.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i);
    expect(page).to.contain('Disnaker Lumajang');
  });

  it('never writes a text as HTML', async () => {
    const script = await (await fetch(`${service.url}/simulator/simulator.js`)).text();
    expect(script).not.to.match(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
  });

  for (const file of ['../app.js', '..%2fapp.js', 'page.eta', '__proto__', 'constructor']) {
    it(`serves no other file: ${file}`, async () => {
      expect(await statusWith(`${service.url}/simulator/${file}`, {})).to.equal(404);
    });
  }
});

describe('simulator: who may use it', () => {
  let service: Service;
  let web: Web;
  let token: string;
  before(async () => {
    web = await openWeb({});
    service = await openService(web.store);
    const officer = { username: 'dewi', name: 'Dewi', role: 'officer', office: '35.08' } as const;
    await insertOfficer(web.store, { ...officer, passwordHash: '-', at: now.getTime() });
    token = await addToken(web.store, 'dewi', now);
  });
  after(async () => {
    await service.close();
    await web.close();
  });

  for (const path of ['/simulator', '/simulator/messages?account=sms&from=%2B62812', '/metrics']) {
    for (const { label, headers, status } of [
      { label: 'localhost', headers: { host: 'localhost:3000' }, status: 200 },
      { label: '127.0.0.1', headers: { host: '127.0.0.1' }, status: 200 },
      {
        label: 'a name of elsewhere that points here',
        headers: { host: 'evil.example' },
        status: 403,
      },
      {
        label: 'a name that begins like ours',
        headers: { host: 'localhost.evil.example' },
        status: 403,
      },
      { label: 'a proxy', headers: { 'x-forwarded-for': '10.1.1.1' }, status: 403 },
      { label: 'a name with ours in it', headers: { host: 'localhost@evil.example' }, status: 403 },
    ]) {
      it(`${path} asked by ${label}: ${status}`, async () => {
        expect(await statusWith(service.url + path, headers)).to.equal(status);
      });
    }

    it(`${path} is open to a token from anywhere`, async () => {
      const headers = { host: 'gateway.example', authorization: `Bearer ${token}` };
      expect(await statusWith(service.url + path, headers)).to.equal(200);
    });

    if (path !== '/metrics') {
      it(`${path} is open to an officer who has signed in`, async () => {
        const { cookie } = await signIn({ url: service.url, store: web.store });
        const headers = { host: 'gateway.example', cookie };
        expect(await statusWith(service.url + path, headers)).to.equal(200);
      });
    }

    it(`${path} is closed behind a proxy without a token`, async () => {
      const behind = await openService(web.store, { config: { trustProxy: true } });
      expect(await statusWith(behind.url + path, {})).to.equal(403);
      await behind.close();
    });
  }

  it('is not there when it is off', async () => {
    const off = await openService(web.store, { config: { simulator: false } });
    expect(await statusWith(`${off.url}/simulator`, {})).to.equal(404);
    expect((await press(off.url, 'menu')).status).to.equal(404);
    await off.close();
  });

  for (const { label, headers } of [
    { label: 'another site', headers: { origin: 'https://evil.example' } },
    { label: 'another port of this machine', headers: { origin: 'http://127.0.0.1:1' } },
    { label: 'no site at all', headers: { origin: 'null' } },
    { label: 'another site that hides its name', headers: { 'sec-fetch-site': 'cross-site' } },
    { label: 'a sister site', headers: { 'sec-fetch-site': 'same-site' } },
  ]) {
    it(`takes no message from a page of ${label}`, async () => {
      expect((await press(service.url, 'menu', headers)).status).to.equal(403);
      expect(await readPhone(service.url)).to.deep.equal([]);
    });
  }

  it('takes a message from its own page', async () => {
    const headers = { origin: service.url, 'sec-fetch-site': 'same-origin' };
    expect((await press(service.url, 'menu', headers)).status).to.equal(204);
  });
});

describe('simulator: what it takes', () => {
  let service: Service;
  let web: Web;
  before(async () => {
    web = await openWeb({});
    service = await openService(web.store);
  });
  after(async () => {
    await service.close();
    await web.close();
  });

  const good = { account: 'sms', from, text: 'menu', key: 'a'.repeat(32) };
  for (const { label, body, status } of [
    { label: 'no JSON', body: '{', status: 400 },
    { label: 'a list', body: '[]', status: 400 },
    { label: 'an empty text', body: { ...good, text: '' }, status: 400 },
    { label: 'a text of 4,097 letters', body: { ...good, text: 'a'.repeat(4097) }, status: 400 },
    { label: 'an unknown account', body: { ...good, account: 'fax' }, status: 400 },
    { label: 'an address with a line break', body: { ...good, from: '+62812000\n1' }, status: 400 },
    { label: 'a short key', body: { ...good, key: 'ab' }, status: 400 },
    { label: 'too much', body: { ...good, text: 'a'.repeat(70_000) }, status: 413 },
  ]) {
    it(`refuses ${label}: ${status}`, async () => {
      const response = await fetch(`${service.url}/simulator/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      expect(response.status).to.equal(status);
    });
  }

  it('refuses a form, which any page could send without asking', async () => {
    const response = await fetch(`${service.url}/simulator/messages`, {
      method: 'POST',
      body: new URLSearchParams(good),
    });
    expect(response.status).to.equal(415);
  });

  for (const phone of ['sms', 'sms:x', 'fax:+62812', 'sms:+62812%0Aevent: x']) {
    it(`streams no news of ${phone}`, async () => {
      expect((await fetch(`${service.url}/simulator/events?phone=${phone}`)).status).to.equal(400);
    });
  }

  it('ends its streams at once when the server stops', async () => {
    const own = await openService(web.store);
    const stream = await fetch(`${own.url}/simulator/events?phone=sms:%2B62812000`);
    await own.close();
    expect(await stream.text()).to.contain('retry: 1000');
  });
});
