import { accountRoutes } from './account.ts';
import { applicantRoutes } from './applicants.ts';
import { auditRoutes } from './audit.ts';
import { broadcastNewRoutes } from './broadcast-new.ts';
import { broadcastRoutes } from './broadcasts.ts';
import { channelRoutes } from './channels.ts';
import { codeRoutes } from './code.ts';
import { conversationRoutes } from './conversation.ts';
import { contentRoutes } from './content.ts';
import { learningRoutes } from './learning.ts';
import { officerRoutes } from './officers.ts';
import { overviewRoutes } from './overview.ts';
import { pairingRoutes } from './pairing.ts';
import { queueRoutes } from './queue.ts';
import type { AdminRoute } from './route.ts';
import { seekerRoutes } from './seekers.ts';
import { signInRoutes, type OpenRoute } from './sign-in.ts';
import { vacancyRoutes } from './vacancies.ts';
import { vacancyEditRoutes } from './vacancy-edit.ts';
import { vacancyTableRoutes } from './vacancy-tables.ts';

/** What is open before an officer has signed in. */
export const openRoutes: readonly OpenRoute[] = [...signInRoutes, ...codeRoutes];

/** Every page and deed of the officers' pages, and nothing else is one. One line a group. */
export const routes: readonly AdminRoute[] = [
  ...vacancyTableRoutes,
  ...vacancyEditRoutes,
  ...vacancyRoutes,
  ...applicantRoutes,
  ...queueRoutes,
  ...conversationRoutes,
  ...overviewRoutes,
  ...officerRoutes,
  ...broadcastNewRoutes,
  ...broadcastRoutes,
  ...channelRoutes,
  ...auditRoutes,
  ...seekerRoutes,
  ...contentRoutes,
  ...learningRoutes,
  ...pairingRoutes,
  ...accountRoutes,
];
