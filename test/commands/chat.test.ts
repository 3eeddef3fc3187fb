import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { converse, linesOf, type Talk } from '../../src/commands/conversation.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { addOutbound, listOutbound } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const ani: Talk = { medium: 'sms', from: '+6281200000009', json: false, office: '35.08' };

/** What a talk prints; `log` shows in which order lines were asked for and printed. */
async function talk(store: Store, lines: readonly string[], options: Partial<Talk> = {}) {
  const { tools } = await openTestGateway(store);
  const log: string[] = [];
  const printed: string[] = [];
  async function* input(): AsyncGenerator<Uint8Array> {
    for (const line of lines) {
      log.push(`> ${line}`);
      yield Buffer.from(`${line}\n`);
    }
  }
  const print = (line: string): void => {
    log.push(line.slice(0, 10));
    printed.push(line);
  };
  await converse(tools, { ...ani, ...options }, { input: input(), print, ready: () => undefined });
  return { log, printed };
}

/** A message that waits for `userId` at an account. */
async function queue(store: Store, channel: string, userId: string) {
  const account = await ensureAccount(
    store,
    { channel, name: 'sms', medium: 'sms', officeCode: '35.08' },
    testStart,
  );
  const [sender] = (await ensureSenders(store, [[account.id, userId]], 1)).values();
  if (!sender) throw new Error('no sender');
  const { addressId, contactId } = sender;
  const row = { accountId: account.id, addressId, contactId, inboundId: null, class: 0 };
  const reply = { ...row, text: 'Jawaban petugas', segments: 1, trace: null };
  await addOutbound(store, [reply], testStart.getTime());
  return async () => (await listOutbound(store, contactId)).map(({ status }) => status);
}

const read = async (...chunks: (string | Buffer)[]): Promise<string[]> => {
  async function* input(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: string[] = [];
  for await (const line of linesOf(input())) lines.push(line);
  return lines;
};

describe('linesOf', () => {
  const cases = [
    { label: 'nothing', chunks: [], expected: [] },
    { label: 'a line', chunks: ['MENU\n'], expected: ['MENU'] },
    { label: 'a last line without end', chunks: ['A\nB'], expected: ['A', 'B'] },
    { label: 'Windows ends', chunks: ['A\r\nB\r\n'], expected: ['A', 'B'] },
    { label: 'an empty line', chunks: ['A\n\nB\n'], expected: ['A', '', 'B'] },
    { label: 'a line in pieces', chunks: ['ME', 'NU', '\nA'], expected: ['MENU', 'A'] },
    {
      label: 'a letter in pieces',
      chunks: [Buffer.from([0xc3]), Buffer.from([0xa9, 0x0a])],
      expected: ['é'],
    },
    { label: 'bytes that are no text', chunks: [Buffer.from([0xff, 0x0a])], expected: ['\ufffd'] },
    { label: 'a lone return within', chunks: ['A\rB\n'], expected: ['A\rB'] },
    { label: 'a line separator within', chunks: ['A\u2028B\n'], expected: ['A\u2028B'] },
    { label: 'NUL', chunks: ['A\u0000B\n'], expected: ['A\u0000B'] },
  ];
  for (const { label, chunks, expected } of cases) {
    it(`reads ${label}`, async () => {
      expect(await read(...chunks)).to.deep.equal(expected);
    });
  }
});

onEachDatabase('converse', (open) => {
  it('prints each reply before it reads the next line', async () => {
    const { log } = await talk(await open(), ['MENU', 'DAFTAR', 'BATAL']);
    expect(log).to.have.length(6);
    expect(log.map((line) => line[0])).to.deep.equal(['>', '<', '>', '<', '>', '<']);
  });

  it('goes on where the last talk of this address ended', async () => {
    const store = await open();
    const { printed: first } = await talk(store, ['DAFTAR']);
    const { printed: second } = await talk(store, ['MENU'], { from: '+6281200000010' });
    const { printed: third } = await talk(store, ['BATAL']);
    expect([...first, ...second, ...third]).to.have.length(3);
    expect(third[0]).to.contain('pendaftaran');
  });

  it('is silent where the service is silent', async () => {
    const { printed } = await talk(await open(), ['', ' ']);
    expect(printed).to.deep.equal([]);
  });

  it('prints one object a reply with --json', async () => {
    const { printed } = await talk(await open(), ['DAFTAR'], { json: true, medium: 'whatsapp' });
    const [reply] = printed.map((line): unknown => JSON.parse(line));
    expect(printed).to.have.length(1);
    expect(reply).to.have.all.keys('text', 'flow', 'step', 'expects', 'segments');
    expect(reply).to.include({ flow: 'daftar', expects: 'nik', segments: 1 });
  });

  it('prints what waited for this address, and leaves the rest to others', async () => {
    const store = await open();
    await openTestGateway(store);
    const mine = await queue(store, 'terminal', ani.from);
    const neighbours = await queue(store, 'terminal', '+6281200000010');
    const servers = await queue(store, 'twilio', ani.from);
    const { printed } = await talk(store, []);
    expect(printed).to.deep.equal(['< Jawaban petugas']);
    expect(await mine()).to.deep.equal(['sent']);
    expect(await neighbours()).to.deep.equal(['queued']);
    expect(await servers()).to.deep.equal(['queued']);
  });
});

describe('chat', function () {
  this.timeout(120_000);
  let dataDir = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'sapakerja-chat-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  async function chat(args: readonly string[], input: string) {
    const child = spawn(process.execPath, [cli, 'chat', ...args], {
      cwd: dataDir,
      env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    });
    child.stdin.end(input);
    const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
    const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, out, err };
  }

  it('prints nothing but replies, and exits 0 at the end of the input', async () => {
    const { code, out, err } = await chat(
      ['--channel', 'whatsapp', '--from', '0812-3456-7890'],
      'MENU',
    );
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(out)
      .to.match(/^(< .*\n)+$/)
      .and.contain('DAFTAR');
  });

  const wrong = [
    { label: 'an unknown channel', args: ['--channel', 'fax'], says: '--channel must be' },
    { label: 'an empty address', args: ['--from', ' '], says: '--from is empty' },
    { label: 'an unknown option', args: ['--form', '08'], says: '--form' },
  ];
  for (const { label, args, says } of wrong) {
    it(`says that ${label} is wrong usage: exit 2`, async () => {
      const { code, out, err } = await chat(args, 'MENU\n');
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.contain(says);
    });
  }
});
