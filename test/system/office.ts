import { once } from 'node:events';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import {
  accountSid,
  authToken,
  inboundSms,
  openFakeTwilio,
  signedWebhook,
  type FakeMessage,
  type FakeTwilio,
} from '../helpers/fake-twilio.ts';
import {
  makePlace,
  spawnCommand,
  startServer,
  type Place,
  type RunningServer,
} from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { codeAt, secretOf } from '../web/admin/guest.ts';

export { until };

/** Debian's; elsewhere CHROMIUM names it. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args: flags.split(' ') });

export const password = 'kuda baterai jepit benar';

/** A running office before a fake of its SMS provider. */
export interface SystemOffice {
  readonly server: RunningServer;
  readonly place: Place;
  readonly fake: FakeTwilio;
  /** A person's SMS, signed as the provider signs. */
  sms(from: string, text: string): Promise<void>;
  /** The answer to it: the next SMS to that person after those seen so far. */
  reply(to: string): Promise<FakeMessage>;
  /** The SMS to that person so far. */
  sentTo(to: string): readonly FakeMessage[];
  close(): Promise<void>;
}

async function addOfficer(place: Place, username: string, name: string): Promise<void> {
  const words = `officer add --username ${username} --role officer --password-stdin`.split(' ');
  const command = spawnCommand([...words, '--name', name], place.env, place.folder);
  const ended = once(command, 'exit');
  command.stdin?.end(password);
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`officer add ended with ${code}`);
}

/** Opens it with these officers of Lumajang: user name and name. */
export async function openSystemOffice(
  officers: Readonly<Record<string, string>>,
): Promise<SystemOffice> {
  const place = await makePlace('sqlite');
  for (const [username, name] of Object.entries(officers)) await addOfficer(place, username, name);
  const fake = await openFakeTwilio();
  const server = await startServer(place, {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: '+15005550006',
    TWILIO_API_URL: fake.url,
    TWILIO_RATE: '1000',
  });
  let messages = 0;
  const seen = new Map<string, number>();
  const sentTo = (to: string): readonly FakeMessage[] =>
    fake.messages.filter((message) => message.to === to);
  return {
    server,
    place,
    fake,
    sentTo,
    sms: async (From, Body) => {
      messages += 1;
      const MessageSid = `SM${String(messages).padStart(32, '9')}`;
      const pairs = inboundSms({ From, Body, MessageSid });
      const path = '/webhooks/twilio';
      const { body, headers } = signedWebhook(server.url, path, pairs);
      const { status } = await fetch(server.url + path, { method: 'POST', body, headers });
      if (status !== 200) throw new Error(`the webhook answered ${status}`);
    },
    reply: async (to) => {
      const known = seen.get(to) ?? 0;
      const message = await until(() => sentTo(to)[known]);
      seen.set(to, known + 1);
      return message;
    },
    close: async () => {
      await server.stop();
      await fake.close();
      await place.clear();
    },
  };
}

/** The whole first sign-in of an officer, with the code of an authenticator app. */
export async function signInFirst(page: Page, url: string, username: string): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByLabel('Nama pengguna').fill(username);
  await page.getByLabel('Kata sandi').fill(password);
  await page.getByRole('button', { name: 'Lanjut' }).click();
  await page.getByRole('heading', { name: 'Pasang kode masuk' }).waitFor();
  const secret = secretOf(await page.content());
  await page.getByLabel('Kode 6 angka').fill(codeAt(secret, new Date()));
  await page.getByRole('button', { name: 'Pasang dan masuk' }).click();
  await page.getByRole('link', { name: 'Sudah saya simpan' }).click();
  await page.getByRole('heading', { name: 'Antrean' }).waitFor();
}

/** Notes what the browser complains about: errors, refused scripts, dialogs. */
export function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.type()}`);
    void dialog.dismiss();
  });
}

export type { Browser, BrowserContext, Page };
