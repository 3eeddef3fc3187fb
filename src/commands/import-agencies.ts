import { InputError } from '../core/errors.ts';
import { withOffice } from '../open.ts';
import type { AgencyProblem } from '../services/agency-row.ts';
import type { AgencyReport } from '../services/agency-report.ts';
import { importAgencies } from '../services/import-agencies.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const options = {
  'dry-run': { type: 'boolean' },
  by: { type: 'string' },
  date: { type: 'string' },
} as const;

const words: Readonly<Record<AgencyProblem, string>> = {
  missing: 'is missing',
  'no-name': 'is no name of a company',
  'no-date': 'is not a date',
  future: 'is in the future',
  'too-long': 'is too long',
  repeated: 'stands already on line',
  broken: 'a quote is opened here and not closed',
};

function tell(report: AgencyReport, dryRun: boolean): void {
  for (const { line, column, problem, detail = '' } of report.mistakes) {
    console.error(`line ${line}, ${column}: ${words[problem]} ${detail}`.trimEnd());
  }
  if (report.ignored.length > 0) console.error(`columns not read: ${report.ignored.join(', ')}`);
  const { rows, taken, rejected, listDate, former } = report;
  const before = former
    ? ` It takes the place of the list of ${former.listDate} (${former.agencies} agencies).`
    : '';
  const end = dryRun ? ' Nothing was stored.' : '';
  console.log(
    `${rows} rows: ${taken} agencies, ${rejected} rejected; list of ${listDate}.${before}${end}`,
  );
}

export const importAgenciesCommand: Command = {
  usage: 'import agencies FILE [--dry-run] [--by USERNAME] [--date YYYY-MM-DD]',
  about: 'replace the list of licensed agencies (P3MI) that CEK answers by, from CSV or XLSX',
  run: async (args, config) => {
    const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true });
    const [file] = positionals;
    if (file === undefined) throw new UsageError('FILE is missing');
    const dryRun = values['dry-run'] === true;
    const request = {
      file,
      dryRun,
      by: values.by,
      listDate: values.date,
      now: new Date(),
      ...(values.by === undefined && { office: config.office }),
    };
    const report = await withOffice(config, (store) => importAgencies(store, request));
    tell(report, dryRun);
    if (report.rejected > 0) throw new InputError(`${report.rejected} rows were rejected.`);
  },
};
