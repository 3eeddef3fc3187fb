import { expect } from 'chai';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { measureSms } from '../../src/core/sms.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { fillAgencies } from '../helpers/agencies.ts';
import { fillDuty } from '../helpers/duty.ts';
import { fillVacancies } from '../helpers/vacancies.ts';
import { happen } from './events.ts';
import { agencies, vacancies } from './published.ts';
import { watchSteps, type Travelled } from './travelled.ts';
import { playTranscript, readTranscript } from './transcript.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

const sourceOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

let travelled: Travelled | undefined;

/** Plays a transcript through the gateway, the services and the database, a minute for each message. */
async function play(store: Store, source: string): Promise<string> {
  const { say, pass, now, tools, gateway, sent } = await openTestGateway(store);
  travelled ??= watchSteps(tools.book);
  await fillVacancies(store, vacancies);
  await fillDuty(store);
  await fillAgencies(store, agencies);
  const at = (elapsed: number): void => pass(testStart.getTime() + elapsed - now().getTime());
  return playTranscript(readTranscript(source), {
    say: async (from, text, elapsed) => {
      at(elapsed);
      const reply = await say(from, text);
      return reply === undefined ? [] : [reply];
    },
    event: async (from, { name, words }, elapsed) => {
      at(elapsed);
      const before = sent.length;
      await happen(tools, name, { from, words });
      await gateway.drain();
      return sent.slice(before).flatMap(({ to, text }) => (to === from ? [text] : []));
    },
  });
}

onEachDatabase('golden transcripts', (open) => {
  for (const file of files) {
    it(`${file} is said word for word`, async () => {
      const source = sourceOf(file);
      const said = await play(await open(), source);
      if (process.env['UPDATE']) writeFileSync(new URL(file, folder), said);
      else expect(said).to.equal(source);
    });
  }
});

describe('golden transcripts', () => {
  it('come to every step of every flow', () => {
    expect(travelled?.missing()).to.deep.equal([]);
  });

  for (const file of files) {
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
