import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

const young = new URL('../../src/core/young-heap.js', import.meta.url).href;

/** Megabytes of the young heap after 200,000 objects that stay, in a process of its own. */
function sizeAfter(work: string): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { beginSmall, growUnderLoad } from '${young}';
    const kept = [];
    const make = () => { for (let n = 0; n < 200_000; n += 1) kept.push({ n, more: [n] }); };
    ${work}
    const { space_size } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    console.log(space_size / 2 ** 20, kept.length);`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program]);
  return Number.parseFloat(said.toString());
}

describe('the young heap', () => {
  it('does not grow while a server reads its code', () => {
    expect(sizeAfter('beginSmall(); make();')).to.be.at.most(2);
  });

  it('grows as soon as there is load', () => {
    const loaded = `beginSmall();
      let turns = 0;
      growUnderLoad(() => (turns += 100));
      await new Promise((resolve) => setTimeout(resolve, 600));
      make();`;
    expect(sizeAfter(loaded)).to.be.greaterThan(4);
  });

  it('does not grow for a few turns', () => {
    const quiet = `beginSmall();
      let turns = 0;
      growUnderLoad(() => (turns += 1));
      await new Promise((resolve) => setTimeout(resolve, 600));
      make();`;
    expect(sizeAfter(quiet)).to.be.at.most(2);
  });
});

/** What V8 tells of its optimizing compiler while a process does `work` and counts for 0.2 s. */
function toldOfCompiler(work: string): string {
  const program = `
    import { beginSmall, growUnderLoad } from '${young}';
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const count = () => { let sum = 0; for (let n = 0; n < 1_000; n += 1) sum += n; return sum; };
    ${work}
    const end = Date.now() + 200;
    while (Date.now() < end) count();`;
  const flags = ['--trace-opt', '--input-type=module', '-e', program];
  return execFileSync(process.execPath, flags, { encoding: 'utf8' });
}

describe('the optimizing compiler', () => {
  it('rests while a server reads its code', () => {
    expect(toldOfCompiler('beginSmall();')).not.to.include('compiling method');
  });

  it('works soon after', () => {
    const later = 'beginSmall(); growUnderLoad(() => 0); await pause(1_600);';
    expect(toldOfCompiler(later)).to.include('compiling method');
  });

  it('works as soon as there is load', () => {
    const loaded = `beginSmall();
      let turns = 0;
      growUnderLoad(() => (turns += 100));
      await pause(600);`;
    expect(toldOfCompiler(loaded)).to.include('compiling method');
  });
});
