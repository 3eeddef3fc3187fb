import { expect } from 'chai';
import { benchmarks } from './load/bench.ts';
import { filesOf, readDoc, readRecord, type PerformanceRecord } from './load/page/record.ts';
import type { Figure } from './load/report.ts';

/** A page of one run of the turn that told the figures. */
async function pageOf(...figures: readonly Figure[]): Promise<ReadonlyMap<string, string>> {
  const machine = { name: 'machine', value: 9_000, unit: 'flushes/s', cores: 2 };
  const run = { command: 'npm run bench -- turn', date: '2026-11-23', commit: 'abc1234' };
  const record: PerformanceRecord = { turn: { ...run, machine, figures } };
  return filesOf(record);
}

describe('docs/performance.md', () => {
  it('and its drawings are what is made of docs/performance.json', async () => {
    for (const [name, content] of await filesOf(await readRecord())) {
      const isMade = (await readDoc(name).catch(() => '')) === content;
      expect(isMade, `docs/${name} is as \`npm run bench -- --draw\` makes it`).to.equal(true);
    }
  });

  it('names the command of every benchmark', async () => {
    const page = await readDoc('performance.md');
    for (const { name } of benchmarks) expect(page).to.include(`npm run bench -- ${name}`);
  });

  it('marks a goal that is missed', async () => {
    const figure = { name: 'rate', value: 0.4, unit: 'ratio', goal: { atLeast: 0.5, hope: 1 } };
    const page = (await pageOf(figure)).get('performance.md');
    expect(page).to.include('at least 0.5, hoped 1: **missed**');
  });

  it('does not mark a goal that is held', async () => {
    const figure = { name: 'wait', value: 5, unit: 'ms', goal: { atMost: 5 } };
    const page = (await pageOf(figure)).get('performance.md');
    expect(page)
      .to.include('at most 5')
      .and.to.match(/\| held +\|/);
    expect(page).not.to.include('**missed**');
  });

  it('takes a bound in short as a goal', async () => {
    const page = (await pageOf({ name: 'block', value: 30, unit: 'ms', limit: 20 })).get(
      'performance.md',
    );
    expect(page).to.include('at most 20: **missed**');
  });

  it('draws a line for each name of the figures that say how many there are', async () => {
    const files = await pageOf(
      { name: 'size', value: 4, unit: 'MB', x: 10_000 },
      { name: 'size', value: 400, unit: 'MB', x: 1_000_000 },
    );
    expect(files.get('performance-turn-mb.svg')).to.include('>size</text>');
  });

  it('draws the figures that are points of a curve', async () => {
    const curve = { drawing: 'vacancies', line: 'SQLite <p99>' };
    const files = await pageOf(
      { name: 'search', value: 0.5, unit: 'ms', curve: { ...curve, at: 1_000 } },
      { name: 'search', value: 5, unit: 'ms', curve: { ...curve, at: 1_000_000 } },
    );
    const drawing = files.get('performance-vacancies.svg');
    expect(drawing).to.include('1,000,000').and.to.include('SQLite &lt;p99>');
    expect(drawing?.match(/<circle/g)).to.have.length(3); // one in the legend
    expect(files.get('performance.md')).to.include('(performance-vacancies.svg)');
  });
});
