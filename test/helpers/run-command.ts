import { readConfig } from '../../src/config.ts';
import type { Command } from '../../src/commands/command.ts';
import type { Place } from './server.ts';

/** How a command ended, and what it said. */
export interface Ended {
  /** 0, or 1 with what was wrong. */
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command at a place, in this process: without the second that a new one takes to start. */
export async function runHere(
  { env: own }: Pick<Place, 'env'>,
  command: Command,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: unknown): void => void lines.push(String(line));
  try {
    await command.run(args, readConfig({ ...own, ...env }));
    return { code: 0, out: lines.join('\n'), err: '' };
  } catch (error) {
    const { name, message } = error as Error;
    const isMistake = ['ConfigError', 'InputError', 'UsageError'].includes(name);
    if (!isMistake) throw error;
    return { code: 1, out: lines.join('\n'), err: message };
  } finally {
    console.log = log;
  }
}
