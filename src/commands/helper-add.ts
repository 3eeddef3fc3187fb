import { withOffice } from '../open.ts';
import { markHelper } from '../services/helpers.ts';
import { readArgs, required, type Command } from './command.ts';

const options = { phone: { type: 'string' }, remove: { type: 'boolean' } } as const;

export const helperAdd: Command = {
  usage: 'helper add --phone NUMBER [--remove]',
  about: 'let a village helper register many people from one phone, without a limit',
  run: async (args, config) => {
    const { values } = readArgs({ args: [...args], options });
    const phone = required(values.phone, 'phone');
    const helper = values.remove !== true;
    await withOffice(config, (store) => markHelper(store, { phone, helper, now: new Date() }));
    console.log(helper ? 'Marked as a village helper.' : 'No village helper any more.');
  },
};
