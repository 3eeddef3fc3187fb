const name = 'FULL_NUMBERS';

/** Whether the full numbers are wanted, which may take hours: `npm run test:faults -- --full`. */
export const isFull = process.argv.includes('--full') || process.env[name] === 'on';

/** Workers of a parallel run do not see the command's arguments, but they have its environment. */
export function tellWorkers(): void {
  if (isFull) process.env[name] = 'on';
}
