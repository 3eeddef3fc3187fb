import { z } from 'zod';
import { localDate } from '../../core/format.ts';
import { eyesOf } from '../../services/matters.ts';
import { copyForPerson, copyFormats } from '../../services/person-copy-file.ts';
import { exportSheets, mostExported } from '../../services/seeker-export.ts';
import { sheetNames } from '../../services/seeker-sheet.ts';
import { noForm } from './forms.ts';
import { adminRoute, FormError, type AdminCall, type AdminRoute } from './route.ts';
import { seekerOf, seekerPath, todayOf, viewerOf } from './seeker-calls.ts';

const date = z.iso.date('not-a-date');
const exportForm = z.object({
  dari: date,
  sampai: date,
  bentuk: z.enum(sheetNames, 'wrong'),
  jenis: z.enum(['csv', 'xlsx'], 'wrong'),
  nik: z.enum(['ya']).optional(),
});

const fileTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

async function sendExport(call: AdminCall<z.output<typeof exportForm>>) {
  const { dari: from, sampai: to, bentuk: sheet, jenis: format, nik } = call.form;
  if (to < from) throw new FormError({ sampai: 'dates-backwards' });
  const asked = { from, to, sheet, format, fullNik: nik === 'ya' };
  const exported = await exportSheets(call.parts.store, viewerOf(call), asked);
  if (exported === 'too-many') {
    throw new FormError({ sampai: { name: 'too-many-rows', values: { n: String(mostExported) } } });
  }
  const name = `pencari-kerja-${sheet}-${from}-${to}.${format}`;
  return { file: { name, type: fileTypes[format], body: exported.file } };
}

const copyForm = z.object({ jenis: z.enum(copyFormats, 'wrong') });

const copyTypes = { pdf: 'application/pdf', json: 'application/json; charset=utf-8' } as const;

async function sendCopy(call: AdminCall<z.output<typeof copyForm>>) {
  const { officer, now, form } = call;
  const seeker = await seekerOf(call);
  const eyes = eyesOf(officer);
  if (!seeker || !eyes) return undefined;
  const { store } = call.parts;
  const asked = { format: form.jenis, eyes };
  const body = await copyForPerson(store, seeker.number, asked, { officer, now });
  const name = `data-D${seeker.number}.${form.jenis}`;
  return body && { file: { name, type: copyTypes[form.jenis], body } };
}

const supervisors = ['supervisor', 'admin'] as const;
const monthInMs = 30 * 24 * 60 * 60 * 1000;

/** The export of a time, for those who answer for the office. */
export const seekerExportRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/pencari-kerja/ekspor',
    roles: supervisors,
    scope: 'none',
    form: noForm,
    run: async (call) => {
      const from = localDate(new Date(call.now.getTime() - monthInMs), call.timezone);
      const most = String(mostExported);
      return { view: 'seekers-export', data: { from, to: todayOf(call), most } };
    },
  }),
  adminRoute({
    method: 'post',
    path: '/admin/pencari-kerja/ekspor',
    roles: supervisors,
    scope: 'none',
    form: exportForm,
    transaction: 'own',
    back: () => '/admin/pencari-kerja/ekspor',
    run: sendExport,
  }),
  adminRoute({
    method: 'post',
    path: '/admin/pencari-kerja/:number/salinan',
    roles: supervisors,
    scope: 'office',
    form: copyForm,
    transaction: 'own',
    back: (params) => seekerPath(params),
    run: sendCopy,
  }),
];
