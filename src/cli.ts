import { beginSmall } from './core/young-heap.ts';

const args = process.argv.slice(2);
if (args[0] === 'start') beginSmall(); // before anything else is read
const { runCommandLine } = await import('./commands/run.ts');
process.exitCode = await runCommandLine(args);
