import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraseAsked } from '../../src/gateway/erase.ts';
import { retryFailed } from '../../src/gateway/retry.ts';
import { removeErased, sweepFiles } from '../../src/gateway/sweep-files.ts';
import type { Action } from '../../src/services/action.ts';
import { openFiles, type AttachmentFiles } from '../../src/services/attachment-files.ts';
import { actions } from '../../src/services/index.ts';
import { onEachDatabase, testKeys, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const siti = '+6281234567801';
const budi = '+6281234567802';
const photo = {
  media: [{ kind: 'photo', ref: 'AgACAg', name: 'Siti Aminah.jpg', size: 1000 }],
} as const;
const minute = 60_000;
const hour = 60 * minute;

interface Row {
  readonly matter_id: number | null;
  readonly entry_id: number | null;
  readonly inbound_id: number | null;
  readonly status: string;
}

const rows = (store: Store): Promise<Row[]> => store.sql('attachments').orderBy('id');

const thread = async (store: Store): Promise<string[]> => {
  const entries: { matter_id: number; body_sealed: string }[] = await store
    .sql('matter_messages')
    .where({ kind: 'message', direction: 'in' })
    .orderBy('id');
  return entries.map(({ matter_id: id, body_sealed: body }) =>
    testKeys.open(body, `matter_messages.body|${id}`),
  );
};

onEachDatabase('pictures without a key to them', (open) => {
  let store: Store;
  let people: TestGateway;
  beforeEach(async () => {
    store = await open();
    people = await openTestGateway(store);
  });

  it('keeps nothing of them readable', async () => {
    await people.say(siti, '', photo);
    const dump = JSON.stringify(await rows(store));
    expect(dump).not.to.contain('AgACAg').and.not.to.contain('Siti');
  });

  it('ties a picture to its message, and to the question that is asked within the hour', async () => {
    await people.say(siti, '', photo);
    expect((await rows(store))[0]).to.include({ matter_id: null, status: 'waiting' });
    expect((await rows(store))[0]?.inbound_id).to.be.a('number');
    people.pass(59 * minute);
    await people.say(siti, 'TANYA syarat kartu kuning apa saja');
    const [row] = await rows(store);
    expect(row?.matter_id).to.be.a('number');
    expect(row?.entry_id).to.be.a('number');
  });

  it('joins nothing after an hour, and nothing of another phone', async () => {
    await people.say(siti, '', photo);
    await people.say(budi, 'TANYA syarat kartu kuning apa saja');
    people.pass(hour);
    await people.say(siti, 'TANYA jam buka kantor hari ini');
    expect((await rows(store))[0]?.matter_id).to.equal(null);
  });

  it('puts a picture with words where the words go', async () => {
    await people.say(siti, 'TANYA ini surat apa', photo);
    expect((await rows(store))[0]?.matter_id).to.be.a('number');
    expect(await thread(store)).to.deep.equal(['ini surat apa']);
  });

  it('answers the first picture of an album only', async () => {
    expect(await people.say(siti, '', photo)).to.contain('Foto Anda');
    expect(await people.say(siti, '', photo)).to.equal(undefined);
    people.pass(2 * minute);
    expect(await people.say(siti, '', photo)).to.contain('Foto Anda');
  });

  it('adds an album to what is open with one reply', async () => {
    await people.say(siti, 'TANYA syarat kartu kuning apa saja');
    expect(await people.say(siti, '', photo)).to.contain('K1001');
    expect(await people.say(siti, '', photo)).to.equal(undefined);
    expect((await thread(store)).slice(1)).to.deep.equal(['(mengirim foto)', '(mengirim foto)']);
    expect((await rows(store)).every(({ matter_id: id }) => id !== null)).to.equal(true);
  });

  it('keeps twenty a day and says so', async () => {
    for (let n = 0; n < 20; n += 1) {
      people.pass(5 * minute);
      await people.say(siti, '', photo);
    }
    people.pass(5 * minute);
    expect(await people.say(siti, '', photo)).to.contain('tdk kami simpan');
    expect(await rows(store)).to.have.length(20);
    people.pass(24 * hour);
    expect(await people.say(siti, '', photo)).to.contain('Foto Anda');
  });

  it('keeps nothing of senders that nothing is sent to', async () => {
    expect(await people.say('3636', '', photo)).to.equal(undefined);
    expect(await rows(store)).to.deep.equal([]);
  });

  it('gives the voice of somebody in danger to officers, and says nothing of it later', async () => {
    await people.say(siti, 'aku disekap juragan tolong');
    expect(await people.say(siti, '', photo)).to.contain('teruskan ke petugas');
    expect((await rows(store))[0]?.matter_id).to.be.a('number');
    expect(await people.say(siti, 'DATA SAYA')).not.to.contain('foto');
    expect(await people.say(budi, 'MENU', photo)).to.contain('DAFTAR');
    expect(await people.say(budi, 'DATA SAYA')).to.contain('Juga 1 foto');
  });

  it('takes a repeated picture once', async () => {
    await people.arrive(siti, '', 'k-1', photo);
    await people.arrive(siti, '', 'k-1', photo);
    expect(await rows(store)).to.have.length(1);
  });

  it('tries a picture again whose turn failed', async () => {
    const add = actions['matters.add'] as Action;
    let broken = true;
    const run: Action['run'] = async (...given) => {
      const outcome = await add.run(...given);
      if (broken) throw new Error('the office is closed');
      return outcome;
    };
    const failing = await openTestGateway(store, {
      actions: { ...actions, 'matters.add': { ...add, run } },
    });
    await failing.say(siti, 'TANYA syarat kartu kuning apa saja');
    expect(await failing.say(siti, '', photo)).to.contain('Maaf');
    broken = false;
    await store.sql('inbound_messages').where({ status: 'failed' }).update({ next_at: 0 });
    await retryFailed(failing.tools, failing.accounts);
    expect((await thread(store)).slice(1)).to.deep.equal(['(mengirim foto)']);
    expect((await rows(store))[0]?.matter_id).to.be.a('number');
  });
});

onEachDatabase('pictures that nobody needs', (open) => {
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

  const keep = async (): Promise<void> => {
    const file = await files.write(Buffer.from('gambar'));
    const type = 'image/jpeg';
    await store.sql('attachments').update({ status: 'kept', file, type });
  };

  it('go after a day, bytes and row', async () => {
    await people.say(siti, '', photo);
    await keep();
    await sweepFiles(store, files, people.now());
    await removeErased(store, files);
    expect(readdirSync(folder)).to.have.length(1);
    people.pass(25 * hour);
    await sweepFiles(store, files, people.now());
    expect(await removeErased(store, files)).to.equal(1);
    expect(readdirSync(folder)).to.deep.equal([]);
    expect(await rows(store)).to.deep.equal([]);
  });

  it('stay when a matter has them', async () => {
    await people.say(siti, 'TANYA ini surat apa', photo);
    await keep();
    people.pass(25 * hour);
    await sweepFiles(store, files, people.now());
    await removeErased(store, files);
    expect(readdirSync(folder)).to.have.length(1);
  });

  it('go with HAPUS DATA, those of a closed matter too', async () => {
    await people.say(siti, 'TANYA ini surat apa', photo);
    await people.say(siti, '', photo);
    await keep();
    await store.sql('matters').update({ status: 'closed', closed_at: 1 });
    await people.say(siti, 'HAPUS DATA');
    await people.say(siti, 'HAPUS');
    people.pass(5 * minute);
    await eraseAsked(people.tools);
    const left = JSON.stringify(await rows(store));
    expect(left).to.contain('"contact_id":null').and.not.to.contain('"kept"');
    await removeErased(store, files);
    expect(readdirSync(folder)).to.deep.equal([]);
    expect(await rows(store)).to.deep.equal([]);
  });

  it('stay with HAPUS DATA while their matter is open', async () => {
    await people.say(siti, 'TANYA ini surat apa', photo);
    await keep();
    await people.say(siti, 'HAPUS DATA');
    await people.say(siti, 'HAPUS');
    people.pass(5 * minute);
    await eraseAsked(people.tools);
    await removeErased(store, files);
    expect(readdirSync(folder)).to.have.length(1);
  });

  it('are given up when their sender was ended before they were fetched', async () => {
    await people.say(siti, 'TANYA ini surat apa', photo);
    people.pass(24 * hour);
    await sweepFiles(store, files, people.now());
    expect((await rows(store))[0]?.status).to.equal('waiting');
    people.pass(2 * hour);
    await sweepFiles(store, files, people.now());
    expect((await rows(store))[0]?.status).to.equal('gone');
  });

  it('go when no row knows them', async () => {
    await people.say(siti, 'TANYA ini surat apa', photo);
    await keep();
    await files.write(Buffer.from('sisa proses yang mati'));
    await sweepFiles(store, files, new Date(Date.now() + 30 * minute));
    expect(readdirSync(folder)).to.have.length(2);
    await sweepFiles(store, files, new Date(Date.now() + 90 * minute));
    expect(readdirSync(folder)).to.have.length(1);
  });
});
