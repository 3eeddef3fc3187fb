import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the delay is looked at, milliseconds; every value holds this much more than the delay. */
const resolution = 10;

const seconds = (nanoseconds: number): number =>
  Math.max(0, Math.round(nanoseconds / 1e3 - resolution * 1e3) / 1e6);

/**
 * How long the main thread kept others waiting since this was last asked, and its memory. Nothing
 * of ours may hold it up for more than 20 ms.
 */
export function openLoopMeasures() {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return () => {
    const values = [
      ['{quantile="0.5"}', seconds(delay.percentile(50))],
      ['{quantile="0.99"}', seconds(delay.percentile(99))],
      ['{quantile="1"}', seconds(delay.max)],
    ] as const;
    const known = delay.count > 0 ? values : [];
    delay.reset();
    return [
      {
        name: 'sapakerja_loop_delay_seconds',
        help: 'How late the main thread was since the last scrape.',
        type: 'gauge',
        samples: known,
      },
      {
        name: 'sapakerja_resident_bytes',
        help: 'Memory of this process.',
        type: 'gauge',
        samples: [['', process.memoryUsage.rss()] as const],
      },
      {
        name: 'sapakerja_heap_bytes',
        help: 'Of it what is used of the heap, what can be tidied away included.',
        type: 'gauge',
        samples: [['', process.memoryUsage().heapUsed] as const],
      },
    ] as const;
  };
}
