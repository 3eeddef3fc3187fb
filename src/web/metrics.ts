import { Router, type RequestHandler } from 'express';
import { statusRank } from '../core/message.ts';
import { openOutboxCounts, type OutboxCounts } from '../services/outbox-counts.ts';
import { isReady } from '../services/health.ts';
import { senderHealth } from '../services/sender-health.ts';
import { demandLocalOrOfficer } from './access.ts';
import { measureBackups } from './metrics-backup.ts';
import { openLoopMeasures } from './metrics-loop.ts';
import { measureSms } from './metrics-sms.ts';
import type { WebParts } from './parts.ts';

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly (readonly [labels: string, value: number])[];
}

/** The text that Prometheus reads (exposition format 0.0.4). */
function write({ name, help, type, samples }: Metric): string {
  const head = `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
  return head + samples.map(([labels, value]) => `${name}${labels} ${value}\n`).join('');
}

function measure({ gateway }: WebParts, rows: OutboxCounts): readonly Metric[] {
  const statuses = Object.entries({ ...noRows, ...Object.fromEntries(rows) });
  return [
    {
      name: 'sapakerja_turns_total',
      help: 'Messages taken and answered by this process since it started.',
      type: 'counter',
      samples: [['', gateway.turns]],
    },
    {
      name: 'sapakerja_outbox_rows',
      help: 'Messages to people by delivery status.',
      type: 'gauge',
      samples: statuses.map(([status, count]) => [`{status="${status}"}`, count]),
    },
  ];
}

/** What waits for the database, of which nothing need be asked for that. */
function measureSpool({ gateway }: WebParts): Metric {
  const { waiting, failed } = gateway.spooled();
  return {
    name: 'sapakerja_spool_entries',
    help: 'Webhooks kept in files while the database cannot be written, and those put aside.',
    type: 'gauge',
    samples: [
      ['{state="waiting"}', waiting],
      ['{state="failed"}', failed],
    ],
  };
}

type Sender = Awaited<ReturnType<typeof senderHealth>>[number];

/** Of each sender, where it is known. */
const ofSenders: readonly (readonly [
  name: string,
  help: string,
  value: (sender: Sender, now: number) => number | null,
])[] = [
  ['up', '1 while a sender works, 0 while it does not.', ({ state }) => upOf[state]],
  ['queue', 'Messages that wait to leave.', ({ queued }) => queued],
  [
    'inbound_age_seconds',
    'Seconds since the last message came in.',
    ({ lastInAt }, now) => lastInAt && Math.max(0, Math.round((now - lastInAt) / 1000)),
  ],
  ['signal_percent', 'Signal of the phone or modem.', ({ signal }) => signal],
  ['battery_percent', 'Battery of the phone or modem.', ({ battery }) => battery],
];

const upOf = { up: 1, unknown: null, off: null, down: 0, waiting: 0 } as const;

const labelsOf = ({ channel, name }: Sender): string =>
  `{channel="${channel}",account="${name.replaceAll(/["\\\n]/g, '_')}"}`;

/** How senders are, as stored: any process of the fleet may tell it. */
async function measureSenders({ gateway, store, clock }: WebParts): Promise<readonly Metric[]> {
  const open = new Set(gateway.routes().map(({ account }) => account.id));
  const senders = (await senderHealth(store)).filter(({ id, added }) => added || open.has(id));
  const now = clock().getTime();
  return ofSenders.map(([name, help, value]) => ({
    name: `sapakerja_channel_${name}`,
    help,
    type: 'gauge',
    samples: senders.flatMap((sender) => {
      const known = value(sender, now);
      return known === null ? [] : [[labelsOf(sender), known] as const];
    }),
  }));
}

/** A status that nothing is in is told too: a missing series looks like a broken one. */
const noRows = Object.fromEntries(Object.keys(statusRank).map((status) => [status, 0]));

/** What stands on tables; nothing while the database is down, so that the rest can still be read. */
async function measureStored(
  parts: WebParts,
  countRows: () => Promise<OutboxCounts>,
): Promise<readonly Metric[]> {
  const asked = [
    countRows().then((rows) => measure(parts, rows)),
    measureSenders(parts),
    measureSms(parts),
    measureBackups(parts),
  ];
  const measured = await Promise.all(asked).catch(async (error: unknown) => {
    if (await isReady(parts.store)) throw error;
    return [];
  });
  return measured.flat();
}

function serveMetrics(parts: WebParts): RequestHandler {
  const countRows = openOutboxCounts(parts.store);
  const measureLoop = openLoopMeasures();
  return async (request, response) => {
    await demandLocalOrOfficer(parts, request);
    const measured = await measureStored(parts, countRows);
    const text = [...measured, measureSpool(parts), ...measureLoop()].map(write).join('');
    response.type('text/plain; version=0.0.4').send(text);
  };
}

/** /metrics, for who sits at this machine and for tokens. */
export function metrics(parts: WebParts): Router {
  return Router().get('/metrics', serveMetrics(parts));
}
