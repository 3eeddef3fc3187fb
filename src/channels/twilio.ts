import { z } from 'zod';
import type { Channel, WebhookReply } from './channel.ts';
import { channelKind, rate, webAddress } from './kind.ts';
import { checkTwilio } from './twilio/check.ts';
import { openTwilioClient } from './twilio/client.ts';
import { prepareContents } from './twilio/content.ts';
import { fetchTwilioFile } from './twilio/media.ts';
import { withoutPrefix, type Sender } from './twilio/message.ts';
import { readTwilioMessage, readTwilioReport, type TwilioInbox } from './twilio/receive.ts';
import { recoverTwilio } from './twilio/recover.ts';
import { findAtTwilio, sendByTwilio, type Post } from './twilio/send.ts';
import { openSignatures } from './twilio/signature.ts';
import { printable, senderOf } from './untrusted.ts';
import { whenNeeded } from './when-needed.ts';

const settings = z.object({
  TWILIO_ACCOUNT_SID: z.string().regex(/^AC\w+$/, 'must start with AC'),
  TWILIO_AUTH_TOKEN: z.string(),
  TWILIO_SMS_FROM: printable.optional(),
  TWILIO_WHATSAPP_FROM: printable.transform(withoutPrefix).optional(),
  TWILIO_WHATSAPP_CONTENT_SID: z
    .string()
    .regex(/^HX\w+$/, 'must start with HX')
    .optional(),
  TWILIO_WHATSAPP_BUTTONS: z.enum(['on', 'off']).default('off'),
  TWILIO_WHATSAPP_LIST_BUTTON: z.string().max(20, 'must be 20 characters or less').default('Pilih'),
  TWILIO_API_URL: webAddress.default('https://api.twilio.com'),
  TWILIO_RATE: rate.default(10),
});
type Settings = z.output<typeof settings>;

function sendersOf({ TWILIO_SMS_FROM: sms, TWILIO_WHATSAPP_FROM: whatsapp }: Settings) {
  const senders: Sender[] = [];
  if (sms) senders.push({ name: 'sms', medium: 'sms', address: sms, phone: senderOf(sms) });
  if (whatsapp)
    senders.push({
      name: 'whatsapp',
      medium: 'whatsapp',
      address: `whatsapp:${whatsapp}`,
      phone: senderOf(whatsapp),
    });
  return senders;
}

const thanks: WebhookReply = { status: 200, type: 'text/xml', body: '<Response/>' };

function channelOf(config: Settings, inbox: TwilioInbox): Channel {
  const { login, senders, outside } = inbox;
  const template = config.TWILIO_WHATSAPP_CONTENT_SID;
  const buttons = config.TWILIO_WHATSAPP_BUTTONS === 'on';
  const openClient = whenNeeded(() => openTwilioClient(login, outside));
  const sending = { senders, outside, buttons, ...(template !== undefined && { template }) };
  const post = async (): Promise<Post> => ({ ...sending, client: await openClient() });
  const desk = { login, outside, listButton: config.TWILIO_WHATSAPP_LIST_BUTTON };
  return {
    name: 'twilio',
    accounts: senders.map(({ name, medium, phone }) => ({ name, medium, ...(phone && { phone }) })),
    rate: config.TWILIO_RATE,
    webhooks: [
      {
        method: 'POST',
        path: outside.path,
        parse: (request) => ({ events: readTwilioMessage(inbox, request), reply: thanks }),
      },
      {
        method: 'POST',
        path: `${outside.path}/status`,
        parse: (request) => ({ events: readTwilioReport(inbox, request), reply: thanks }),
      },
    ],
    recover: async (deliver) => recoverTwilio(await post(), deliver),
    fetchMedia: async (ref, limit) => fetchTwilioFile(login, outside, { ref, limit }),
    send: async (message) => sendByTwilio(await post(), message),
    find: async (message) => findAtTwilio(await post(), message),
    check: async () => {
      if (buttons) await prepareContents(desk);
      return checkTwilio(await post());
    },
  };
}

/** SMS and WhatsApp by Twilio. */
export const twilio = channelKind({
  name: 'twilio',
  needs: [
    ['TWILIO_ACCOUNT_SID'],
    ['TWILIO_AUTH_TOKEN'],
    ['TWILIO_SMS_FROM', 'TWILIO_WHATSAPP_FROM'],
  ],
  settings,
  open: async (config, outside) => {
    const login = {
      sid: config.TWILIO_ACCOUNT_SID,
      token: config.TWILIO_AUTH_TOKEN,
      apiUrl: config.TWILIO_API_URL.replace(/\/+$/, ''),
    };
    const isSigned = openSignatures(login.token, outside.publicUrl);
    const inbox = { login, senders: sendersOf(config), outside, isSigned };
    return channelOf(config, inbox);
  },
});
