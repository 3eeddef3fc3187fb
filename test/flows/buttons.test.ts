import { expect } from 'chai';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Choice } from '../../src/core/message.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { play, type Played } from './play.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);
const golden = new URL('../../../test/tombol.txt', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

const shown = ({ text, label }: Choice): string =>
  text === label ? `[${text}]` : `[${text} = ${label}]`;

/** A reply that has buttons, with them under it, as a phone shows them. */
function screens(turns: readonly Played[]): string[] {
  return turns.flatMap(({ replies }) =>
    replies
      .filter(({ choices }) => choices.length > 0)
      .map(({ text, choices }) => {
        const buttons = choices.map(shown).join(' ');
        return `< ${text.replaceAll('\n', '\\n')}\n  ${buttons}`;
      }),
  );
}

onEachDatabase('buttons of every reply', (open, dialect) => {
  if (dialect !== 'sqlite') return; // what a reply offers comes of its words alone
  it('are those of the golden file, each different reply once', async function () {
    this.timeout(120_000);
    const seen = new Set<string>();
    for (const file of files) {
      const source = readFileSync(new URL(file, folder), 'utf8');
      const { turns } = await play(await open(), source, { medium: 'telegram' });
      for (const screen of screens(turns)) seen.add(screen);
    }
    const said = `${[...seen].join('\n')}\n`;
    if (process.env['UPDATE']) writeFileSync(golden, said);
    else expect(said).to.equal(readFileSync(golden, 'utf8'));
  });
});
