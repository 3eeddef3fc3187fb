import { InputError } from '../core/errors.ts';
import { drawFlow, drawFlows } from '../flows/draw.ts';
import { openBook } from '../open.ts';
import { readArgs, type Command } from './command.ts';

export const flowsDraw: Command = {
  usage: 'flows draw [FLOW]',
  about: 'print a picture of one flow, or of all, as Mermaid text',
  run: async (args) => {
    const { positionals } = readArgs({ args: [...args], allowPositionals: true });
    const [name] = positionals;
    const { flows } = openBook();
    if (name === undefined) {
      console.log(drawFlows(Object.values(flows)));
      return;
    }
    const flow = flows[name];
    if (!flow) throw new InputError(`There is no flow ${name}: ${Object.keys(flows).join(', ')}.`);
    console.log(drawFlow(flow));
  },
};
