import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { botToken, webhookSecret } from '../helpers/fake-telegram.ts';
import { makePlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { registered } from './messages.ts';
import { Generator, inTurns, place as placeOn, tell, type Target } from './race.ts';
import { median, round } from './report.ts';
import { checkTurns, pausedTwilio, startOurs } from './targets.ts';

const full = { connections: 50, seconds: 3 };
const rounds = 5;

/** A provider that takes each connection and never says a word. */
async function openSilence(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((socket) => void socket.resume().on('error', () => socket.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** All channels send as fast as they may, to nobody who answers. */
const hangingSettings = (url: string) => ({
  ...pausedTwilio,
  TWILIO_API_URL: url,
  TWILIO_RATE: '1000',
  TELEGRAM_BOT_TOKEN: botToken,
  TELEGRAM_WEBHOOK_SECRET: webhookSecret,
  TELEGRAM_API_URL: url,
  HTTP_SMS_SEND_URL: url,
  HTTP_SMS_SECRET: 'a-secret-of-http-channels',
});

async function measure(ours: Target, generator: Generator): Promise<void> {
  placeOn(generator, [ours.process], false);
  const [laps = []] = await inTurns(rounds, [() => generator.drive(ours, full)]);
  tell(`${ours.name}, every provider hanging`, laps, { limit_p99_ms: 250 });
  const rate = round(median(laps.map((lap) => lap.rate)) / 2);
  const [half = []] = await inTurns(rounds, [() => generator.drive(ours, { ...full, rate })]);
  tell(`${ours.name} at half load, every provider hanging`, half, { limit_p99_ms: 50 });
}

async function measureAt(data: Place): Promise<void> {
  const silence = await openSilence();
  const generator = new Generator();
  const ours = await startOurs(data, 'twilio', hangingSettings(silence.url));
  try {
    await measure(ours, generator);
    await checkTurns(data, ours, registered(ours.sent));
  } finally {
    generator.close();
    ours.process.kill('SIGKILL');
    silence.server.close();
  }
}

/** How long a provider waits for the answer to its webhook while nothing that we send is taken. */
export const hanging: Benchmark = {
  name: 'hanging',
  long: false,
  run: async () => {
    const data = await makePlace('sqlite');
    try {
      await measureAt(data);
    } finally {
      await data.clear();
    }
  },
};
