import { withOffice } from '../open.ts';
import type { Command } from './command.ts';

export const migrateCommand: Command = {
  usage: 'migrate',
  about: 'bring the database up to date',
  run: async (_args, config) => {
    await withOffice(config, async () => undefined);
    console.log('The database is up to date.');
  },
};
