import { setTimeout as pause } from 'node:timers/promises';
import { sendAlerts } from './job-alerts.ts';
import { runAsLeader, type LeaseTools } from './lease.ts';
import type { Repeat } from './repeat.ts';
import type { GatewayTools } from './tools.ts';

/** From the end of a round to the next, milliseconds. */
const every = 10_000;

/** KABARI is the job of one process of the fleet: the others would only look for the same again. */
export function openAlertJob(
  tools: GatewayTools & LeaseTools & { readonly wake: () => void },
): Repeat {
  return runAsLeader(tools, 'job-alerts', async ({ over }) => {
    while (!over.aborted) {
      if ((await sendAlerts(tools, { over })) > 0) tools.wake();
      await pause(every, undefined, { signal: over }).catch(() => undefined);
    }
  });
}
