import { z } from 'zod';
import { InputError } from '../../core/errors.ts';
import { localDate } from '../../core/format.ts';
import { longExportVacancies } from '../../services/export-tables.ts';
import { importColumns } from '../../services/import-columns.ts';
import { importVacancies, type ImportReport } from '../../services/import-vacancies.ts';
import { auditExport } from '../../services/exports.ts';
import { officeOf } from '../api/scope.ts';
import { noForm } from './forms.ts';
import { adminRoute, FormError, type AdminCall, type AdminRoute } from './route.ts';
import { tableFile } from './table-file.ts';
import { vacancyList, vacancyShared } from './vacancies.ts';

const importPath = '/admin/lowongan/impor';
const format = z.enum(['csv', 'xlsx']).default('xlsx');
const importForm = z.object({ simpan: z.enum(['ya']).exactOptional() });

/** What became of the file; a file that is none ends as an error of its field. */
async function readFile(call: AdminCall<z.infer<typeof importForm>>): Promise<ImportReport> {
  const { files, form, officer, now, parts } = call;
  const bytes = files['berkas']?.bytes;
  if (!bytes || bytes.length === 0) throw new FormError({ berkas: 'file-needed' });
  const request = { file: bytes, dryRun: form.simpan === undefined, by: officer.username, now };
  try {
    return await importVacancies(parts.store, request);
  } catch (error) {
    if (error instanceof InputError) throw new FormError({ berkas: 'file-unreadable' });
    throw error;
  }
}

/** Vacancies as tables: from an employer's or another office's file, and to one. */
export const vacancyTableRoutes: readonly AdminRoute[] = [
  adminRoute({
    ...vacancyShared,
    scope: 'none',
    method: 'get',
    path: importPath,
    form: noForm,
    run: async () => ({ view: 'vacancy-import', data: { columns: importColumns } }),
  }),
  adminRoute({
    ...vacancyShared,
    method: 'post',
    path: importPath,
    form: importForm,
    back: () => importPath,
    upload: true,
    transaction: 'own',
    run: async (call) => {
      const report = await readFile(call);
      const stored = call.form.simpan !== undefined;
      return { view: 'vacancy-import', data: { columns: importColumns, report, stored } };
    },
  }),
  adminRoute({
    ...vacancyShared,
    method: 'post',
    path: '/admin/lowongan/ekspor',
    form: z.object({ format }),
    back: () => vacancyList,
    transaction: 'own',
    run: async (call) => {
      const { officer, form, now, parts } = call;
      const what = { action: 'vacancies.export', subject: 'vacancies' };
      await parts.store.transaction((db) => auditExport(db, what, call));
      const office = officeOf(officer, undefined);
      const body = await parts.store
        .read(longExportVacancies, office, form.format)
        .catch((error: unknown) => {
          if (error instanceof InputError) throw new FormError({ format: 'sheet-too-long' });
          throw error;
        });
      return tableFile(`lowongan-${localDate(now)}`, form.format, body);
    },
  }),
];
