import { text } from 'node:stream/consumers';
import { withOffice } from '../open.ts';
import { addOfficer } from '../services/officers.ts';
import { readArgs, required, UsageError, type Command } from './command.ts';

const options = {
  username: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  office: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const;

export const officerAdd: Command = {
  usage:
    'officer add --username U --name N --role admin|supervisor|officer [--office CODE] --password-stdin',
  about: 'add an officer; the password is read from standard input',
  run: async (args, config) => {
    const { values } = readArgs({ args: [...args], options });
    if (!values['password-stdin']) throw new UsageError('--password-stdin is missing');
    const officer = {
      username: required(values.username, 'username'),
      name: required(values.name, 'name'),
      role: required(values.role, 'role'),
      office: values.office ?? config.office,
      password: (await text(process.stdin)).replace(/\r?\n$/, ''),
    };
    await withOffice(config, (store) => addOfficer(store, officer, new Date()));
    console.log(`Officer ${officer.username} (${officer.role}, office ${officer.office}) added.`);
  },
};
