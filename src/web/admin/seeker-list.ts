import { z } from 'zod';
import { educationLevels } from '../../core/education.ts';
import { dayStart, shownDate } from '../../core/format.ts';
import { findVillage } from '../../services/places.ts';
import { mostCounted, placesOf, seekerList, type DeskFilter } from '../../services/seeker-desk.ts';
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

const words = z.string().trim().max(60);

const narrowing = {
  tahap: optional(z.enum(['registered', 'verified', 'card', 'ended'])),
  tempat: optional(z.string().regex(/^\d\d(?:\.\d\d){0,2}$/)),
  desa: optional(words),
  pendidikan: optional(z.enum(educationLevels)),
  keahlian: optional(words),
  dari: optional(z.iso.date()),
  sampai: optional(z.iso.date()),
};

const filters = z.object({ ...narrowing, sesudah: optional(z.string().regex(/^\d{1,9}$/)) });

type Filters = z.output<typeof filters>;
type Narrowing = Omit<Filters, 'sesudah'>;

const day = 24 * 60 * 60 * 1000;
const rows = 50;

/** No place has this code: a village that nobody knows has no seekers. */
const nowhere = '00';

/** The province narrows to a regency's office, an office to a kecamatan; a village narrows further. */
function areaOf({ desa, tempat }: Narrowing, office: string): string | undefined {
  return desa === undefined ? tempat : (findVillage(desa, tempat ?? office) ?? nowhere);
}

function filterOf(form: Narrowing, { timezone, officer }: AdminCall<Narrowing>): DeskFilter {
  return {
    stage: form.tahap,
    area: areaOf(form, officer.office),
    education: form.pendidikan,
    skills: form.keahlian,
    from: form.dari === undefined ? undefined : dayStart(form.dari, timezone),
    to: form.sampai === undefined ? undefined : dayStart(form.sampai, timezone) + day,
  };
}

const chosenOf = (form: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(form).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string' && pair[0] in narrowing,
  );

/** The address of the next part of this list; no personal data stands in it. */
function nextPath(form: Filters, next: string | null): string | null {
  if (next === null) return null;
  const query = new URLSearchParams(chosenOf(form));
  query.set('sesudah', next);
  return `/admin/pencari-kerja?${query.toString()}`;
}

/** What both pages with a list show beside it. */
const listWords = (call: AdminCall<Narrowing>, filter: DeskFilter) => ({
  places: placesOf(call.officer.office),
  levels: educationLevels,
  isProvince: !call.officer.office.includes('.'),
  date: shownDate,
  chosen: call.form,
  kept: chosenOf(call.form),
  unknownVillage: filter.area === nowhere,
});

async function showList(call: AdminCall<Filters>) {
  const { db, form } = call;
  const filter = filterOf(form, call);
  const cursor = form.sesudah === undefined ? {} : { cursor: form.sesudah };
  const asked = { ...filter, limit: rows, ...cursor };
  const { items, next, total } = await seekerList(db, viewerOf(call), asked);
  const isFiltered = chosenOf(form).length > 0;
  const counted = { total, most: mostCounted, next: nextPath(form, next) };
  const data = { ...listWords(call, filter), ...counted, lines: items, isFiltered, search: null };
  return { view: 'seekers', data };
}

const searchForm = z.object({
  ...narrowing,
  cari: z.string().trim().min(2, 'too-short').max(80, 'too-long'),
  halaman: optional(z.coerce.number().int().min(1).max(20)),
});

async function showFound(call: AdminCall<z.output<typeof searchForm>>) {
  const { cari: text, halaman: page = 1 } = call.form;
  const filter = filterOf(call.form, call);
  const found = await searchSeekers(call.db, viewerOf(call), { text, filter, page });
  const data = { ...listWords(call, filter), lines: found.lines, isFiltered: false, next: null };
  return { view: 'seekers', data: { ...data, search: { ...found, text, page } } };
}

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
    run: showFound,
  }),
];
