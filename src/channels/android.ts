import { z } from 'zod';
import { askHealth, sendByPhone, type PhoneApi } from './android/api.ts';
import { account, readPhoneEvent, toEvents } from './android/events.ts';
import { openWatch } from './android/health.ts';
import { openInbox } from './android/inbox.ts';
import type { Channel } from './channel.ts';
import { channelKind, rate, webAddress } from './kind.ts';

const settings = z.object({
  ANDROID_SMS_URL: webAddress,
  ANDROID_SMS_USER: z.string(),
  ANDROID_SMS_PASSWORD: z.string(),
  ANDROID_SMS_SIGNING_KEY: z.string(),
  // Android lets an app send about 30 SMS in half an hour until that is raised, a modem one in 2 s.
  ANDROID_SMS_RATE: rate.default(0.5),
});

/** SMS Gateway for Android (github.com/capcom6/android-sms-gateway): an ordinary phone with a SIM. */
export const android = channelKind({
  name: 'android',
  needs: [
    ['ANDROID_SMS_URL'],
    ['ANDROID_SMS_USER'],
    ['ANDROID_SMS_PASSWORD'],
    ['ANDROID_SMS_SIGNING_KEY'],
  ],
  settings,
  open: async (config, outside): Promise<Channel> => {
    const key = config.ANDROID_SMS_SIGNING_KEY;
    const api: PhoneApi = {
      url: config.ANDROID_SMS_URL.replace(/\/+$/, ''),
      user: config.ANDROID_SMS_USER,
      password: config.ANDROID_SMS_PASSWORD,
      outside,
    };
    const watch = openWatch(outside.clock);
    return {
      name: 'android',
      accounts: [{ name: account, medium: 'sms' }],
      rate: config.ANDROID_SMS_RATE,
      idempotent: true,
      webhooks: [
        {
          method: 'POST',
          path: outside.path,
          parse: (request) => {
            const told = readPhoneEvent(key, request);
            const health = watch.saw(told).map((seen) => ({ kind: 'health' as const, ...seen }));
            return { events: [...toEvents(key, told), ...health] };
          },
        },
      ],
      send: async (message) => sendByPhone(api, message),
      recover: openInbox(api, key),
      check: async () => {
        const health = await askHealth(api);
        return [watch.silent() ? { ...health, state: 'down', code: 'silent' } : health];
      },
    };
  },
});
