import { resolve } from 'node:path';
import { systemClock } from '../core/clock.ts';
import { measureSms } from '../core/sms.ts';
import { withOffice } from '../open.ts';
import { readTelling, tellAffected } from '../services/breach-tell.ts';
import { breachWords as words } from '../services/breach-words.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const options = { send: { type: 'boolean' } } as const;

export const breachTell: Command = {
  usage: 'breach tell FOLDER [--send]',
  about: 'send the SMS of a breach report to those affected; without --send only say to how many',
  run: async (args, config) => {
    const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true });
    const [folder] = positionals;
    if (folder === undefined) throw new UsageError('the folder of the report is missing');
    const telling = await readTelling(resolve(folder));
    const segments = measureSms(telling.text).segments;
    const jumlah = String(telling.contacts.length);
    console.log(words('said-sms', { teks: telling.text, segmen: String(segments), jumlah }));
    if (!values.send) return console.log(words('said-not-sent', { folder }));
    const told = await withOffice(config, (store) => tellAffected(store, telling, systemClock()));
    console.log(words('said-sent', { jumlah: String(told) }));
  },
};
