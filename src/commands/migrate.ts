import { withOffice } from '../open.ts';
import { readArgs, type Command } from './command.ts';

export const migrateCommand: Command = {
  usage: 'migrate',
  about: 'bring the database up to date',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await withOffice(config, async () => undefined);
    console.log('The database is up to date.');
  },
};
