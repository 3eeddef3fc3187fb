import { accountRoutes } from './account.ts';
import type { AdminRoute } from './route.ts';

/** Every page and deed of the officers' pages, and nothing else is one. One line a group. */
export const routes: readonly AdminRoute[] = [...accountRoutes];
