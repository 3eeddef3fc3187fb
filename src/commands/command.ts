import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Config } from '../config.ts';
import type { ConfigError } from '../core/errors.ts';

/** A command of `npx sapakerja`; one file each, one line in index.ts. */
export interface Command {
  /** Words, then options and arguments, e.g. `officer add --username U --name N`. */
  readonly usage: string;
  readonly about: string;
  /**
   * Does it.
   * @throws UsageError (exit 2); InputError, ConfigError or FlowError (exit 1, its text is printed)
   */
  run(args: readonly string[], config: Config): Promise<void>;
  /** False: where there is no key it asks for the old one, and makes none. */
  readonly makesKey?: boolean;
  /** Says what is wrong with settings that cannot even be read; left out: their own sentence will do. */
  sayUnread?(error: ConfigError): string;
}

/** The command was called wrongly: its usage is printed, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads options and arguments. @throws UsageError for an unknown or incomplete option */
export function readArgs<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The value of an option that must be there. @throws UsageError */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${option} is missing`);
  return value;
}
