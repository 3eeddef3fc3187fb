import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

const young = new URL('../../src/core/young-heap.js', import.meta.url).href;

/** Megabytes of the young heap after 200,000 objects that stay, in a process of its own. */
function sizeAfter(work: string): number {
  const program = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { keepYoungHeap, growUnderLoad } from '${young}';
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
    expect(sizeAfter('keepYoungHeap(); make();')).to.be.at.most(2);
  });

  it('grows as soon as there is load', () => {
    const loaded = `keepYoungHeap();
      let turns = 0;
      growUnderLoad(() => (turns += 100));
      await new Promise((resolve) => setTimeout(resolve, 600));
      make();`;
    expect(sizeAfter(loaded)).to.be.greaterThan(4);
  });

  it('does not grow for a few turns', () => {
    const quiet = `keepYoungHeap();
      let turns = 0;
      growUnderLoad(() => (turns += 1));
      await new Promise((resolve) => setTimeout(resolve, 600));
      make();`;
    expect(sizeAfter(quiet)).to.be.at.most(2);
  });
});
