import { z } from 'zod';
import { localDate } from '../../core/format.ts';
import { exportSheets, mostExported } from '../../services/seeker-export.ts';
import { sheetNames } from '../../services/seeker-sheet.ts';
import { noForm } from './forms.ts';
import { adminRoute, FormError, type AdminCall, type AdminRoute } from './route.ts';
import { todayOf, viewerOf } from './seeker-calls.ts';

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
];
