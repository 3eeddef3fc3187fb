import { expect } from 'chai';
import { reached } from '../helpers/reached.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import { doubled, overtaken, raceForClaims, type Race } from './claims.ts';
import { isFull } from '../helpers/full.ts';

const race: Race = isFull
  ? { rows: 100_000, workers: 8, kills: 60, every: 300 }
  : { rows: 4_000, workers: 8, kills: 6, every: 60 };

describe(`${race.workers} processes that claim ${race.rows} messages and are killed`, function () {
  this.timeout(isFull ? 3_600_000 : 180_000);

  it("claim all, none twice but a dead one's, and in order", async () => {
    const place = await makePlace('postgres');
    const store = await openPlace(place);
    try {
      const { claims, killed, left } = await raceForClaims(place, store, race);
      expect(left).to.equal(0);
      expect(doubled(claims, killed)).to.deep.equal([]);
      expect(overtaken(claims)).to.deep.equal([]);
      const seen = new Set(claims.map(({ id }) => id)).size;
      expect(seen).to.be.within(race.rows - race.kills * 64, race.rows);
      expect(claims.some(({ marked }) => marked)).to.equal(true);
      const told = { messages: race.rows, processes: race.workers, kills: killed.size };
      reached('order-per-person', { ...told, 'lost or overtaken': 0 });
      const again = claims.filter(({ marked }) => marked).length;
      reached('doubles-are-marked', {
        kills: killed.size,
        'claimed again, marked': again,
        'of them unmarked': 0,
      });
    } finally {
      await store.close();
      await place.clear();
    }
  });

  const claim = { by: 'a', id: 1, contact: 1, attempt: 1, marked: false, at: 1n };
  const again = { ...claim, by: 'b', attempt: 2, marked: true };
  const doubles = [
    { label: 'no double where a dead one had it', second: again, dead: ['a'], found: [] },
    { label: 'a double where a living one had it', second: again, dead: [], found: [1] },
    { label: 'one unmarked', second: { ...again, marked: false }, dead: ['a'], found: [1] },
    { label: 'one attempt twice', second: { ...again, attempt: 1 }, dead: ['a'], found: [1] },
  ];
  for (const { label, second, dead, found } of doubles) {
    it(`would notice ${label}`, () => {
      expect(doubled([claim, second], new Set(dead))).to.deep.equal(found);
    });
  }
  it('would notice a message that overtook', () => {
    expect(overtaken([claim, { ...claim, id: 2, at: 0n }])).to.deep.equal([1]);
    expect(overtaken([claim, { ...claim, id: 2, at: 2n }])).to.deep.equal([]);
  });
});
