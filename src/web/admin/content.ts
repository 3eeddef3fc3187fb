import { contentAgencyRoutes } from './content-agencies.ts';
import { contentAlertRoutes } from './content-alerts.ts';
import { contentAnswerRoutes } from './content-answers.ts';
import { contentCannedRoutes } from './content-canned.ts';
import { contentDutyRoutes } from './content-duty.ts';
import { contentFactRoutes } from './content-facts.ts';
import { contentHoursRoutes } from './content-hours.ts';
import { contentRetentionRoutes } from './content-retention.ts';
import type { AdminRoute } from './route.ts';

/** What an office tells people: facts, licensed agencies, hours, who is on duty, ready words, KABARI. */
export const contentRoutes: readonly AdminRoute[] = [
  ...contentFactRoutes,
  ...contentAgencyRoutes,
  ...contentHoursRoutes,
  ...contentDutyRoutes,
  ...contentAnswerRoutes,
  ...contentCannedRoutes,
  ...contentAlertRoutes,
  ...contentRetentionRoutes,
];
