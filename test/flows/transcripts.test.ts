import { expect } from 'chai';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { measureSms } from '../../src/core/sms.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import type { TestGateway } from '../helpers/gateway.ts';
import { play } from './play.ts';
import { watchSteps, type Travelled } from './travelled.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

const sourceOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

let travelled: Travelled | undefined;

const begin = ({ tools }: TestGateway): void => {
  travelled ??= watchSteps(tools.book);
};

onEachDatabase('golden transcripts', (open) => {
  for (const file of files) {
    it(`${file} is said word for word`, async () => {
      const source = sourceOf(file);
      const { said } = await play(await open(), source, { begin });
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
