import { setTimeout as pause } from 'node:timers/promises';
import { openFakeTelegram, botToken, webhookSecret } from '../helpers/fake-telegram.ts';
import { accountSid, authToken, openFakeTwilio } from '../helpers/fake-twilio.ts';
import { makePlace, startServer, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { residentOf } from './memory.ts';
import { median, report, round } from './report.ts';
import { bares, startProgram } from './targets.ts';

const runs = 5;
/** By then the channels have been looked after, and what the start left over is gone. */
const idleSeconds = 4;

/** What a process needed to be ready, and what it held afterwards. */
interface Begun {
  readonly ready: number;
  readonly resident: number;
}

interface Program {
  readonly name: string;
  readonly start: () => Promise<{ readonly process: Parameters<typeof residentOf>[0] }>;
  readonly end: (child: Parameters<typeof residentOf>[0]) => Promise<unknown>;
}

async function begin({ start, end }: Program): Promise<Begun> {
  const started = performance.now();
  const { process: child } = await start();
  const ready = performance.now() - started;
  await pause(idleSeconds * 1000);
  const resident = residentOf(child);
  await end(child);
  return { ready, resident };
}

const kill = async (child: Parameters<typeof residentOf>[0]): Promise<void> => {
  const ended = new Promise((resolve) => void child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
};

/** The most that a start may take, in milliseconds, and that an idle process may hold, in megabytes. */
interface Bounds {
  readonly ready?: number;
  readonly idle?: number;
}

function tell(name: string, begun: readonly Begun[], most: Bounds): void {
  const [ready, resident] = [
    begun.map((run) => round(run.ready)),
    begun.map((run) => run.resident),
  ];
  report({
    name: `${name}: ready`,
    value: median(ready),
    unit: 'ms',
    rounds: ready,
    most: most.ready,
  });
  report({
    name: `${name}: idle`,
    value: median(resident),
    unit: 'MB',
    rounds: resident,
    most: most.idle,
  });
}

/** Providers that answer, so that the channels are in order. */
async function openProviders() {
  const [twilio, telegram] = [await openFakeTwilio(), await openFakeTelegram()];
  const settings = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: '+15005550006',
    TWILIO_API_URL: twilio.url,
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    TELEGRAM_API_URL: telegram.url,
    HTTP_SMS_SEND_URL: twilio.url,
    HTTP_SMS_SECRET: 'a-secret-of-http-channels',
  };
  return { settings, close: () => Promise.all([twilio.close(), telegram.close()]) };
}

type Settings = Readonly<Record<string, string>>;

const ours = (name: string, place: Place, settings: Settings): Program => ({
  name,
  start: () => startServer(place, { NODE_ENV: 'production', LOG_LEVEL: 'error', ...settings }),
  end: kill,
});

const bare: Program = {
  name: bares.express,
  start: () => startProgram('./bare/express.js'),
  end: kill,
};

/**
 * From the start of the process until it is ready, and its memory when nobody has written for a few
 * seconds. The database is there already: the first start, which makes it, is not counted.
 */
export const start: Benchmark = {
  name: 'start',
  long: false,
  run: async () => {
    const place = await makePlace('sqlite');
    const providers = await openProviders();
    const linked = {
      ...providers.settings,
      WHATSAPP_LINKED: 'on',
      WHATSAPP_SOCKET_URL: 'ws://127.0.0.1:9',
    };
    const programs = [
      bare,
      ours('Twilio, Telegram and HTTP', place, providers.settings),
      ours('the same with linked WhatsApp', place, linked),
    ];
    const begun = programs.map((): Begun[] => []);
    try {
      for (let run = 0; run <= runs; run += 1) {
        for (const [at, program] of programs.entries()) {
          const found = await begin(program);
          if (run > 0) begun[at]?.push(found);
        }
      }
    } finally {
      await providers.close();
      await place.clear();
    }
    const bounds = [{}, { ready: 600, idle: 100 }, { idle: 130 }];
    for (const [at, { name }] of programs.entries()) tell(name, begun[at] ?? [], bounds[at] ?? {});
  },
};
