import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { checkFlows } from '../../src/flows/book.ts';
import { writeFlows } from './flow-files.ts';

const page = readFileSync(new URL('../../../docs/flows.md', import.meta.url), 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);

describe('docs/flows.md', () => {
  it('has examples', () => {
    expect(examples).to.have.length.at.least(1);
  });

  examples.forEach((text, index) => {
    it(`shows a flow without mistakes (example ${index + 1})`, () => {
      const samples = "kantor: [Disnaker Lumajang, Disnaker Lumajang]\njam: ['08.00', '08.00']\n";
      const mistakes = checkFlows(writeFlows({ 'contoh.yaml': text }, undefined, samples));
      expect(mistakes).to.deep.equal([]);
    });
  });
});
