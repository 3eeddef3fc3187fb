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

const chatty = /[\\/]node_modules[\\/](?:libsignal|@whiskeysockets[\\/]baileys)[\\/]/;

let isContained = false;

/** Whether an error was made by one of the two packages. */
const isTheirs = (error: unknown): boolean =>
  error instanceof Error && chatty.test(error.stack ?? '');

/**
 * Silences what the two packages print themselves, and nothing else: libsignal 6.0.0 prints whole
 * sessions with their keys when it opens and closes them, in whatever turn of the event loop.
 */
function muffleConsole(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const print = console[name].bind(console);
    console[name] = (...words: unknown[]) => {
      const [, , caller = ''] = new Error('who prints?').stack?.split('\n') ?? [];
      if (!chatty.test(caller)) print(...words);
    };
  }
}

/**
 * Keeps the two packages from harming the process: what they print is silenced, and a promise of
 * theirs that nobody caught, as when a connection ends under an answer, does not end the server.
 * Any other uncaught promise ends it as before.
 */
export function containBaileys(): void {
  if (isContained) return;
  isContained = true;
  muffleConsole();
  process.on('unhandledRejection', (reason) => {
    if (!isTheirs(reason)) throw reason;
  });
}
