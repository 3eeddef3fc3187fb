import { z } from 'zod';
import { auditTrail } from '../../services/audit-trail.ts';
import { shownAt } from './moments.ts';
import { adminRoute, type AdminCall, type AdminRoute } from './route.ts';

const query = z.object({
  tentang: z.string().trim().toUpperCase().max(20).default(''),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .exactOptional(),
});

async function showTrail({ db, officer, form, timezone }: AdminCall<z.infer<typeof query>>) {
  const { tentang, cursor } = form;
  // A supervisor of the province answers for its own officers as well, not for those of districts.
  const office = officer.role === 'admin' ? {} : { office: officer.office };
  const subject = tentang === '' ? {} : { subject: tentang };
  const page = await auditTrail(db, {
    ...office,
    ...subject,
    ...(cursor !== undefined && { cursor }),
  });
  const lines = page.items.map((line) => ({ ...line, at: shownAt(line.at, timezone) }));
  return { view: 'audit', data: { lines, next: page.next, tentang } };
}

/** Who did and saw what: of the own office's officers for supervisors, of all for admins. */
export const auditRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/audit',
    roles: ['supervisor', 'admin'],
    scope: 'office',
    form: query,
    run: showTrail,
  }),
];
