import { expect } from 'chai';
import { makePlace, startServer, type Place } from './helpers/server.ts';

/** A mistake of ours that nothing catches, made when the signal comes. */
const bug = `process.on('SIGUSR2', () => {
  Promise.reject(Object.assign(new Error('SITI'), { detail: 'Failing row contains (3508)' }));
})`;

describe('serve', function () {
  this.timeout(30_000);
  let place: Place;

  beforeEach(async () => {
    place = await makePlace('sqlite');
  });
  afterEach(() => place.clear());

  it('ends with 1 after a bug, and repeats nothing of what the error says', async () => {
    const load = `data:text/javascript,${encodeURIComponent(bug)}`;
    const server = await startServer(place, { NODE_OPTIONS: `--import ${load}` });
    server.process.kill('SIGUSR2');
    expect(await server.ended).to.equal(1);
    expect(server.printed()).to.contain('"level":50').and.to.contain('"name":"Error"');
    expect(server.printed()).not.to.contain('SITI').and.not.to.contain('3508)');
  });
});
