import { budgetsOf } from '../services/budget.ts';
import type { WebParts } from './parts.ts';

const gauge = (name: string, help: string, samples: readonly (readonly [string, number])[]) =>
  ({ name: `sapakerja_sms_${name}`, help, type: 'gauge', samples }) as const;

/** What SMS costs today by office, and what it may: gauges as metrics.ts writes them. */
export async function measureSms({ store, clock, config }: WebParts) {
  const { smsSegmentRupiah: rupiah, dailySegments: segments } = config;
  const states = [...(await budgetsOf(store, clock(), { segments, rupiah }))];
  const labelled = (value: 'segments' | 'rupiah') =>
    states.map(([office, state]) => [`{office="${office}"}`, state[value]] as const);
  return [
    gauge('segments_today', 'SMS segments that an office has sent today.', labelled('segments')),
    gauge('rupiah_today', 'What they cost.', labelled('rupiah')),
    gauge(
      'daily_segments',
      'SMS segments that an office may send in a day.',
      segments === undefined ? [] : [['', segments]],
    ),
  ];
}
