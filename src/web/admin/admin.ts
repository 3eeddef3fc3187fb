import { Router } from 'express';
import type { Officer } from '../../services/officers.ts';
import type { WebParts } from '../parts.ts';
import { serveAsset } from './assets.ts';
import { openRoutes, routes } from './index.ts';
import { serve } from './serve.ts';
import { sessions } from './session.ts';

/** Whether the officer's role opens that page. */
function may(path: string, officer: Officer | undefined): boolean {
  const page = routes.find((route) => route.method === 'get' && route.path === path);
  return officer !== undefined && (page?.roles.includes(officer.role) ?? false);
}

/** The officers' pages. */
export function admin(parts: WebParts): Router {
  const router = Router();
  router.get('/admin/aset/:file', serveAsset());
  router.use(['/admin', '/simulator'], sessions(parts));
  for (const { method, path, serve: open } of openRoutes) router[method](path, open(parts));
  for (const route of routes) router[route.method](route.path, serve(parts, route, may));
  return router;
}
