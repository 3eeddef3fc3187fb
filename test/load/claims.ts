import { doubled, overtaken, raceForClaims, type Race } from '../faults/claims.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { report, round } from './report.ts';

const usual: Race = { rows: 100_000, workers: 8, kills: 40, every: 500 };

/** 100,000 messages claimed by 8 processes, killed in between: how many two of them had. */
export const claims: Benchmark = {
  name: 'claims',
  long: true,
  run: async ({ scale }) => {
    const { rows, kills } = usual;
    const race = { ...usual, rows: rows * scale, kills: Math.ceil(kills * scale) };
    const place = await makePlace('postgres');
    const store = await openPlace(place);
    try {
      const raced = await raceForClaims(place, store, race);
      const wrong = { left: raced.left, overtaken: overtaken(raced.claims).length };
      report({
        name: 'claimed twice, 8 processes killed in between',
        value: doubled(raced.claims, raced.killed).length,
        unit: 'messages',
        of: race.rows,
        limit: 0,
        killed: raced.killed.size,
        // A dead one's, claimed again after its lease: sent, perhaps twice, and marked so.
        marked: raced.claims.filter(({ marked }) => marked).length,
        claims_per_s: round(race.rows / raced.seconds),
        ...wrong,
      });
      if (wrong.left + wrong.overtaken > 0) throw new Error(JSON.stringify(wrong));
    } finally {
      await store.close();
      await place.clear();
    }
  },
};
