import { withOffice } from '../open.ts';
import { exportTable } from '../services/export-tables.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const options = { out: { type: 'string' }, office: { type: 'string' } } as const;

export const exportCommand: Command = {
  usage: 'export vacancies|seekers|applicants [--out FILE.csv|FILE.xlsx] [--office CODE]',
  about: 'write a table as CSV or XLSX, without --out to standard output; NIKs are masked',
  run: async (args, config) => {
    const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true });
    const [table] = positionals;
    if (table === undefined) throw new UsageError('which table is missing');
    const file = values.out ?? process.stdout;
    const request = { table, file, office: values.office };
    const count = await withOffice(config, (store) => exportTable(store, request));
    if (values.out !== undefined) console.log(`${count} rows written to ${values.out}.`);
  },
};
