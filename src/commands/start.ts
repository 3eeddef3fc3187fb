import { serve } from '../main.ts';
import type { Command } from './command.ts';

export const startCommand: Command = {
  usage: 'start',
  about: 'serve: channels, gateway, simulator and API, until stopped',
  run: async (_args, config) => {
    await serve(config);
  },
};
