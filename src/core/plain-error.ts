import { ConfigError, InputError, RejectedRequest } from './errors.ts';

/** An error as plain data, to be sent to another thread. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** What there is to send of anything thrown. */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  const { code, status } = error as { code?: unknown; status?: unknown };
  return {
    name,
    message,
    stack,
    code: textOf(code),
    status: typeof status === 'number' ? status : undefined,
  };
}

/** Errors that say what a person did; what else is thrown is a bug, of whatever class. */
const classes: Readonly<Record<string, (error: PlainError) => Error>> = {
  InputError: ({ message }) => new InputError(message),
  ConfigError: ({ message }) => new ConfigError(message),
  RejectedRequest: ({ status = 500, code = '' }) => new RejectedRequest(status, code),
};

/** The same error again, of its own class, with the stack that it had. */
export function reviveError(plain: PlainError): Error {
  const { name, message, stack, code } = plain;
  const known = classes[name]?.(plain);
  const error = known ?? Object.assign(new Error(message), { name, ...(code && { code }) });
  if (stack !== undefined) error.stack = stack;
  return error;
}
