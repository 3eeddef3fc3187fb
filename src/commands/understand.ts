import { createInterface } from 'node:readline';
import { explain } from '../gateway/explain.ts';
import { withOffice } from '../open.ts';
import { learnExamples } from '../services/learning.ts';
import { readArgs, type Command } from './command.ts';

export const understandCommand: Command = {
  usage: 'understand',
  about: 'say what texts want: one a line in, one JSON object a line out',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await withOffice(config, learnExamples);
    for await (const line of createInterface({ input: process.stdin })) {
      if (line.trim() !== '')
        console.log(JSON.stringify(explain(line, { office: config.office, now: new Date() })));
    }
  },
};
