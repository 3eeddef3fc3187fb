import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { accountSid, authToken } from '../helpers/fake-twilio.ts';
import { freePort } from '../helpers/postgres.ts';
import { openPlace, startServer, untilReady, type Place } from '../helpers/server.ts';
import type { Target } from './race.ts';

/**
 * Starts a program of this folder that listens on the port of its first argument; its second is its
 * address, more may follow. In production, and with nothing of our environment.
 */
export async function startProgram(
  program: string,
  more: readonly string[] = [],
): Promise<Pick<Target, 'url' | 'process'>> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, String(port), url, ...more], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(url, child);
  return { url, process: child };
}

/** The limits that a turn by Twilio is measured beside: `bare/NAME.ts`. */
export const bares = {
  express: 'bare Express with validateRequest',
  hmac: 'bare Express with one HMAC',
  http: 'bare node:http, nothing checked',
} as const;

/** Starts one of the limits. */
export async function startBare(kind: keyof typeof bares): Promise<Target> {
  const program = await startProgram(`./bare/${kind}.js`);
  const fastest = kind === 'http' ? 150_000 : 30_000;
  return { ...program, name: bares[kind], traffic: 'twilio', fastest, forgets: true, sent: 0 };
}

/** Twilio as a channel whose sending is paused: one segment in 17 minutes, the first ten at once. */
export const pausedTwilio: Readonly<Record<string, string>> = {
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_AUTH_TOKEN: authToken,
  TWILIO_SMS_FROM: '+15005550006',
  TWILIO_API_URL: 'http://127.0.0.1:9',
  TWILIO_RATE: '0.001',
};

/** Starts our own server as an office runs it. `settings` turn its channels on. */
export async function startOurs(
  place: Place,
  traffic: Target['traffic'],
  settings: Readonly<Record<string, string>>,
): Promise<Target> {
  const own = { NODE_ENV: 'production', LOG_LEVEL: 'error', ...settings };
  const { url, process: child } = await startServer(place, own);
  const name = `durable turn on ${place.dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`;
  return { name, url, traffic, process: child, fastest: 15_000, forgets: false, sent: 0 };
}

/**
 * @throws Error unless every acknowledged message has exactly one reply row, and everybody who said
 * the last line of the registration is registered: else the figures say nothing.
 */
export async function checkTurns(place: Place, { sent }: Target, registered: number) {
  const store = await openPlace(place);
  const count = async (column: string, table: string): Promise<number> => {
    const rows: { n: number | string }[] = await store.sql(table).countDistinct({ n: column });
    return Number(rows[0]?.n);
  };
  const found = {
    acknowledged: sent,
    messages: await count('id', 'inbound_messages'),
    answered: await count('inbound_id', 'outbound_messages'),
    replies: Number(
      (await store.sql('outbound_messages').whereNotNull('inbound_id').count({ n: '*' }))[0]?.['n'],
    ),
    seekers: await count('id', 'seekers'),
  };
  await store.close();
  const expected = { ...found, messages: sent, answered: sent, replies: sent, seekers: registered };
  const isRight = JSON.stringify(found) === JSON.stringify(expected);
  if (!isRight) throw new Error(`${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}
