import { withOffice } from '../open.ts';
import { fillDemo } from '../services/demo.ts';
import { readArgs, UsageError, type Command } from './command.ts';

const options = {
  vacancies: { type: 'string', default: '300' },
  seekers: { type: 'string', default: '200' },
  seed: { type: 'string', default: '1' },
} as const;

function count(text: string, option: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${option} is not a whole number`);
  return Number(text);
}

export const demoCommand: Command = {
  usage: 'demo [--vacancies N] [--seekers N] [--seed S]',
  about: 'fill an empty database with invented data, the same for the same seed',
  run: async (args, config) => {
    const { values } = readArgs({ args: [...args], options });
    const request = {
      vacancies: count(values.vacancies, 'vacancies'),
      seekers: count(values.seekers, 'seekers'),
      seed: count(values.seed, 'seed'),
      now: new Date(),
    };
    await withOffice(config, (store) => fillDemo(store, request));
    console.log(`${request.vacancies} vacancies and ${request.seekers} job seekers invented.`);
  },
};
