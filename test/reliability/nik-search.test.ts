import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { reached } from '../helpers/reached.ts';
import { openOffice, speakAll } from '../faults/office.ts';
import { villager } from '../faults/villagers.ts';
import { findNiks, searchFolder } from './nik-search.ts';

const nik = '3508105201990001';
const bytes = (text: string, encoding: BufferEncoding = 'latin1'): Buffer =>
  Buffer.from(text, encoding);

/** The same number as somebody might leave it behind. */
const planted = [
  { label: 'as it is', left: bytes(`nik=${nik};`), form: 'plain' },
  { label: 'with dots', left: bytes('3508.1052.0199.0001'), form: 'parted' },
  { label: 'with spaces', left: bytes('35 08 10 52 01 99 00 01'), form: 'parted' },
  { label: 'in UTF-16', left: bytes(`a${nik}b`, 'utf16le'), form: 'UTF-16' },
  { label: 'in UTF-16 the other way', left: bytes(`a${nik}`, 'utf16le').swap16(), form: 'UTF-16' },
  { label: 'in hex', left: bytes(bytes(`x${nik}`).toString('hex')), form: 'hex' },
  ...['', 'a', 'ab', 'abc', '{"nik":"'].map((before) => ({
    label: `in base64 behind ${before.length} letters`,
    left: bytes(bytes(`${before}${nik}"}`).toString('base64')),
    form: 'base64',
  })),
  { label: 'in base64url', left: bytes(bytes(`>>${nik}??`).toString('base64url')), form: 'base64' },
];

const innocent = [
  { label: 'a masked one', left: bytes('3508********0001') },
  { label: 'the example', left: bytes('3508105201990000') },
  { label: 'a longer number', left: bytes(`62812${nik}7`) },
  { label: 'no day of birth', left: bytes('3508109901990001') },
  { label: 'the number of a card', left: bytes('3508 001001 231126') },
  { label: 'a time', left: bytes('1764000000000') },
];

describe('the search for NIKs', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sapakerja-niks-'));
  });
  afterEach(async () => {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
    await rm(folder, { recursive: true });
  });

  for (const { label, left, form } of planted) {
    it(`sees one ${label}`, () => {
      expect(findNiks(left)).to.include(form);
      expect(findNiks(Buffer.concat([Buffer.alloc(999, 7), left, Buffer.alloc(9)]))).to.include(
        form,
      );
    });
  }
  for (const { label, left } of innocent) {
    it(`is not misled by ${label}`, () => {
      expect(findNiks(left)).to.deep.equal([]);
    });
  }

  it('sees one across two pieces of a large file, in a folder below', async () => {
    await mkdir(join(folder, 'a'));
    const large = Buffer.concat([Buffer.alloc(4_000_000 - 8, 65), bytes(`,${nik},`)]);
    await writeFile(join(folder, 'a', 'x'), large);
    const { files, hits } = await searchFolder(folder);
    expect([files, hits.length]).to.deep.equal([1, 1]);
    expect(hits[0]).not.to.include(nik);
  });

  it('finds none in what a server leaves behind, and its log says nothing of anybody', async () => {
    const office = await openOffice('sqlite');
    try {
      const server = await office.start({ LOG_LEVEL: 'trace' });
      const people = [villager(0), villager(1)];
      const [{ phone, lines } = villager(0)] = people;
      expect(await speakAll(server.url, people)).to.equal(true);
      const pages = [`/admin/pencari/${nik}?q=${nik}`, `/api/v1/seekers/${nik}`, `/${nik}%ZZ`];
      const answers = await Promise.all([
        ...pages.map((path) => fetch(server.url + path)),
        ...['/webhooks/twilio', '/webhooks/http', '/api/v1/vacancies'].map((path) =>
          fetch(server.url + path, { method: 'POST', body: `{"text":"${lines.join(' ')}` }),
        ),
      ]);
      const said = await Promise.all(answers.map((answer) => answer.text()));
      expect(answers.filter(({ status }) => status < 400)).to.deep.equal([]);
      await server.kill(); // with the database's log as it was
      await writeFile(join(office.place.folder, 'printed'), server.printed());
      await writeFile(join(office.place.folder, 'answered'), said.join('\n'));
      const { files, bytes: size, hits } = await searchFolder(office.place.folder);
      expect(hits).to.deep.equal([]);
      expect(files).to.be.above(3);
      expect(server.printed()).not.to.match(/SITI|AMINAH|JAHIT|loket buka/i);
      expect(server.printed()).not.to.include(phone.slice(1));
      const kilobytes = Math.round(size / 1000);
      reached('nik-nowhere', {
        files,
        kilobytes,
        'forms seen': planted.length,
        'files with a NIK': 0,
      });
    } finally {
      await office.close();
    }
  }).timeout(120_000);
});
