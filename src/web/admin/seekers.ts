import type { AdminRoute } from './route.ts';
import { seekerExportRoutes } from './seeker-export.ts';
import { seekerFileRoutes } from './seeker-file.ts';
import { seekerFormRoutes } from './seeker-forms.ts';
import { seekerListRoutes } from './seeker-list.ts';

/** The pages of job seekers; the export stands before `/:number`. */
export const seekerRoutes: readonly AdminRoute[] = [
  ...seekerListRoutes,
  ...seekerExportRoutes,
  ...seekerFileRoutes,
  ...seekerFormRoutes,
];
