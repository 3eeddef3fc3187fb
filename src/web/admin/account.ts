import { noForm } from './forms.ts';
import { adminRoute, everyone, type AdminRoute } from './route.ts';

/** The officer's own account. */
export const accountRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/akun',
    roles: everyone,
    scope: 'self',
    form: noForm,
    run: async () => ({ view: 'account', data: {} }),
  }),
];
