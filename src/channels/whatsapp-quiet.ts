import { AsyncLocalStorage } from 'node:async_hooks';
import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';

type Log = NonNullable<UserFacingSocketConfig['logger']>;

const nothing = (): void => undefined;

/** Takes what Baileys logs and keeps nothing: keys, numbers and texts are among it. */
export const silentLog: Log = {
  level: 'silent',
  child: () => silentLog,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

const quiet = new AsyncLocalStorage<true>();
let isMuffled = false;

/** libsignal 6.0.0 prints whole sessions, keys included, when it opens and closes them. */
function muffleConsole(): void {
  if (isMuffled) return;
  isMuffled = true;
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const print = console[name].bind(console);
    console[name] = (...words: unknown[]) => {
      if (!quiet.getStore()) print(...words);
    };
  }
}

/** Runs `work`, and all that it sets going, without a word on the console. */
export function quietly<T>(work: () => T): T {
  muffleConsole();
  return quiet.run(true, work);
}

/** Runs `work` so that it may be heard again: what is not Baileys' own. */
export const aloud = <T>(work: () => T): T => quiet.exit(work);
