import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFiles, type AttachmentFiles } from '../../../src/services/attachment-files.ts';
import { partOf } from '../../../src/web/admin/attachment.ts';
import { onEachDatabase, testKeys, type Store } from '../../helpers/databases.ts';
import { sampleFiles } from '../../helpers/sample-files.ts';
import type { Browser } from '../../helpers/sign-in.ts';
import { openDeskOffice, siti, type DeskOffice } from './desk-office.ts';

const looksAt = (store: Store): Promise<unknown[]> =>
  store.sql('audit').where({ action: 'matter.file-view', subject: 'K1001' });

/** What siti sends, and what became of it. */
const usual = { type: 'image/jpeg', status: 'kept', name: 'surat.jpg' } as const;
type Sent = { readonly [Key in keyof typeof usual]?: string };

describe('partOf', () => {
  const parts = [
    { header: undefined, expected: undefined },
    { header: 'bytes=0-', expected: { from: 0, to: 99 } },
    { header: 'bytes=10-19', expected: { from: 10, to: 19 } },
    { header: 'bytes=90-500', expected: { from: 90, to: 99 } },
    { header: 'bytes=-10', expected: { from: 90, to: 99 } },
    { header: 'bytes=-500', expected: { from: 0, to: 99 } },
    { header: 'bytes=100-', expected: 'none' },
    { header: 'bytes=20-10', expected: 'none' },
    { header: 'bytes=0-1,5-6', expected: undefined },
    { header: 'items=0-1', expected: undefined },
    { header: 'bytes=-', expected: undefined },
  ];
  for (const { header, expected } of parts) {
    it(`reads ${header ?? 'no header'} of 100 bytes`, () => {
      expect(partOf(header, 100)).to.deep.equal(expected);
    });
  }
});

onEachDatabase('files of a conversation', (open) => {
  let store: Store;
  let office: DeskOffice;
  let dewi: Browser;
  let folder: string;
  let files: AttachmentFiles;
  beforeEach(async () => {
    store = await open();
    folder = mkdtempSync(join(tmpdir(), 'sapakerja-files-'));
    files = openFiles(folder, testKeys);
    office = await openDeskOffice(store, { files });
    dewi = await office.officer('dewi');
  });
  afterEach(async () => {
    await office.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Siti sends a file with her question; gives its address once it was fetched. */
  const sent = async (bytes: Buffer, more: Sent = {}): Promise<string> => {
    const { type, status, name } = { ...usual, ...more };
    await office.people.say(siti, 'TANYA ini surat apa', {
      media: [{ kind: 'photo', ref: 'r', name }],
    });
    const kept = status === 'kept' ? { type, file: await files.write(bytes) } : {};
    await store.sql('attachments').update({ status, size: bytes.length, ...kept });
    const [row] = await store.sql('attachments').select('public_id').orderBy('id', 'desc');
    return `/admin/perkara/K1001/berkas/${row?.public_id}`;
  };

  const shown = [
    { label: 'a photo', bytes: sampleFiles.jpeg, type: 'image/jpeg', tag: '<img src="' },
    { label: 'a voice', bytes: sampleFiles.opus, type: 'audio/ogg', tag: '<audio controls' },
    { label: 'a video', bytes: sampleFiles.mp4, type: 'video/mp4', tag: '<video controls' },
  ];
  for (const { label, bytes, type, tag } of shown) {
    it(`shows ${label} in the page and sends it as what it is`, async () => {
      const path = await sent(bytes, { type });
      const html = await dewi.page('/admin/perkara/K1001');
      expect(html).to.contain(tag).and.contain(`src="${path}"`);
      const answer = await dewi.get(path);
      expect(answer.status).to.equal(200);
      expect(Buffer.from(await answer.arrayBuffer())).to.deep.equal(bytes);
      const { headers } = answer;
      expect(headers.get('content-type')).to.equal(type);
      expect(headers.get('content-disposition')).to.match(/^inline; /);
      expect(headers.get('content-security-policy')).to.match(/^sandbox; default-src 'none'/);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('cache-control')).to.equal('no-store');
    });
  }

  it('gives a paper only as a download', async () => {
    const path = await sent(sampleFiles.pdf, { type: 'application/pdf', name: 'ijazah.pdf' });
    expect(await dewi.page('/admin/perkara/K1001')).to.contain('Unduh <bdi>ijazah.pdf</bdi>');
    const { headers } = await dewi.get(path);
    expect(headers.get('content-disposition')).to.match(/^attachment; filename="ijazah\.pdf"/);
  });

  it('gives the part of a sound that a player asks for', async () => {
    const path = await sent(sampleFiles.opus, { type: 'audio/ogg' });
    const part = await dewi.get(path, { range: 'bytes=28-35' });
    expect(part.status).to.equal(206);
    expect(await part.text()).to.equal('OpusHead');
    expect(part.headers.get('content-range')).to.equal(`bytes 28-35/${sampleFiles.opus.length}`);
    expect((await dewi.get(path, { range: 'bytes=9999-' })).status).to.equal(416);
  });

  const names = [
    { name: '../../etc/passwd.jpg', expected: 'passwd.jpg' },
    { name: '"><script>alert(1)</script>.pdf', expected: 'script.jpg' },
    { name: 'a\r\nSet-Cookie: x=1.jpg', expected: 'a Set-Cookie x 1.jpg' },
    { name: '\u202egpj.exe', expected: 'gpj.jpg' },
    { name: 'foto.jpg.html', expected: 'foto jpg.jpg' },
    { name: '...', expected: 'photo.jpg' },
    { name: 'ꦱꦸꦫꦠ.jpg', expected: 'ꦱ ꦫꦠ.jpg' },
  ];
  for (const { name, expected } of names) {
    it(`calls ${JSON.stringify(name)} ${expected}`, async () => {
      const path = await sent(sampleFiles.jpeg, { name });
      const disposition = (await dewi.get(path)).headers.get('content-disposition') ?? '';
      expect(disposition).to.match(/^inline; filename="[\w. -]*"; filename\*=UTF-8''[\w.%~!-]+$/);
      expect(decodeURIComponent(disposition.split("''")[1] ?? '')).to.equal(expected);
      expect(await dewi.page('/admin/perkara/K1001')).not.to.contain('<script>alert');
    });
  }

  const states = [
    { status: 'waiting', says: 'sedang diambil' },
    { status: 'refused', says: 'tidak diterima: jenisnya' },
    { status: 'too-large', says: 'lebih besar dari 10 MB' },
    { status: 'gone', says: 'sudah tidak ada di penyedia' },
  ];
  for (const { status, says } of states) {
    it(`says in words that a file is ${status}, and has none to show`, async () => {
      const path = await sent(sampleFiles.jpeg, { status });
      expect(await dewi.page('/admin/perkara/K1001'))
        .to.contain(says)
        .and.not.contain('<img src="/admin/perkara');
      expect((await dewi.get(path)).status).to.equal(404);
    });
  }

  it('shows nothing of a type that is not taken, whatever the row says', async () => {
    const path = await sent(sampleFiles.html, { type: 'text/html' });
    expect((await dewi.get(path)).status).to.equal(404);
  });

  it('says 404 when the bytes are on another machine', async () => {
    const path = await sent(sampleFiles.jpeg);
    await store.sql('attachments').update({ file: 'elsewhere' });
    expect((await dewi.get(path)).status).to.equal(404);
  });

  it('notes who looked, once for a page that shows itself anew', async () => {
    const path = await sent(sampleFiles.jpeg);
    await dewi.get(path);
    await dewi.get(path);
    expect(await looksAt(store)).to.have.length(1);
    office.people.pass(11 * 60_000);
    await dewi.get(path);
    expect(await looksAt(store)).to.have.length(2);
  });

  const strangers = [
    { label: 'an officer of another office', more: { office: '35.09' } },
    { label: 'an officer whom the complaint is about', more: {}, hidden: true },
  ] as const;
  for (const { label, more, ...rest } of strangers) {
    it(`is not there for ${label}`, async () => {
      const path = await sent(sampleFiles.jpeg);
      const other = await office.officer('tono', more);
      if ('hidden' in rest) {
        const [officer] = await store.sql('officers').where({ username: 'tono' });
        const [matter] = await store.sql('matters').select('id');
        await store.sql('matter_hidden').insert({ matter_id: matter?.id, officer_id: officer.id });
      }
      expect((await other.get(path)).status).to.equal(404);
      expect((await dewi.get(path)).status).to.equal(200);
    });
  }

  it('is not there under the number of another matter', async () => {
    const path = await sent(sampleFiles.jpeg);
    const number = await office.open({}, { userId: '+6281234567899' });
    expect((await dewi.get(path.replace('K1001', number))).status).to.equal(404);
  });

  it('leads whoever is not signed in to the sign-in', async () => {
    const path = await sent(sampleFiles.jpeg);
    const answer = await fetch(office.web.url + path, { redirect: 'manual' });
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.contain('/admin/masuk');
  });
});
