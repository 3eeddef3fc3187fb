import { parse } from 'node:querystring';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { signPhone } from '../../src/channels/android/events.ts';
import { sign } from '../../src/channels/http.ts';
import type { Environment } from '../../src/channels/kind.ts';
import { openChannels } from '../../src/channels/index.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { appSecret, cloudSignature, phoneId, verifyToken } from '../helpers/fake-cloud.ts';
import { signingKey } from '../helpers/fake-android.ts';
import { botToken, webhookSecret } from '../helpers/fake-telegram.ts';
import { accountSid, authToken } from '../helpers/fake-twilio.ts';
import * as genuine from './genuine.ts';

export const publicUrl = 'https://gw.example.go.id';
export const httpSecret = 'kunci-rahasia-gateway';
export const kannelSecret = 'jalan-yang-tak-tertebak-7f3';

const nowhere = 'http://127.0.0.1:9';

/** Every channel that is called, on; nothing that they send gets anywhere. */
export const doorSettings: Environment = {
  TWILIO_ACCOUNT_SID: accountSid,
  TWILIO_AUTH_TOKEN: authToken,
  TWILIO_SMS_FROM: '+15005550006',
  TWILIO_WHATSAPP_FROM: 'whatsapp:+15005550007',
  TWILIO_API_URL: nowhere,
  TELEGRAM_BOT_TOKEN: botToken,
  TELEGRAM_WEBHOOK_SECRET: webhookSecret,
  TELEGRAM_API_URL: nowhere,
  WHATSAPP_CLOUD_PHONE_ID: phoneId,
  WHATSAPP_CLOUD_TOKEN: 'EAAJB-secret-token-of-cloud',
  WHATSAPP_CLOUD_APP_SECRET: appSecret,
  WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
  WHATSAPP_CLOUD_API_URL: nowhere,
  ANDROID_SMS_URL: nowhere,
  ANDROID_SMS_USER: 'sms',
  ANDROID_SMS_PASSWORD: 'sandi-hp-kantor',
  ANDROID_SMS_SIGNING_KEY: signingKey,
  KANNEL_SENDSMS_URL: nowhere,
  KANNEL_USER: 'sapakerja',
  KANNEL_PASSWORD: 'sandi-kannel-rahasia',
  KANNEL_FROM: '6281100000000',
  KANNEL_SECRET: kannelSecret,
  HTTP_SMS_SEND_URL: nowhere,
  HTTP_SMS_SECRET: httpSecret,
};

/** The channels behind the doors. */
export const openDoors = (): Promise<readonly Channel[]> =>
  openChannels(doorSettings, {
    publicUrl,
    timeout: 1_000,
    clock: () => new Date('2026-11-23T01:00:00Z'),
    fetch: () => Promise.reject(new Error('nothing is sent here')),
  });

/** A way in, and how its provider proves what it sends. */
export interface Door {
  readonly name: string;
  readonly channel: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Bodies as the provider sends them; of a GET what stands behind the question mark. */
  readonly genuine: readonly string[];
  /** Headers that prove these bytes. */
  readonly prove: (body: Buffer) => Readonly<Record<string, string>>;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

const byTwilio =
  (path: string): Door['prove'] =>
  (body) => {
    const parameters = parse(body.toString('utf8'), '&', '=', { maxKeys: 0 });
    const signature = getExpectedTwilioSignature(authToken, publicUrl + path, parameters);
    return { ...form, 'x-twilio-signature': signature };
  };

const byHttp: Door['prove'] = (body) => ({ ...json, 'x-signature': sign(httpSecret, body) });

const moment = '1795395900';
const byPhone: Door['prove'] = (body) => ({
  ...json,
  'x-timestamp': moment,
  'x-signature': signPhone(signingKey, body, moment),
});

const post = (
  name: string,
  channel: string,
  path: string,
  rest: Pick<Door, 'genuine' | 'prove'>,
): Door => ({ name, channel, method: 'POST', path, ...rest });

const twilio = '/webhooks/twilio';
const kannel = `/webhooks/kannel/${kannelSecret}`;

/** All doors of the contract. */
export const doors: readonly Door[] = [
  post('twilio', 'twilio', twilio, { genuine: genuine.twilio, prove: byTwilio(twilio) }),
  post('twilio status', 'twilio', `${twilio}/status`, {
    genuine: genuine.twilioStatus,
    prove: byTwilio(`${twilio}/status`),
  }),
  post('telegram', 'telegram', '/webhooks/telegram', {
    genuine: genuine.telegram,
    prove: () => ({ ...json, 'x-telegram-bot-api-secret-token': webhookSecret }),
  }),
  {
    name: 'whatsapp question',
    channel: 'whatsapp-cloud',
    method: 'GET',
    path: '/webhooks/whatsapp',
    genuine: genuine.cloudQuestion,
    prove: () => ({}),
  },
  post('whatsapp', 'whatsapp-cloud', '/webhooks/whatsapp', {
    genuine: genuine.cloud,
    prove: (body) => ({ ...json, 'x-hub-signature-256': cloudSignature(body) }),
  }),
  post('android', 'android', '/webhooks/android', { genuine: genuine.android, prove: byPhone }),
  {
    name: 'kannel',
    channel: 'kannel',
    method: 'GET',
    path: kannel,
    genuine: genuine.kannel,
    prove: () => ({}),
  },
  {
    name: 'kannel status',
    channel: 'kannel',
    method: 'GET',
    path: `${kannel}/status`,
    genuine: genuine.kannelStatus,
    prove: () => ({}),
  },
  post('http', 'http', '/webhooks/http', { genuine: genuine.http, prove: byHttp }),
  post('http status', 'http', '/webhooks/http/status', {
    genuine: genuine.httpStatus,
    prove: byHttp,
  }),
];
