import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parseBy, webhookRequest } from '../../helpers/channel-cases.ts';
import { openTelegramBot } from '../../helpers/fake-telegram.ts';
import { openBook } from '../../../src/open.ts';
import { meantBy } from '../../../src/channels/telegram/update.ts';
import { findKeyword } from '../../../src/language/keywords.ts';

const page = readFileSync(new URL('../../../../docs/panduan-telegram.md', import.meta.url), 'utf8');
const settings = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8');
const words = readFileSync(
  new URL('../../../../templates/admin/channels.yaml', import.meta.url),
  'utf8',
);
const all = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, one = '']) => one);

describe('docs/panduan-telegram.md', () => {
  const book = openBook();
  for (const command of all(/^ {3}([a-z_]{1,32}) - .{3,256}$/gmu)) {
    it(`lists the command ${command}, which is a word that always exists`, () => {
      expect(findKeyword(book.words, meantBy(`/${command}`))).to.include({
        kind: 'keyword',
        rest: '',
      });
    });
  }

  it('lists enough commands for the menu', () => {
    expect(all(/^ {3}([a-z_]{1,32}) - .{3,256}$/gmu)).to.have.length.above(8);
  });

  for (const setting of new Set(all(/\b(TELEGRAM_\w+|PUBLIC_URL)\b/gu))) {
    it(`names the setting ${setting}, which there is`, () => {
      expect(settings).to.match(new RegExp(`^${setting}=`, 'm'));
    });
  }

  it('shows a question that is answered 200', async () => {
    const [secret = ''] = all(/Secret-Token: (\S+)"/gu);
    const [body = ''] = all(/--data '([^']+)'/gu);
    const [path = ''] = all(/^ {2}https:\/\/sapa\.contoh\.go\.id(\S+)$/gmu);
    expect(page).to.include(`TELEGRAM_WEBHOOK_SECRET=${secret}\n`);
    const { channel, provider } = await openTelegramBot({ TELEGRAM_WEBHOOK_SECRET: secret });
    await provider.close();
    const header = { 'x-telegram-bot-api-secret-token': secret };
    expect(parseBy(channel, webhookRequest(path, body, header))).to.deep.equal({
      events: [],
      reply: { status: 200 },
    });
  });

  it('explains every code of health that we tell', () => {
    const sources = ['telegram/listen', 'telegram/health'].map((name) =>
      readFileSync(new URL(`../../../src/channels/${name}.js`, import.meta.url), 'utf8'),
    );
    const codes = sources.flatMap((source) => [
      ...source.matchAll(/'((?:webhook|updates|unreadable|polled|token|not)-[a-z]+)'/g),
    ]);
    expect(codes).to.have.length.above(6);
    for (const [, code = ''] of codes) {
      expect(page).to.include(`\`${code}\``);
      expect(words, 'the page Saluran').to.match(new RegExp(`^  ${code}:`, 'm'));
    }
  });
});
