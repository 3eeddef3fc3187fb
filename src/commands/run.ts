import { readConfig, type Config } from '../config.ts';
import { ConfigError, FlowError, InputError } from '../core/errors.ts';
import { UsageError, type Command } from './command.ts';
import { commands } from './index.ts';

/** Whether the arguments begin with the words of that name. */
const beginsWith = (args: readonly string[], name: string): boolean =>
  name.split(' ').every((word, n) => args[n] === word);

/** The command with the most words that the arguments begin with, and what follows them. */
async function findCommand(
  args: readonly string[],
): Promise<{ command: Command; rest: string[] } | undefined> {
  const names = [...commands.keys()].filter((name) => beginsWith(args, name));
  const [best = ''] = names.toSorted((a, b) => b.length - a.length);
  const command = await commands.get(best)?.();
  return command && { command, rest: args.slice(best.split(' ').length) };
}

async function help(): Promise<string> {
  const all = await Promise.all([...commands.values()].map((open) => open()));
  const lines = all.map(({ usage, about }) => `  sapakerja ${usage}\n      ${about}`);
  return `Usage:\n${lines.join('\n')}\n\nSettings are environment variables, see .env.example.`;
}

/** Settings, or what the command says of those that cannot be read. @throws ConfigError */
function readConfigFor(command: Command): Config {
  try {
    return readConfig(undefined, command.makesKey !== false);
  } catch (error) {
    if (!(error instanceof ConfigError) || !command.sayUnread) throw error;
    throw new ConfigError(command.sayUnread(error), { cause: error });
  }
}

const mistakes = [ConfigError, FlowError, InputError];

/** Runs one command line; gives the exit code: 0 done, 1 a mistake in what was given, 2 wrong usage. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args[0] === 'help') {
    console.log(await help());
    return 0;
  }
  const found = await findCommand(args);
  if (!found) {
    const said = args.length === 0 ? '' : `Unknown command: ${args.join(' ')}\n\n`;
    console.error(said + (await help()));
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
