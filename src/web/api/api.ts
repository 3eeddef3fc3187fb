import { Router } from 'express';
import type { WebParts } from '../parts.ts';
import type { Endpoint } from './endpoint.ts';
import { matterEndpoints } from './matters.ts';
import { messageEndpoints } from './messages.ts';
import { officerEndpoints } from './officers.ts';
import { describeApi } from './openapi.ts';
import { seekerEndpoints } from './seekers.ts';
import { vacancyEndpoints } from './vacancies.ts';

/** Every route of the API, and nothing else is one. */
export const endpoints: readonly Endpoint[] = [
  ...seekerEndpoints,
  ...vacancyEndpoints,
  ...matterEndpoints,
  ...messageEndpoints,
  ...officerEndpoints,
];

/** /api/v1: JSON for programs, each call with an officer's token. */
export function api(parts: WebParts): Router {
  const router = Router();
  const description = describeApi(endpoints);
  router.get('/api/v1/openapi.json', (_request, response) => {
    response.json(description);
  });
  for (const { method, path, serve } of endpoints) {
    router[method](`/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, serve(parts));
  }
  return router;
}
