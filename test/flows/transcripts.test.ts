import { expect } from 'chai';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { measureSms } from '../../src/core/sms.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { realOffice } from '../helpers/real-office.ts';
import { fillVacancies } from '../helpers/vacancies.ts';
import { vacancies } from './published.ts';
import { ownBook, say } from './talk.ts';
import { playTranscript, readTranscript } from './transcript.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);

const book = ownBook();

/** Plays a transcript against the engine and the office's services; each phone has its own conversation. */
async function playAlone(source: string, store: Store): Promise<string> {
  await fillVacancies(store, vacancies);
  const conversations = new Map<string, Conversation | null>();
  return playTranscript(readTranscript(source), async (from, text, elapsed) => {
    const now = new Date(testStart.getTime() + elapsed);
    const partner = { book, office: realOffice(store, from) };
    const said = await say(partner, conversations.get(from) ?? null, text, now);
    conversations.set(from, said.conversation);
    return said.replies;
  });
}

/** Plays it through the gateway, the services and the database, a minute for each message. */
async function playThrough(source: string, store: Store): Promise<string> {
  const { say: send, pass, now } = await openTestGateway(store);
  await fillVacancies(store, vacancies);
  return playTranscript(readTranscript(source), async (from, text, elapsed) => {
    pass(testStart.getTime() + elapsed - now().getTime());
    const reply = await send(from, text);
    return reply === undefined ? [] : [reply];
  });
}

const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

onEachDatabase('golden transcripts', (open) => {
  for (const file of files) {
    it(`${file} is said word for word`, async () => {
      const place = new URL(file, folder);
      const source = readFileSync(place, 'utf8');
      const said = await playAlone(source, await open());
      if (process.env['UPDATE']) writeFileSync(place, said);
      else expect(said).to.equal(source);
    });
  }
});

describe('golden transcripts', () => {
  for (const file of files) {
    it(`${file} keeps every reply within two SMS`, () => {
      const replies = readFileSync(new URL(file, folder), 'utf8')
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
      const source = readFileSync(new URL(file, folder), 'utf8');
      expect(await playThrough(source, await open())).to.equal(source);
    });
  }
});
