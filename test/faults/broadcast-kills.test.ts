import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { findBroadcast } from '../../src/services/broadcasts.ts';
import type { Store } from '../../src/store/store.ts';
import { makePlace, openPlace, startServer } from '../helpers/server.ts';
import { addSubscribers, releaseMany } from '../load/subscribers.ts';
import { pausedTwilio } from '../load/targets.ts';

const subscribers = 60_000;

/** Waits until more of it is in the outbox than before; gives how far it has come. */
async function moved(store: Store, id: number, from: number): Promise<number> {
  for (;;) {
    const { cursor = 0 } = (await findBroadcast(store, id)) ?? {};
    if (cursor > from || cursor >= subscribers) return cursor;
    await pause(1);
  }
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a broadcast whose process is killed on ${dialect}`, function () {
    this.timeout(600_000);

    it('enqueues everybody exactly once', async () => {
      const place = await makePlace(dialect);
      const store = await openPlace(place);
      try {
        await migrate(store);
        const first = await startServer(place, pausedTwilio);
        await addSubscribers(store, subscribers);
        const [id = 0] = await releaseMany(store, 1);
        let cursor = await moved(store, id, 0);
        await first.kill();
        for (let kills = 0; kills < 4 && cursor < subscribers; kills += 1) {
          await store.sql('leases').update({ until: 0 }); // its time, which the test does not wait for
          const next = await startServer(place, pausedTwilio);
          cursor = await moved(store, id, cursor);
          await next.kill();
        }
        await store.sql('leases').update({ until: 0 });
        const last = await startServer(place, pausedTwilio);
        while (cursor < subscribers) cursor = await moved(store, id, cursor);
        await last.stop();
        const waiting: number[] = await store.sql('broadcast_outbox').pluck('address_id');
        const taken: number[] = await store
          .sql('outbound_messages')
          .where({ broadcast_id: id })
          .pluck('address_id');
        const all = [...waiting, ...taken];
        expect(all).to.have.length(subscribers);
        expect(new Set(all)).to.have.property('size', subscribers);
      } finally {
        await store.close();
        await place.clear();
      }
    });
  });
}
