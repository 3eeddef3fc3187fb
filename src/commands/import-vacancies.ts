import { InputError } from '../core/errors.ts';
import { withOffice } from '../open.ts';
import { importVacancies, type ImportReport } from '../services/import-vacancies.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const options = { 'dry-run': { type: 'boolean' }, by: { type: 'string' } } as const;

function tell(report: ImportReport, dryRun: boolean): void {
  for (const { line, column, message } of report.mistakes) {
    console.error(`line ${line}, ${column}: ${message}`);
  }
  if (report.ignored.length > 0) console.error(`columns not read: ${report.ignored.join(', ')}`);
  const { rows, added, updated, expired, rejected } = report;
  const done = `${added} added, ${updated} updated (${expired} expired, kept closed)`;
  console.log(
    `${rows} rows: ${done}, ${rejected} rejected.${dryRun ? ' Nothing was stored.' : ''}`,
  );
}

export const importVacanciesCommand: Command = {
  usage: 'import vacancies FILE [--dry-run] [--by USERNAME]',
  about: 'import vacancies from CSV or XLSX; wrong rows are told by line and column',
  run: async (args, config) => {
    const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true });
    const [file] = positionals;
    if (file === undefined) throw new UsageError('FILE is missing');
    const dryRun = values['dry-run'] === true;
    const request = { file, dryRun, by: values.by, now: new Date(), office: config.office };
    const report = await withOffice(config, (store) => importVacancies(store, request));
    tell(report, dryRun);
    if (report.rejected > 0) throw new InputError(`${report.rejected} rows were rejected.`);
  },
};
