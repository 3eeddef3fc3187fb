import { setTimeout as pause } from 'node:timers/promises';
import { postToUser } from '../../src/services/post.ts';
import { openNews, type OutboxNews } from '../../src/store/notify.ts';
import type { Store } from '../../src/store/store.ts';
import { openFakeTwilio, type FakeTwilio } from '../helpers/fake-twilio.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { median, report, round } from './report.ts';
import { pausedTwilio, startOurs } from './targets.ts';

const samples = 15;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Milliseconds from the commit of a message here until the server's provider has it. */
async function timeOne(store: Store, twilio: FakeTwilio, news?: OutboxNews): Promise<number> {
  const now = new Date();
  const before = twilio.messages.length;
  const to = { office: '35.08', medium: 'sms', userId: `+62812${30_000_000 + before}` } as const;
  await store.transaction((db) => postToUser(db, to, 'x', { class: 'reply', now, trace: null }));
  const committed = performance.now();
  news?.tell();
  while (twilio.messages.length === before) await pause(1);
  return performance.now() - committed;
}

async function timeAll(store: Store, twilio: FakeTwilio, news?: OutboxNews): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < samples; n += 1) {
    await pause(200 + 100 * (n % 7)); // at another moment of the second in which the server looks
    times.push(await timeOne(store, twilio, news));
  }
  report({
    name: `written by one process, sent by another, ${news ? 'told' : 'looking every second'}`,
    value: round(median(times), 1),
    unit: 'ms',
    most_ms: round(Math.max(...times), 1),
    samples,
  });
}

/** How long a message waits that another process wrote: with NOTIFY, and with polling alone. */
export const wake: Benchmark = {
  name: 'wake',
  long: false,
  run: async () => {
    const place = await makePlace('postgres');
    const twilio = await openFakeTwilio();
    const settings = { ...pausedTwilio, TWILIO_API_URL: twilio.url, TWILIO_RATE: '1000' };
    const server = await startOurs(place, 'twilio', settings);
    const store = await openPlace(place);
    const news = openNews(place.address.url ?? '', log);
    try {
      await new Promise<void>((resolve) => news.listen(resolve));
      await timeAll(store, twilio, news);
      await timeAll(store, twilio);
    } finally {
      await news.stop();
      await store.close();
      server.process.kill('SIGKILL');
      await twilio.close();
      await place.clear();
    }
  },
};
