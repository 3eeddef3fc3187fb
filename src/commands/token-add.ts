import { withOffice } from '../open.ts';
import { addToken } from '../services/officers.ts';
import { readArgs, required, type Command } from './command.ts';

export const tokenAdd: Command = {
  usage: 'token add --username U',
  about: 'print a bearer token for the API; it is shown only this once',
  run: async (args, config) => {
    const { values } = readArgs({ args: [...args], options: { username: { type: 'string' } } });
    const username = required(values.username, 'username');
    console.log(await withOffice(config, (store) => addToken(store, username, new Date())));
  },
};
