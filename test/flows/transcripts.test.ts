import { expect } from 'chai';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { measureSms } from '../../src/core/sms.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { fakeOffice } from './office.ts';
import { ownBook, say } from './talk.ts';
import { playTranscript, readTranscript } from './transcript.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);
const begins = Date.parse('2026-11-23T02:00:00Z');

const book = ownBook();

/** Plays a transcript against the engine; each phone has its own conversation. */
async function play(source: string): Promise<string> {
  const conversations = new Map<string, Conversation | null>();
  const partner = { book, office: fakeOffice() };
  return playTranscript(readTranscript(source), async (from, text, elapsed) => {
    const now = new Date(begins + elapsed);
    const said = await say(partner, conversations.get(from) ?? null, text, now);
    conversations.set(from, said.conversation);
    return said.replies;
  });
}

const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

describe('golden transcripts', () => {
  for (const file of files) {
    const place = new URL(file, folder);

    it(`${file} is said word for word`, async () => {
      const source = readFileSync(place, 'utf8');
      const said = await play(source);
      if (process.env['UPDATE']) writeFileSync(place, said);
      else expect(said).to.equal(source);
    });

    it(`${file} keeps every reply within two SMS`, () => {
      const replies = readFileSync(place, 'utf8')
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
