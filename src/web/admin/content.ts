import { contentAgencyRoutes } from './content-agencies.ts';
import { contentFactRoutes } from './content-facts.ts';
import { contentHoursRoutes } from './content-hours.ts';
import type { AdminRoute } from './route.ts';

/** What an office tells people: facts, licensed agencies, hours. */
export const contentRoutes: readonly AdminRoute[] = [
  ...contentFactRoutes,
  ...contentAgencyRoutes,
  ...contentHoursRoutes,
];
