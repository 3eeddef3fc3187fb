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

let isMuffled = false;

/**
 * Silences what the two packages print themselves, and nothing else: libsignal 6.0.0 prints whole
 * sessions with their keys when it opens and closes them, in whatever turn of the event loop.
 */
export function muffleConsole(): void {
  if (isMuffled) return;
  isMuffled = true;
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const print = console[name].bind(console);
    console[name] = (...words: unknown[]) => {
      const [, , caller = ''] = new Error('who prints?').stack?.split('\n') ?? [];
      if (!chatty.test(caller)) print(...words);
    };
  }
}
