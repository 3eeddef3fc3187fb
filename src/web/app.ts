import express, { type Express } from 'express';
import { reportErrors, sayNotFound } from './errors.ts';
import { later } from './later.ts';
import type { WebParts } from './parts.ts';
import { secureHeaders } from './headers.ts';
import { metrics } from './metrics.ts';

const adminOf = (parts: WebParts) => async () => (await import('./admin/admin.ts')).admin(parts);
const slipsOf = (parts: WebParts) => async () => (await import('./slips.ts')).slips(parts);
const simulatorOf = (parts: WebParts) => async () =>
  (await import('./simulator.ts')).simulator(parts);
const apiOf = (parts: WebParts) => async () => (await import('./api/api.ts')).api(parts);

/** Everything but the webhooks and the probes, in the order in which a request meets it. */
export function createApp(parts: WebParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(secureHeaders());
  app.use(metrics(parts));
  app.use(later(/^\/(?:admin|simulator)(?:\/|$)/i, adminOf(parts)));
  app.use(later(/^\/s\//i, slipsOf(parts)));
  if (parts.config.simulator) app.use(later(/^\/(?:simulator.*)?$/i, simulatorOf(parts)));
  app.use(later(/^\/api\//i, apiOf(parts)));
  app.use(sayNotFound());
  app.use(reportErrors(parts.log));
  return app;
}
