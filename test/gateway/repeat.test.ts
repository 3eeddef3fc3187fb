import { expect } from 'chai';
import { openRepeat } from '../../src/gateway/repeat.ts';

const logged: object[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object) => void logged.push(fields),
};

/** A promise and what resolves it. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

describe('openRepeat', () => {
  beforeEach(() => void logged.splice(0));

  it('does the job at once, then again and again, until it is stopped', async () => {
    let runs = 0;
    const third = gate();
    const job = async (): Promise<void> => {
      runs += 1;
      if (runs === 3) third.open();
    };
    const repeat = openRepeat({ name: 'x', every: 1 }, job, log);
    repeat.start();
    expect(runs).to.equal(1);
    await third.opened;
    await repeat.stop();
    const before = runs;
    await new Promise((resolve) => void setImmediate(resolve));
    expect(runs).to.equal(before);
  });

  it('never overtakes itself, and stop waits for the run', async () => {
    const running = gate();
    let runs = 0;
    const job = async (): Promise<void> => {
      runs += 1;
      await running.opened;
    };
    const repeat = openRepeat({ name: 'x', every: 1 }, job, log);
    repeat.start();
    let stopped = false;
    const stop = async (): Promise<void> => {
      await repeat.stop();
      stopped = true;
    };
    const stopping = stop();
    await new Promise((resolve) => void setImmediate(resolve));
    expect([runs, stopped]).to.deep.equal([1, false]);
    running.open();
    await stopping;
  });

  it('logs what fails and goes on', async () => {
    const second = gate();
    let runs = 0;
    const job = async (): Promise<void> => {
      runs += 1;
      if (runs === 1) throw new Error('once');
      second.open();
    };
    const repeat = openRepeat({ name: 'retry', every: 1 }, job, log);
    repeat.start();
    await second.opened;
    await repeat.stop();
    expect(logged).to.have.length(1);
    expect(logged[0]).to.include({ job: 'retry' });
  });
});
