import { z } from 'zod';
import { educationLevels } from '../../core/education.ts';
import { dayStart, shownDate } from '../../core/format.ts';
import { placesOf, seekerList, type DeskFilter } from '../../services/seeker-desk.ts';
import { searchSeekers } from '../../services/seeker-search.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';
import { viewerOf } from './seeker-calls.ts';

/** A filter that is not chosen comes as an empty text. */
const optional = <T extends z.ZodType>(type: T) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(type)
    .optional();

const filters = z.object({
  tahap: optional(z.enum(['registered', 'verified', 'card', 'ended'])),
  tempat: optional(z.string().regex(/^\d\d(?:\.\d\d){0,2}$/)),
  pendidikan: optional(z.enum(educationLevels)),
  dari: optional(z.iso.date()),
  sampai: optional(z.iso.date()),
  sesudah: optional(z.string().regex(/^\d{1,9}$/)),
});

type Filters = z.output<typeof filters>;

const day = 24 * 60 * 60 * 1000;
const rows = 50;

/** The province narrows to a regency's office, an office to a kecamatan. */
function filterOf(form: Filters, timezone: string): DeskFilter {
  return {
    stage: form.tahap,
    area: form.tempat,
    education: form.pendidikan,
    from: form.dari === undefined ? undefined : dayStart(form.dari, timezone),
    to: form.sampai === undefined ? undefined : dayStart(form.sampai, timezone) + day,
  };
}

/** The address of the next part of this list; no personal data stands in it. */
function nextPath(form: Filters, next: string | null): string | null {
  if (next === null) return null;
  const { sesudah: _sesudah, ...kept } = form;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(kept)) if (value) query.set(name, value);
  query.set('sesudah', next);
  return `/admin/pencari-kerja?${query.toString()}`;
}

/** What both pages with a list show beside it. */
const listWords = ({ officer }: AdminCall) => ({
  places: placesOf(officer.office),
  levels: educationLevels,
  isProvince: !officer.office.includes('.'),
  date: shownDate,
});

async function showList(call: AdminCall<Filters>) {
  const { db, form, timezone } = call;
  const filter = { ...filterOf(form, timezone), limit: rows };
  const cursor = form.sesudah === undefined ? {} : { cursor: form.sesudah };
  const { items, next } = await seekerList(db, viewerOf(call), { ...filter, ...cursor });
  const isFiltered = Object.values(form).some((value) => value !== undefined);
  const data = { ...listWords(call), lines: items, chosen: form, isFiltered };
  return { view: 'seekers', data: { ...data, next: nextPath(form, next), search: null } };
}

const searchForm = z.object({ cari: z.string().trim().min(2, 'too-short').max(80, 'too-long') });

/** The list, and the search: by POST, because a name or NIK must stand in no address. */
export const seekerListRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/pencari-kerja',
    roles: everyone,
    scope: 'none',
    form: filters,
    run: showList,
  }),
  adminRoute({
    method: 'post',
    path: '/admin/pencari-kerja',
    roles: everyone,
    scope: 'none',
    form: searchForm,
    back: () => '/admin/pencari-kerja',
    run: async (call) => {
      const { lines, more, kind } = await searchSeekers(call.db, viewerOf(call), call.form.cari);
      const search = { text: call.form.cari, more, kind };
      const data = { ...listWords(call), lines, chosen: {}, isFiltered: false, next: null, search };
      return { view: 'seekers', data };
    },
  }),
];
