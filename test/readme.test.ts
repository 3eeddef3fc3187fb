import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commands } from '../src/commands/index.ts';
import { checkFlows } from '../src/flows/book.ts';
import { actions } from '../src/services/index.ts';
import { spawnCommand } from './helpers/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): Promise<string> => readFile(join(root, name), 'utf8');

/** The fenced blocks of a language. */
const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
    ([, block = '']) => block,
  );

const pages = [
  'README.md',
  'docs/operator.md',
  'docs/performance.md',
  'docs/channels.md',
  'docs/panduan-telegram.md',
  'docs/panduan-twilio.md',
  'docs/panduan-whatsapp-resmi.md',
  'docs/panduan-whatsapp-tertaut.md',
  'docs/panduan-kannel.md',
  'docs/panduan-modem.md',
  'CHANGELOG.md',
];

describe('README.md', function () {
  this.timeout(120_000);

  it('has at most 150 lines', async () => {
    expect((await read('README.md')).split('\n')).to.have.length.at.most(151);
  });

  it('shows the conversation that the service holds', async () => {
    const [conversation = ''] = blocks(await read('README.md'), 'text');
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-readme-'));
    const lines = conversation.split('\n');
    const chat = spawnCommand(['chat'], { DATA_DIR: folder }, folder);
    const ended = once(chat, 'close');
    chat.stdin?.end(
      lines.flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : [])).join('\n'),
    );
    const printed = await text(chat.stdout ?? process.stdin);
    await ended;
    await rm(folder, { recursive: true });
    expect(printed.trim().split('\n')).to.deep.equal(lines.filter((line) => line.startsWith('< ')));
  });

  it('shows a flow that has no mistake beside the others', async () => {
    const [flow = ''] = blocks(await read('README.md'), 'yaml');
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-flows-'));
    await cp(join(root, 'flows'), folder, { recursive: true });
    await writeFile(join(folder, 'loket.yaml'), flow);
    const replies = join(root, 'templates', 'replies');
    const mistakes = checkFlows({ flows: folder, replies, catalogue: actions });
    await rm(folder, { recursive: true });
    expect(flow).to.include('flow: loket');
    expect(mistakes).to.deep.equal([]);
  });
});

for (const page of pages) {
  describe(page, () => {
    it('links only to files that are there', async () => {
      const links = [...(await read(page)).matchAll(/\]\((?!https?:)([^)#]+)/g)];
      for (const [, link = ''] of links) await stat(join(root, page, '..', link));
    });

    it('names only npm scripts that are there', async () => {
      const { scripts } = JSON.parse(await read('package.json')) as { scripts: object };
      const named = [
        ...(await read(page)).matchAll(
          /\bnpm (?:run )?(start|test|[\w]+:[\w]+|chat|check|bench)\b/g,
        ),
      ];
      const unknown = named.map(([, name = '']) => name).filter((name) => !(name in scripts));
      expect(unknown).to.deep.equal([]);
    });

    it('names only commands that are there', async () => {
      const named = [...(await read(page)).matchAll(/npx sapakerja ((?:[a-z]+)(?: [a-z]+)?)/g)];
      const unknown = named
        .map(([, name = '']) => name)
        .filter(
          (name) =>
            ![...commands.keys()].some((words) => words.split(' ')[0] === name.split(' ')[0]),
        );
      expect(unknown).to.deep.equal([]);
    });

    it('names only settings that are there', async () => {
      const settings = await read('.env.example');
      const named = [...(await read(page)).matchAll(/`([A-Z]+_[A-Z_]*[A-Z])`/g)];
      const unknown = named
        .map(([, name = '']) => name)
        .filter((name) => !settings.includes(`\n${name}=`));
      expect(unknown).to.deep.equal([]);
    });
  });
}
