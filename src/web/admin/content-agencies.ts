import { z } from 'zod';
import { InputError } from '../../core/errors.ts';
import { shownDate } from '../../core/format.ts';
import { agencyAnswers, agenciesOf, agencyListDays } from '../../services/agencies.ts';
import { saveAgencyListDays } from '../../services/content-edit.ts';
import { ListError, type AgencyReport } from '../../services/agency-report.ts';
import { importAgencies } from '../../services/import-agencies.ts';
import {
  contentRoles,
  editorOf,
  inOffice,
  officeOf,
  officePath,
  pathIn,
} from './content-office.ts';
import {
  adminRoute,
  FormError,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
} from './route.ts';

const shared = { roles: contentRoles, scope: 'office' } as const;
const list = `${officePath}/p3mi`;
const pathOf = (params: Readonly<Record<string, string>>): string => pathIn(params, '/p3mi');

const perPage = 50;

const listForm = z.object({
  q: z.string().trim().max(100).default(''),
  halaman: z.coerce.number().int().min(1).max(1_000).catch(1),
});

type ListForm = z.infer<typeof listForm>;

async function listData(call: AdminCall, office: string, { q, halaman }: ListForm) {
  const { db, now } = call;
  const answers = await agencyAnswers(db, office, now);
  if (!answers)
    return { list: undefined, days: agencyListDays, q, halaman, agencies: [], more: false };
  const found = await agenciesOf(db, answers.list, { name: q, today: now });
  const from = (halaman - 1) * perPage;
  const { list: current, age, days, old } = answers;
  return {
    list: { ...current, day: shownDate(current.listDate), age, old, count: found.all },
    borrowed: current.officeCode !== office,
    days,
    q,
    halaman,
    found: found.agencies.length,
    agencies: found.agencies.slice(from, from + perPage).map((agency) => ({
      ...agency,
      until: agency.validUntil === null ? '' : shownDate(agency.validUntil),
    })),
    more: found.agencies.length > from + perPage,
  };
}

async function showList(call: AdminCall<ListForm>): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-agencies', (office) => listData(call, office, call.form));
}

const uploadForm = z.object({
  tanggal: z.string().trim().default(''),
  aksi: z.enum(['periksa', 'ganti'], 'needed'),
});

type UploadForm = z.infer<typeof uploadForm>;

/** What is wrong with a list as a whole, beside the field that it is about. */
function refuse(error: unknown): never {
  if (!(error instanceof InputError)) throw error;
  if (!(error instanceof ListError)) throw new FormError({ berkas: 'list-unreadable' });
  const field = error.fault === 'no-day' || error.fault === 'wrong-day' ? 'tanggal' : 'berkas';
  throw new FormError({ [field]: `list-${error.fault}` });
}

async function take(call: AdminCall<UploadForm>, office: string): Promise<AgencyReport> {
  const { form, files, officer, parts, now } = call;
  const file = files['berkas'];
  if (!file || file.bytes.length === 0) throw new FormError({ berkas: 'needed' });
  return importAgencies(parts.store, {
    file: file.bytes,
    by: officer.username,
    office,
    now,
    dryRun: form.aksi === 'periksa',
    listDate: form.tanggal === '' ? undefined : form.tanggal,
  }).catch(refuse);
}

/** The page again, with what was found in the file. */
async function upload(call: AdminCall<UploadForm>): Promise<AdminAnswer | undefined> {
  const office = await officeOf(call);
  if (office === undefined) return undefined;
  const report = await take(call, office);
  return inOffice(call, 'content-agencies', async () => ({
    ...(await listData(call, office, { q: '', halaman: 1 })),
    report: {
      ...report,
      day: shownDate(report.listDate),
      former: report.former && { ...report.former, day: shownDate(report.former.listDate) },
      stored: call.form.aksi === 'ganti',
    },
  }));
}

const daysForm = z.object({
  hari: z.coerce
    .number('not-a-number')
    .int('not-a-number')
    .min(1, 'days-range')
    .max(366, 'days-range'),
});

/** The office's list of licensed agencies. */
export const contentAgencyRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: list, form: listForm, run: showList }),
  adminRoute({
    ...shared,
    method: 'post',
    path: list,
    form: uploadForm,
    upload: true,
    transaction: 'own',
    back: pathOf,
    run: upload,
  }),
  adminRoute({
    ...shared,
    method: 'post',
    path: `${list}/batas`,
    form: daysForm,
    back: pathOf,
    run: async (call) => {
      const office = await officeOf(call);
      if (office === undefined) return undefined;
      await saveAgencyListDays(call.db, call.form.hari, editorOf(call, office));
      return { redirect: pathOf(call.params), notice: 'saved' };
    },
  }),
];
