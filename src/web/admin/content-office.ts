import type { Editor } from '../../services/content-edit.ts';
import { allOffices, officeFacts } from '../../services/offices.ts';
import type { AdminCall, AdminRoute } from './route.ts';

/** Whose texts are shown and changed: supervisors' work. */
export const contentRoles: AdminRoute['roles'] = ['supervisor', 'admin'];

/** The page of an office's content: `/admin/isi/35.08`. */
export const officePath = '/admin/isi/:office';

const province = '35';

/** The office of the path, when the officer may see it: the own one, else province and admins. */
export async function officeOf({ db, officer, params }: AdminCall): Promise<string | undefined> {
  const { office = '' } = params;
  const seesAll = officer.office === province || officer.role === 'admin';
  if (office !== officer.office && !seesAll) return undefined;
  const offices = await allOffices(db);
  return offices.some(({ code }) => code === office) ? office : undefined;
}

/** Who changes what of which office. */
export function editorOf({ officer, now }: AdminCall, office: string): Editor {
  return { officerId: officer.id, office, now };
}

/** The path of a page of the office that the request is about. */
export function pathIn(params: Readonly<Record<string, string>>, rest = ''): string {
  return `/admin/isi/${params['office'] ?? ''}${rest}`;
}

/** What every page of the content shows of the office: its code and short name, and other offices. */
export async function frameOf(call: AdminCall, office: string): Promise<object> {
  const { db, officer } = call;
  const seesAll = officer.office === province || officer.role === 'admin';
  const { kantor = office } = await officeFacts(db, office);
  return { office, officeName: kantor, offices: seesAll ? await allOffices(db) : [] };
}

/** What a page shows, with the office around it; undefined for an office that is not the officer's. */
export async function inOffice(
  call: AdminCall,
  view: string,
  data: (office: string) => Promise<object | undefined>,
): Promise<{ readonly view: string; readonly data: object } | undefined> {
  const office = await officeOf(call);
  const own = office === undefined ? undefined : await data(office);
  if (office === undefined || own === undefined) return undefined;
  return { view, data: { ...(await frameOf(call, office)), ...own } };
}
