import { z } from 'zod';
import { alertEffectOf } from '../../reports/alert-effect.ts';
import { comparedShare, mostCompared, saveComparison } from '../../services/alert-comparison.ts';
import {
  contentRoles,
  editorOf,
  inOffice,
  officeOf,
  officePath,
  pathIn,
} from './content-office.ts';
import { noForm } from './forms.ts';
import { adminRoute, type AdminAnswer, type AdminCall, type AdminRoute } from './route.ts';

const shared = { roles: contentRoles, scope: 'office' } as const;
const path = `${officePath}/kabari`;
const pathOf = (params: Readonly<Record<string, string>>): string => pathIn(params, '/kabari');

const shareForm = z.object({
  persen: z.coerce
    .number('not-a-number')
    .int('not-a-number')
    .min(0, 'share-range')
    .max(mostCompared, 'share-range'),
});

async function show(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-alerts', async (office) => ({
    share: await comparedShare(call.db, office),
    most: mostCompared,
    effect: await alertEffectOf(call.db, office),
  }));
}

/** Whether KABARI helps: the comparison of an office, and what it shows. */
export const contentAlertRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path, form: noForm, run: show }),
  adminRoute({
    ...shared,
    method: 'post',
    path,
    form: shareForm,
    back: pathOf,
    run: async (call) => {
      const office = await officeOf(call);
      if (office === undefined) return undefined;
      await saveComparison(call.db, call.form.persen, editorOf(call, office));
      return { redirect: pathOf(call.params), notice: 'saved' };
    },
  }),
];
