import { serve } from '../main.ts';
import { readArgs, type Command } from './command.ts';

export const startCommand: Command = {
  usage: 'start',
  about: 'serve: channels, gateway, simulator and API, until stopped',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await serve(config);
  },
};
