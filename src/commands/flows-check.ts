import { FlowError } from '../core/errors.ts';
import { checkFlows } from '../flows/book.ts';
import { bookPlaces } from '../open.ts';
import { readArgs, type Command } from './command.ts';

export const flowsCheck: Command = {
  usage: 'flows check',
  about: 'look for mistakes in flows/ and templates/replies/, with file and line',
  run: async (args) => {
    readArgs({ args: [...args] });
    const mistakes = checkFlows(bookPlaces);
    if (mistakes.length > 0) throw new FlowError(mistakes);
    console.log('The flows are in order.');
  },
};
