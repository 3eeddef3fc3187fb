import { pino } from 'pino';
import { senderOf } from '../channels/untrusted.ts';
import { systemClock } from '../core/clock.ts';
import type { Medium } from '../core/message.ts';
import { openBook, withOffice } from '../open.ts';
import { learnExamples } from '../services/learning.ts';
import { actions } from '../services/index.ts';
import { readArgs, UsageError, type Command } from './command.ts';
import { converse, type Ends, type Talk } from './conversation.ts';

const options = {
  channel: { type: 'string', default: 'sms' },
  from: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Who talks when nobody is named; the numbers are nobody's. */
const strangers: Readonly<Record<Medium, string>> = {
  sms: '+6281200000001',
  whatsapp: '+6281200000001',
  telegram: '100000001',
};

const isMedium = (name: string): name is Medium => Object.hasOwn(strangers, name);

function readTalk(args: readonly string[], office: string): Talk {
  const { channel: medium, from, json } = readArgs({ args: [...args], options }).values;
  if (!isMedium(medium)) throw new UsageError('--channel must be sms, whatsapp or telegram');
  const address = (from ?? strangers[medium]).trim();
  if (address === '') throw new UsageError('--from is empty');
  return { medium, from: medium === 'telegram' ? address : senderOf(address), json, office };
}

/** The terminal of this process; a person gets a prompt, a program none. */
function terminal({ medium, from }: Talk): Ends {
  const { stdin, stdout } = process;
  if (stdin.isTTY) {
    console.log(`You are ${from} (${medium}). Write a message and press Enter, e.g. MENU.`);
    console.log('Ctrl+D ends the conversation.');
  }
  return {
    input: stdin,
    print: (line) => void stdout.write(`${line}\n`),
    ready: () => {
      if (stdin.isTTY) stdout.write('> ');
    },
  };
}

export const chatCommand: Command = {
  usage: 'chat [--channel sms|whatsapp|telegram] [--from ADDRESS] [--json]',
  about: 'talk to the service: one message a line, replies begin with "< "',
  run: async (args, config) => {
    const talk = readTalk(args, config.office);
    const log = pino(
      { level: config.logLevel === 'info' ? 'warn' : config.logLevel },
      process.stderr,
    );
    const book = openBook();
    await withOffice(config, async (store) => {
      await learnExamples(store);
      await converse({ store, book, actions, clock: systemClock, log }, talk, terminal(talk));
    });
  },
};
