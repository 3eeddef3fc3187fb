import { Router, type RequestHandler } from 'express';
import { statusRank } from '../core/message.ts';
import { countOutbound } from '../services/health.ts';
import { demandLocalOrOfficer } from './access.ts';
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

async function measure({ gateway, store }: WebParts): Promise<readonly Metric[]> {
  const rows = await countOutbound(store);
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

/** A status that nothing is in is told too: a missing series looks like a broken one. */
const noRows = Object.fromEntries(Object.keys(statusRank).map((status) => [status, 0]));

function serveMetrics(parts: WebParts): RequestHandler {
  return async (request, response) => {
    await demandLocalOrOfficer(parts, request);
    const text = (await measure(parts)).map(write).join('');
    response.type('text/plain; version=0.0.4').send(text);
  };
}

/** /metrics, for who sits at this machine and for tokens. */
export function metrics(parts: WebParts): Router {
  return Router().get('/metrics', serveMetrics(parts));
}
