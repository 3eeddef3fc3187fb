import { sign } from '../../src/channels/http.ts';
import type { Environment } from '../../src/channels/kind.ts';
import { openFakePhone, phonePassword, phoneUser, signingKey } from './fake-android.ts';
import {
  appSecret,
  cloudToken,
  notice,
  noticeValue,
  openFakeCloud,
  personWrites,
  phoneId,
  signedNotice,
  verifyToken,
} from './fake-cloud.ts';
import { kannelLogin, openFakeKannel } from './fake-kannel.ts';
import { openFakeProvider } from './fake-provider.ts';
import { botToken, openFakeTelegram, webhookSecret } from './fake-telegram.ts';
import { accountSid, authToken, inboundSms, openFakeTwilio, signedWebhook } from './fake-twilio.ts';

/** A request that a provider sends us. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A provider of its own kind between a person and us. */
export interface Wire {
  readonly env: Environment;
  readonly host: string;
  /** The person writes the `n`th text. */
  readonly writes: (text: string, n: number) => WireRequest;
  /** What the person has got, oldest first. */
  readonly got: () => readonly string[];
  readonly close: () => Promise<void>;
}

export const publicUrl = 'https://gw.example.go.id';
const siti = '6281234567890';
const json = { 'content-type': 'application/json' };

async function http(): Promise<Wire> {
  const fake = await openFakeProvider(() => ({ status: 200, body: '{}' }));
  const secret = 'rahasia';
  return {
    ...fake,
    env: { HTTP_SMS_SEND_URL: fake.url, HTTP_SMS_SECRET: secret, HTTP_SMS_RATE: '1000' },
    writes: (text, n) => {
      const body = JSON.stringify({ id: `m-${n}`, from: `+${siti}`, text });
      const headers = { ...json, 'x-signature': sign(secret, body) };
      return { method: 'POST', path: '/webhooks/http', body, headers };
    },
    got: () => fake.requests.map(({ body }) => (JSON.parse(body) as { text: string }).text),
  };
}

async function twilio(clock: () => Date): Promise<Wire> {
  const fake = await openFakeTwilio(clock);
  const path = '/webhooks/twilio';
  return {
    ...fake,
    env: {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_SMS_FROM: '+15005550006',
      TWILIO_API_URL: fake.url,
      TWILIO_RATE: '1000',
    },
    writes: (text, n) => {
      const MessageSid = `SM${String(n).padStart(32, '0')}`;
      const pairs = inboundSms({ Body: text, MessageSid });
      return { method: 'POST', path, ...signedWebhook(publicUrl, path, pairs) };
    },
    got: () => fake.messages.map(({ body }) => body),
  };
}

async function telegram(): Promise<Wire> {
  const fake = await openFakeTelegram();
  const id = 778_899_001;
  fake.letIn(id);
  const chat = { id, type: 'private', first_name: 'Siti' };
  const from = { id, is_bot: false, first_name: 'Siti' };
  return {
    ...fake,
    env: {
      TELEGRAM_BOT_TOKEN: botToken,
      TELEGRAM_WEBHOOK_SECRET: webhookSecret,
      TELEGRAM_API_URL: fake.url,
      TELEGRAM_RATE: '1000',
    },
    writes: (text, n) => {
      const message = { message_id: n, from, chat, date: 1_795_395_900, text };
      const body = JSON.stringify(fake.happen({ message }));
      const headers = { ...json, 'x-telegram-bot-api-secret-token': webhookSecret };
      return { method: 'POST', path: '/webhooks/telegram', body, headers };
    },
    got: () => fake.messages.map(({ text }) => text),
  };
}

async function cloud(clock: () => Date): Promise<Wire> {
  const fake = await openFakeCloud(clock);
  return {
    ...fake,
    env: {
      WHATSAPP_CLOUD_PHONE_ID: phoneId,
      WHATSAPP_CLOUD_TOKEN: cloudToken,
      WHATSAPP_CLOUD_APP_SECRET: appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
      WHATSAPP_CLOUD_API_URL: fake.url,
      WHATSAPP_CLOUD_RATE: '1000',
    },
    writes: (text, n) => {
      fake.wrote(siti);
      const message = personWrites(siti, text, { id: `wamid.${n}` });
      const body = notice(noticeValue({ messages: [message] }));
      return { method: 'POST', path: '/webhooks/whatsapp', body, headers: signedNotice(body) };
    },
    got: () => fake.messages.map(({ text }) => text),
  };
}

async function android(clock: () => Date): Promise<Wire> {
  const fake = await openFakePhone({ clock });
  return {
    ...fake,
    env: {
      ANDROID_SMS_URL: fake.url,
      ANDROID_SMS_USER: phoneUser,
      ANDROID_SMS_PASSWORD: phonePassword,
      ANDROID_SMS_SIGNING_KEY: signingKey,
      ANDROID_SMS_RATE: '1000',
    },
    writes: (text) => {
      const told = fake.receive({ sender: '081234567890', text, receivedAt: clock() });
      const { body } = told;
      return { method: 'POST', path: '/webhooks/android', body, headers: told.headers() };
    },
    got: () => fake.queue.map(({ text }) => text).toReversed(), // the app sends the last first
  };
}

async function kannel(): Promise<Wire> {
  const fake = await openFakeKannel();
  const secret = 'jalan-yang-tak-tertebak-7f3';
  return {
    ...fake,
    env: {
      KANNEL_SENDSMS_URL: `${fake.url}/cgi-bin/sendsms`,
      KANNEL_USER: kannelLogin.username,
      KANNEL_PASSWORD: kannelLogin.password,
      KANNEL_FROM: '6281100000000',
      KANNEL_SECRET: secret,
      KANNEL_RATE: '1000',
    },
    writes: (text, n) => {
      const id = `5a24b0f8-26f5-4fec-8fad-${String(n).padStart(12, '0')}`;
      const who = { sender: siti, to: '6281100000000', ts: '1795435351' };
      const query = new URLSearchParams({ id, ...who, message: text, charset: 'UTF-8' });
      return { method: 'GET', path: `/webhooks/kannel/${secret}?${query.toString()}` };
    },
    got: () => fake.requests.map(({ query }) => query.get('text') ?? ''),
  };
}

/** The channels that are called by their provider, by name. */
export const wires: Readonly<Record<string, (clock: () => Date) => Promise<Wire>>> = {
  http,
  twilio,
  telegram,
  'whatsapp-cloud': cloud,
  android,
  kannel,
};

/** Those that fetch or listen by themselves, and the tests that carry a conversation through them. */
export const elsewhere: Readonly<Record<string, string>> = {
  gammu: 'test/system/gammu.test.ts',
  whatsapp: 'test/gateway/whatsapp-end-to-end.test.ts',
};
