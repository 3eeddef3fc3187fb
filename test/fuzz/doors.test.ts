import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Channel } from '../../src/channels/channel.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { notice, noticeValue, personWrites, signedNotice } from '../helpers/fake-cloud.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { openWeb, type Web } from '../web/open-web.ts';
import { hostileBodies } from './bytes.ts';
import { openDoors, type Door, doors } from './doors.ts';
import { isFull } from '../helpers/full.ts';

const bodies = isFull ? 2_000 : 12;

/** Printed with each failure; SEED repeats it. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** What a door may answer: never 500, and 503 only when nothing can be stored. */
const taken = [200, 204];
const refused = [400, 401, 403, 413, 431]; // the last is Node's own, of a long address

const tables = [
  'inbound_keys',
  'inbound_messages',
  'outbound_messages',
  'delivery_reports',
  'contacts',
  'addresses',
];

const counts = tables.map((table) => `(select count(*) from ${table})`).join(' + ');

async function countRows(store: Store): Promise<number> {
  const [row]: { n: number }[] = await store.sql.select(store.sql.raw(`${counts} as n`));
  return Number(row?.n);
}

/** Bytes as they may stand in an address. */
const encoded = (query: Buffer): string =>
  query
    .toString('latin1')
    .replace(/[^\x21-\x7e]|#/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** The server with every channel that is called, over a real gateway and database. */
interface Office {
  readonly web: Web;
  readonly store: Store;
  readonly gateway: Gateway;
  readonly knock: (door: Door, body: Buffer, headers?: Record<string, string>) => Promise<number>;
}

async function openOffice(store: Store): Promise<Office> {
  const { tools } = await openTestGateway(store);
  const channels: readonly Channel[] = await openDoors();
  const gateway = await openGateway({ ...tools, channels, office: '35.08' });
  const web = await openWeb({ store, gateway, channels, clock: () => testStart });
  const knock: Office['knock'] = async (door, body, headers = { ...door.prove(body) }) => {
    const { method, path } = door;
    const asked =
      method === 'GET' ? fetch(`${web.url}${path}?${encoded(body)}`) : post(path, body, headers);
    const response = await asked;
    await response.arrayBuffer();
    return response.status;
  };
  const post = (path: string, body: Buffer, headers: Record<string, string>) =>
    fetch(web.url + path, { method: 'POST', body: new Uint8Array(body), headers });
  return { web, store, gateway, knock };
}

onEachDatabase(`the doors, whatever comes (SEED=${seed})`, (open, dialect) => {
  let office: Office;
  const seen = { taken: 0, refused: 0, 'rows of refused': 0, 'answers 5xx': 0 };

  before(async () => {
    office = await openOffice(await open());
  });
  after(async () => {
    await office.web.close();
    if (dialect === 'postgres') reached('doors-answer', { doors: doors.length, ...seen });
  });

  let rows = 0;
  const look = async (send: () => Promise<number>): Promise<number> => {
    const status = await send();
    const now = await countRows(office.store);
    const more = now - rows;
    rows = now;
    if (status >= 500) seen['answers 5xx'] += 1;
    if (taken.includes(status)) seen.taken += 1;
    else {
      seen.refused += 1;
      seen['rows of refused'] += more;
      expect(more, `rows of a request answered ${status}`).to.equal(0);
    }
    return status;
  };

  for (const door of doors) {
    it(`${door.name}: answers 2xx or 4xx to what is proven, and stores nothing refused`, async function () {
      this.timeout(isFull ? 600_000 : 30_000);
      await fc.assert(
        fc.asyncProperty(hostileBodies(door.genuine, 14_000), async (body) => {
          const status = await look(() => office.knock(door, body));
          expect(status).to.be.oneOf([...taken, ...refused]);
        }),
        { numRuns: bodies, seed, endOnFailure: true },
      );
    });
  }

  const posts = doors.filter(({ method }) => method === 'POST');
  for (const door of posts) {
    it(`${door.name}: takes nothing that is not proven`, async () => {
      const bytes = fc.sample(hostileBodies(door.genuine, 14_000), {
        numRuns: isFull ? 200 : 3,
        seed,
      });
      const genuine = Buffer.from(door.genuine[0] ?? '');
      const other = { ...door.prove(Buffer.from('other')) };
      for (const body of [genuine, ...bytes]) {
        expect(await look(() => office.knock(door, body, {}))).to.be.oneOf([401, 403]);
        if (door.name === 'telegram') continue; // a secret, and no signature of the bytes
        expect(await look(() => office.knock(door, body, other))).to.equal(403);
      }
    });

    it(`${door.name}: looks at the bytes and at no content type`, async () => {
      const body = Buffer.from(door.genuine[0] ?? '');
      for (const type of ['text/html', 'multipart/form-data; boundary=x', 'a', '']) {
        const headers = { ...door.prove(body), 'content-type': type };
        expect(await look(() => office.knock(door, body, headers))).to.be.oneOf(taken);
      }
    });

    it(`${door.name}: refuses 4 MB`, async () => {
      const body = Buffer.alloc(4 * 1024 * 1024, 'x');
      expect(await look(() => office.knock(door, body))).to.equal(413);
    });
  }

  it('loses none of a hundred messages for the fiftieth of them', async () => {
    const odd = [null, 0, 'x', [], {}, { id: 'a\u0000b' }, { id: '' }, { type: 7 }, { from: {} }];
    for (const [n, broken] of odd.entries()) {
      const size = isFull || n === 0 ? 100 : 10;
      const messages: unknown[] = Array.from({ length: size }, (_, m) =>
        personWrites(`+62812345${String(m).padStart(5, '0')}`, 'MENU', { id: `b-${n}-${m}` }),
      );
      messages[size / 2 - 1] =
        typeof broken === 'object' && broken !== null && !Array.isArray(broken)
          ? { ...personWrites('+6281234567890', 'MENU'), ...broken }
          : broken;
      const body = Buffer.from(notice(noticeValue({ messages })));
      const door = doors.find(({ name }) => name === 'whatsapp') as Door;
      expect(await office.knock(door, body, signedNotice(body))).to.equal(200);
      const keys = await office.store.sql('inbound_keys').where('key', 'like', `b-${n}-%`);
      expect(keys, JSON.stringify(broken)).to.have.length(size - 1);
    }
  });
});
