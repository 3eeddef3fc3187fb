import { z } from 'zod';
import { allOffices } from '../../services/offices.ts';
import {
  addOfficerByAdmin,
  changeOfficer,
  resetPassword,
  resetSecondFactor,
  setOfficerActive,
} from '../../services/officer-records.ts';
import { findOfficerById, listOfficers } from '../../services/officers.ts';
import { noForm } from './forms.ts';
import { adminRoute, type AdminAnswer, type AdminCall, type AdminRoute } from './route.ts';

const list = '/admin/petugas';
const one = '/admin/petugas/:id';
const pathOf = ({ id = '' }: Readonly<Record<string, string>>): string => `${list}/${id}`;
const shared = { roles: ['admin'], scope: 'all' } as const;

const name = z
  .string()
  .trim()
  .min(2, 'too-short')
  .max(60, 'too-long')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'wrong');
const fields = {
  name,
  role: z.enum(['officer', 'supervisor', 'admin'], 'needed'),
  office: z.string().regex(/^\d{2}(\.\d{2})?$/, 'needed'),
};
const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{1,31}$/, 'username-form');

/** An officer's id from the path; 0, which nobody has, for anything else. */
const idOf = ({ params }: AdminCall): number =>
  /^\d{1,9}$/.test(params['id'] ?? '') ? Number(params['id']) : 0;

const listForm = z.object({
  office: z.string().max(5).default(''),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .default('0'),
});

const perPage = 50;

async function showList({ db, form }: AdminCall<z.infer<typeof listForm>>): Promise<AdminAnswer> {
  const office = form.office === '' ? {} : { office: form.office };
  const page = { after: Number(form.cursor), limit: perPage + 1 };
  const found = await listOfficers(db, { ...page, ...office });
  const officers = found.slice(0, perPage);
  const next = found.length > perPage ? officers.at(-1)?.id : undefined;
  const offices = await allOffices(db);
  return { view: 'officers', data: { officers, next, offices, office: form.office } };
}

async function showOne(call: AdminCall): Promise<AdminAnswer | undefined> {
  const officer = await findOfficerById(call.db, idOf(call));
  if (!officer) return undefined;
  const [password] = call.session.takeOnce();
  return { view: 'officer', data: { officer, password, offices: await allOffices(call.db) } };
}

/** A button on an officer's page that changes something and says so there. */
function button(
  path: string,
  notice: string,
  work: (call: AdminCall, id: number) => Promise<unknown>,
): AdminRoute {
  return adminRoute({
    ...shared,
    method: 'post',
    path: `${one}/${path}`,
    form: noForm,
    back: pathOf,
    run: async (call) =>
      (await work(call, idOf(call))) ? { redirect: pathOf(call.params), notice } : undefined,
  });
}

/** Officers: an admin's matter. */
export const officerRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: list, form: listForm, run: showList }),
  adminRoute({
    ...shared,
    method: 'get',
    path: '/admin/petugas/tambah',
    form: noForm,
    run: async ({ db }) => ({ view: 'officer-new', data: { offices: await allOffices(db) } }),
  }),
  adminRoute({
    ...shared,
    method: 'post',
    path: '/admin/petugas/tambah',
    form: z.object({ ...fields, username }),
    back: () => '/admin/petugas/tambah',
    transaction: 'own',
    run: async (call) => {
      const { id, password } = await addOfficerByAdmin(call.parts.store, call.form, call);
      call.session.keepOnce([password]);
      return { redirect: `${list}/${id}`, notice: 'officer-added' };
    },
  }),
  adminRoute({ ...shared, method: 'get', path: one, form: noForm, run: showOne }),
  adminRoute({
    ...shared,
    method: 'post',
    path: one,
    form: z.object(fields),
    back: pathOf,
    run: async (call) => {
      const changed = await changeOfficer(call.db, idOf(call), call.form, call);
      return changed && { redirect: pathOf(call.params), notice: 'saved' };
    },
  }),
  button('nonaktif', 'officer-disabled', (call, id) => setOfficerActive(call.db, id, false, call)),
  button('aktif', 'officer-enabled', (call, id) => setOfficerActive(call.db, id, true, call)),
  button('kode', 'officer-code-reset', (call, id) => resetSecondFactor(call.db, id, call)),
  adminRoute({
    ...shared,
    method: 'post',
    path: `${one}/sandi`,
    form: noForm,
    back: pathOf,
    transaction: 'own',
    run: async (call) => {
      const password = await resetPassword(call.parts.store, idOf(call), call);
      if (password === undefined) return undefined;
      call.session.keepOnce([password]);
      return { redirect: pathOf(call.params), notice: 'officer-password-reset' };
    },
  }),
];
