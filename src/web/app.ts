import express, { type Express } from 'express';
import { admin } from './admin/admin.ts';
import { api } from './api/api.ts';
import { reportErrors, sayNotFound } from './errors.ts';
import { health } from './health.ts';
import type { WebParts } from './parts.ts';
import { secureHeaders } from './headers.ts';
import { metrics } from './metrics.ts';
import { simulator } from './simulator.ts';
import { slips } from './slips.ts';
import { webhooks } from './webhooks.ts';

/** The whole web side, in the order in which a request meets it. */
export function createApp(parts: WebParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(webhooks(parts));
  app.use(secureHeaders());
  app.use(health(parts));
  app.use(metrics(parts));
  app.use(admin(parts));
  app.use(slips(parts));
  app.use(simulator(parts));
  app.use(api(parts));
  app.use(sayNotFound());
  app.use(reportErrors(parts.log));
  return app;
}
