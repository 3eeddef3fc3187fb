/** A wrong or half-given setting: printed as one sentence, exit 1. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** What is wrong with a setting: never its value, which may be a secret. */
export interface SettingProblem {
  /** Its name as in `.env.example`; empty: all of them together. */
  readonly setting: string;
  readonly problem: 'missing' | 'wrong' | 'several-senders';
}

/** Settings of a channel that do not fit, each by name. */
export class SettingsError extends ConfigError {
  readonly problems: readonly SettingProblem[];

  constructor(message: string, problems: readonly SettingProblem[]) {
    super(message);
    this.problems = problems;
  }
}

/**
 * What the machine refuses (no such file, port taken, no connection) as a mistake in the settings
 * that asked for it; an error without a code is a bug and stays what it is.
 */
export function toConfigError(settings: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return new ConfigError(`${settings}: ${error.message || String(error.code)}`, { cause: error });
}

/** A mistake in what a person gave a command (a file, a name): printed as one sentence, exit 1. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** One mistake in a flow file. `line` counts from 1. */
export interface FlowMistake {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** All mistakes of all flow files at once. */
export class FlowError extends Error {
  override readonly name = 'FlowError';
  readonly mistakes: readonly FlowMistake[];

  constructor(mistakes: readonly FlowMistake[]) {
    super(mistakes.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
    this.mistakes = mistakes;
  }
}

/** A request that is not genuine (401, 403) or not well formed (400, 413). */
export class RejectedRequest extends Error {
  override readonly name = 'RejectedRequest';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Why a provider did not take a message. The sender decides what follows, never the adapter. */
export type SendErrorCode =
  | 'unreachable' // no connection was made: nothing left this machine
  | 'unknown-outcome' // the request left, no answer came: it may have been sent
  | 'throttled'
  | 'provider-down'
  | 'refused'
  | 'bad-address'
  | 'opted-out' // blocked us on this channel: nothing more goes to this address
  | 'window-closed' // the platform's 24 hours are over and there is no template
  | 'misconfigured';

/** A provider refused, or could not be reached. `retryAfter` in milliseconds. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly code: SendErrorCode;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  /** The provider's own code, for the officer and the log. */
  readonly providerCode: string | undefined;

  constructor(
    code: SendErrorCode,
    options: {
      readonly retryable: boolean;
      readonly retryAfter?: number | undefined;
      readonly providerCode?: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
    this.providerCode = options.providerCode;
  }
}
