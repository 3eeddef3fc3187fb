import { Router } from 'express';
import { isReady } from '../services/health.ts';
import type { WebParts } from './parts.ts';

/** Whether the process lives (/healthz) and whether it can serve (/readyz). */
export function health({ store }: WebParts): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const ready = await isReady(store);
    // Flows are loaded before the server listens: a process that answers has them.
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready' });
  });
  return router;
}
