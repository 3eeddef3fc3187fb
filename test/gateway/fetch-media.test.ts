import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../../src/channels/channel.ts';
import { SendError } from '../../src/core/errors.ts';
import { fetchMedia, mediaLimit } from '../../src/gateway/fetch-media.ts';
import type { Route } from '../../src/gateway/send.ts';
import { openFiles, type AttachmentFiles } from '../../src/services/attachment-files.ts';
import type { Account } from '../../src/store/accounts.ts';
import { eraseAttachments } from '../../src/store/erased-attachments.ts';
import { onEachDatabase, testKeys, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { sampleFiles } from '../helpers/sample-files.ts';

const siti = '+6281234567801';
const minute = 60_000;

interface Row {
  readonly status: string;
  readonly type: string | null;
  readonly size: number | null;
  readonly file: string | null;
  readonly ref_sealed: string | null;
  readonly attempts: number;
}

const down: Fetch = () => Promise.reject(new SendError('provider-down', { retryable: true }));

type Fetch = NonNullable<Channel['fetchMedia']>;

onEachDatabase('fetching what people send', (open) => {
  let store: Store;
  let people: TestGateway;
  let folder: string;
  let files: AttachmentFiles;
  beforeEach(async () => {
    store = await open();
    people = await openTestGateway(store);
    folder = mkdtempSync(join(tmpdir(), 'sapakerja-files-'));
    files = openFiles(folder, testKeys);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const rows = (): Promise<Row[]> => store.sql('attachments').orderBy('id');
  const send = (size?: number) =>
    people.say(siti, '', {
      media: [{ kind: 'photo', ref: 'r-1', ...(size !== undefined && { size }) }],
    });
  const run = async (fetch?: Fetch): Promise<number> => {
    const [account] = people.accounts.values();
    const channel: Channel = {
      name: 'test',
      accounts: [],
      rate: 1,
      webhooks: [],
      send: async () => ({}),
      ...(fetch && { fetchMedia: fetch }),
    };
    const routes: Route[] = [{ account: account as Account, channel }];
    return fetchMedia(people.tools, routes, files);
  };

  it('keeps a picture by its content, encrypted, and forgets where it was', async () => {
    await send();
    const asked: unknown[] = [];
    await run(async (ref, limit) => {
      asked.push(ref, limit);
      return sampleFiles.jpeg;
    });
    expect(asked).to.deep.equal(['r-1', mediaLimit]);
    const [row] = await rows();
    expect(row).to.include({ status: 'kept', type: 'image/jpeg', ref_sealed: null });
    expect(row?.size).to.equal(sampleFiles.jpeg.length);
    expect(await files.read(row?.file ?? '')).to.deep.equal(sampleFiles.jpeg);
    expect(await run(async () => sampleFiles.png)).to.equal(0);
  });

  const refused = [
    { label: 'HTML called a picture', bytes: sampleFiles.html, status: 'refused' },
    { label: 'an SVG', bytes: sampleFiles.svg, status: 'refused' },
    { label: 'nothing at all', bytes: sampleFiles.nothing, status: 'refused' },
    { label: 'more than was allowed', bytes: Buffer.alloc(mediaLimit + 1), status: 'too-large' },
  ];
  for (const { label, bytes, status } of refused) {
    it(`keeps no ${label}`, async () => {
      await send();
      await run(async () => bytes);
      expect((await rows())[0]).to.include({ status, file: null, ref_sealed: null });
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  }

  it('does not even ask for what is said to be too large', async () => {
    await send(mediaLimit + 1);
    await run(() => Promise.reject(new Error('asked')));
    expect((await rows())[0]).to.include({ status: 'too-large' });
  });

  it('says that it is gone when the provider refuses, or cannot give files', async () => {
    await send();
    await run(() => Promise.reject(new SendError('refused', { retryable: false })));
    expect((await rows())[0]).to.include({ status: 'gone' });
    people.pass(5 * minute);
    await send();
    await run();
    expect((await rows())[1]).to.include({ status: 'gone' });
  });

  it('says that it is too large when the channel finds it so', async () => {
    await send();
    const large = { retryable: false, providerCode: 'too-large' };
    await run(() => Promise.reject(new SendError('refused', large)));
    expect((await rows())[0]).to.include({ status: 'too-large' });
  });

  it('tries again with growing pauses, and gives up after a day', async () => {
    await send();
    let tries = 0;
    for (let n = 0; n < 24 * 60 && (await rows())[0]?.status === 'waiting'; n += 1) {
      tries += await run(down);
      people.pass(minute);
    }
    expect((await rows())[0]?.status).to.equal('waiting');
    expect(tries).to.be.within(20, 40);
    people.pass(2 * 60 * minute);
    await run(down);
    expect((await rows())[0]).to.include({ status: 'gone', file: null });
  });

  it('waits as long as the provider says', async () => {
    await send();
    const pause = { retryable: true, retryAfter: 10 * minute };
    await run(() => Promise.reject(new SendError('throttled', pause)));
    people.pass(9 * minute);
    expect(await run(async () => sampleFiles.jpeg)).to.equal(0);
    people.pass(minute);
    expect(await run(async () => sampleFiles.jpeg)).to.equal(1);
  });

  it('goes on after a full disk, and logs no text of the error', async () => {
    await send();
    const full = { ...files, write: () => Promise.reject(new Error('ENOSPC siti')) };
    const kept = files;
    files = full;
    await run(async () => sampleFiles.jpeg);
    files = kept;
    people.pass(minute);
    await run(async () => sampleFiles.jpeg);
    expect((await rows())[0]).to.include({ status: 'kept' });
  });

  it('gives a file to one of two processes', async () => {
    for (let n = 0; n < 6; n += 1) {
      people.pass(2 * minute);
      await send();
    }
    let asked = 0;
    const fetch: Fetch = async () => {
      asked += 1;
      return sampleFiles.jpeg;
    };
    await Promise.all([run(fetch), run(fetch)]);
    expect(asked).to.equal(6);
    expect(readdirSync(folder)).to.have.length(6);
  });

  it('takes over from a process that died', async () => {
    await send();
    void run(() => new Promise(() => {}));
    while ((await rows())[0]?.attempts !== 1);
    people.pass(2 * minute - 1);
    expect(await run(async () => sampleFiles.jpeg)).to.equal(0);
    people.pass(1);
    expect(await run(async () => sampleFiles.jpeg)).to.equal(1);
    expect((await rows())[0]).to.include({ status: 'kept' });
  });

  it('leaves no bytes of what was erased meanwhile', async () => {
    await send();
    await run(async () => {
      const [row] = await store.sql('attachments').select('contact_id');
      await eraseAttachments(store, { contactId: Number(row?.contact_id) });
      return sampleFiles.jpeg;
    });
    expect((await rows())[0]).to.include({ status: 'erased', file: null });
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
