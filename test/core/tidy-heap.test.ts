import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { packWhenIdle } from '../../src/core/tidy-heap.ts';
import { until } from '../helpers/until.ts';

const tidy = new URL('../../src/core/tidy-heap.js', import.meta.url).href;

/** A process of its own, that waits until pages are given back after three of four objects have gone. */
const halfEmpty = `
  import { packWhenIdle } from '${tidy}';
  let kept = Array.from({ length: 400_000 }, (_, n) => ({ n }));
  kept = kept.filter(({ n }) => n % 4 === 0);
  const before = process.memoryUsage().heapTotal;
  packWhenIdle(() => 0, { quiet: 10 });
  while (process.memoryUsage().heapTotal > before * 0.8)
    await new Promise((resolve) => setTimeout(resolve, 20));
  console.log('packed', kept.length);`;

describe('the heap after a start', () => {
  it('is packed once when nobody writes', async () => {
    let packed = 0;
    packWhenIdle(() => 7, { quiet: 5, pack: async () => void (packed += 1) });
    await until(() => packed > 0);
    await pause(30);
    expect(packed).to.equal(1);
  });

  it('is left alone while somebody writes', async () => {
    let [turns, packed, looks] = [0, 0, 0];
    const write = () => (turns += (looks += 1) < 8 ? 1 : 0);
    packWhenIdle(write, { quiet: 5, pack: async () => void (packed = looks) });
    await until(() => packed > 0);
    expect(packed).to.equal(8);
  });

  it('gives back pages that are half empty', () => {
    const args = ['--input-type=module', '-e', halfEmpty];
    const said = execFileSync(process.execPath, args, { timeout: 15_000 });
    expect(said.toString()).to.equal('packed 100000\n');
  });

  it('stays as it is where there is no inspector', async () => {
    let asked = 0;
    const pack = async () => {
      asked += 1;
      throw new Error('no inspector');
    };
    packWhenIdle(() => 7, { quiet: 5, pack });
    await until(() => asked > 0);
  });
});
