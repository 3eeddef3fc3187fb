import { keepYoungHeap } from './core/young-heap.ts';

const args = process.argv.slice(2);
if (args[0] === 'start') keepYoungHeap(); // before anything else is read
const { runCommandLine } = await import('./commands/run.ts');
process.exitCode = await runCommandLine(args);
