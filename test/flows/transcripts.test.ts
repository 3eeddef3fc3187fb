import { expect } from 'chai';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { measureSms } from '../../src/core/sms.ts';
import type { Conversation } from '../../src/flows/types.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { fakeOffice } from './office.ts';
import { ownBook, say } from './talk.ts';
import { playTranscript, readTranscript } from './transcript.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

const sourceOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

const book = ownBook();

/** Plays a transcript against the engine alone; each phone has its own conversation. */
async function playAlone(source: string): Promise<string> {
  const conversations = new Map<string, Conversation | null>();
  const partner = { book, office: fakeOffice() };
  return playTranscript(readTranscript(source), async (from, text, elapsed) => {
    const now = new Date(testStart.getTime() + elapsed);
    const said = await say(partner, conversations.get(from) ?? null, text, now);
    conversations.set(from, said.conversation);
    return said.replies;
  });
}

/** Plays it through the gateway, the services and the database, a minute for each message. */
async function playThrough(store: Store, source: string): Promise<string> {
  const { say: send, pass, now } = await openTestGateway(store);
  return playTranscript(readTranscript(source), async (from, text, elapsed) => {
    pass(testStart.getTime() + elapsed - now().getTime());
    const reply = await send(from, text);
    return reply === undefined ? [] : [reply];
  });
}

describe('golden transcripts', () => {
  for (const file of files) {
    it(`${file} is said word for word`, async () => {
      const source = sourceOf(file);
      const said = await playAlone(source);
      if (process.env['UPDATE']) writeFileSync(new URL(file, folder), said);
      else expect(said).to.equal(source);
    });

    it(`${file} keeps every reply within two SMS`, () => {
      const replies = sourceOf(file)
        .split('\n')
        .filter((line) => line.startsWith('< '));
      for (const reply of replies) {
        const size = measureSms(reply.slice(2).replaceAll('\\n', '\n'));
        expect(size, reply).to.include({ encoding: 'GSM-7' });
        expect(size.segments, reply).to.be.at.most(2);
      }
    });
  }
});

onEachDatabase('golden transcripts through the gateway', (open) => {
  for (const file of files) {
    it(`${file} is said word for word`, async () => {
      const source = sourceOf(file);
      expect(await playThrough(await open(), source)).to.equal(source);
    });
  }
});
