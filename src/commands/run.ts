import { readConfig, type Config } from '../config.ts';
import { ConfigError, FlowError, InputError } from '../core/errors.ts';
import { UsageError, type Command } from './command.ts';
import { commands } from './index.ts';

/** The words a command is called by: what stands before its arguments in `usage`. */
const wordsOf = ({ usage }: Command): string[] => {
  const words = usage.split(' ');
  const end = words.findIndex((word) => !/^[a-z-]+$/.test(word) || word.startsWith('-'));
  return end === -1 ? words : words.slice(0, end);
};

/** The command with the most words that the arguments begin with. */
function findCommand(args: readonly string[]): { command: Command; rest: string[] } | undefined {
  const matches = commands
    .map((command) => ({ command, words: wordsOf(command) }))
    .filter(({ words }) => words.every((word, n) => args[n] === word))
    .toSorted((a, b) => b.words.length - a.words.length);
  const [best] = matches;
  return best && { command: best.command, rest: args.slice(best.words.length) };
}

function help(): string {
  const lines = commands.map(({ usage, about }) => `  sapakerja ${usage}\n      ${about}`);
  return `Usage:\n${lines.join('\n')}\n\nSettings are environment variables, see .env.example.`;
}

/** Settings, or what the command says of those that cannot be read. @throws ConfigError */
function readConfigFor(command: Command): Config {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError) || !command.sayUnread) throw error;
    throw new ConfigError(command.sayUnread(error), { cause: error });
  }
}

const mistakes = [ConfigError, FlowError, InputError];

/** Runs one command line; gives the exit code: 0 done, 1 a mistake in what was given, 2 wrong usage. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args[0] === 'help') {
    console.log(help());
    return 0;
  }
  const found = findCommand(args);
  if (!found) {
    console.error(args.length === 0 ? help() : `Unknown command: ${args.join(' ')}\n\n${help()}`);
    return 2;
  }
  try {
    await found.command.run(found.rest, readConfigFor(found.command));
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nUsage: sapakerja ${found.command.usage}`);
      return 2;
    }
    if (!mistakes.some((mistake) => error instanceof mistake)) throw error;
    console.error((error as Error).message);
    return 1;
  }
}
