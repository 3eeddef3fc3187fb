import { z } from 'zod';
import { SendError } from '../core/errors.ts';
import type { ChannelHealth, OutboundMessage, Receipt } from '../core/message.ts';
import type { Channel } from './channel.ts';
import { exchange, type Answer, type Question } from './exchange.ts';
import { unreadableAnswer } from './from-http-status.ts';
import { channelKind, rate, webAddress, type Outside } from './kind.ts';
import { printable, readJson } from './untrusted.ts';
import { cloudBody, type CloudStyle } from './whatsapp-cloud/body.ts';
import { cloudError } from './whatsapp-cloud/errors.ts';
import { fetchCloudFile, type CloudApi } from './whatsapp-cloud/media.ts';
import { readCloudNotice, readCloudQuestion, type CloudInbox } from './whatsapp-cloud/receive.ts';

const settings = z.object({
  WHATSAPP_CLOUD_PHONE_ID: z
    .string()
    .regex(/^\d{5,30}$/, 'must be the id of the number, digits only'),
  WHATSAPP_CLOUD_TOKEN: z.string(),
  WHATSAPP_CLOUD_APP_SECRET: z.string(),
  WHATSAPP_CLOUD_VERIFY_TOKEN: z.string(),
  WHATSAPP_CLOUD_API_URL: webAddress.default('https://graph.facebook.com'),
  WHATSAPP_CLOUD_RATE: rate.default(20),
  WHATSAPP_CLOUD_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, 'must be a name')
    .optional(),
  WHATSAPP_CLOUD_TEMPLATE_LANGUAGE: z
    .string()
    .regex(/^[a-zA-Z_]{2,10}$/)
    .default('id'),
  WHATSAPP_CLOUD_LIST_BUTTON: z.string().max(20, 'must be 20 characters or less').default('Pilih'),
});
type Settings = z.output<typeof settings>;

/** Meta's version, until 29 July 2028 (https://developers.facebook.com/docs/graph-api/changelog). */
const version = 'v25.0';

/** A batch of Meta holds up to 3 MB. */
const largestNotice = 3 * 1024 * 1024;

/** Names of our messages at Meta, as its reports told them; the oldest go first. */
const rememberedNames = 10_000;

/** What is known when the channel is on. */
interface Cloud {
  readonly api: CloudApi;
  readonly style: CloudStyle;
  readonly inbox: CloudInbox;
  readonly outside: Outside;
  /** Our id, Meta's id. */
  readonly names: ReadonlyMap<string, string>;
}

async function ask({ api, outside }: Cloud, question: Omit<Question, 'headers'>): Promise<Answer> {
  const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' };
  const answer = await exchange(outside, { ...question, headers });
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw cloudError(answer, outside.clock());
}

const accepted = z.object({ messages: z.tuple([z.object({ id: printable })], z.unknown()) });

/** Meta counts the day from when the person wrote; we from when we heard of it, which may be later. */
const isLateForMeta = (error: unknown): boolean =>
  error instanceof SendError && error.code === 'window-closed' && error.providerCode !== undefined;

async function send(cloud: Cloud, message: OutboundMessage): Promise<Receipt> {
  try {
    return await post(cloud, message);
  } catch (error) {
    if (!isLateForMeta(error) || !cloud.style.template) throw error;
    const { lastInboundAt, ...late } = message;
    if (lastInboundAt === undefined) throw error; // it was the template
    return post(cloud, late);
  }
}

async function post(cloud: Cloud, message: OutboundMessage): Promise<Receipt> {
  const url = `${cloud.api.url}/${cloud.api.phoneId}/messages`;
  const body = cloudBody(message, cloud.style, cloud.outside.clock());
  const answer = await ask(cloud, { method: 'POST', url, body });
  const read = accepted.safeParse(readJson(answer.text));
  if (!read.success) throw unreadableAnswer();
  return { providerId: read.data.messages[0].id };
}

const state = z.object({ status: z.string().optional(), quality_rating: z.string().optional() });

/** How Meta sees the number: connected, flagged, limited; and what people think of it. */
async function check(cloud: Cloud): Promise<readonly ChannelHealth[]> {
  const url = `${cloud.api.url}/${cloud.api.phoneId}?fields=status,quality_rating`;
  const read = state.safeParse(readJson((await ask(cloud, { method: 'GET', url })).text));
  if (!read.success) throw unreadableAnswer();
  const { status = 'CONNECTED', quality_rating: quality } = read.data;
  if (status !== 'CONNECTED')
    return [{ account: 'whatsapp', state: 'down', code: status.toLowerCase().slice(0, 40) }];
  return [{ account: 'whatsapp', state: 'up', code: quality === 'RED' ? 'quality-red' : null }];
}

function channelOf(cloud: Cloud, perSecond: number): Channel {
  const { inbox, outside } = cloud;
  return {
    name: 'whatsapp-cloud',
    accounts: [{ name: 'whatsapp', medium: 'whatsapp' }],
    rate: perSecond,
    perContact: 6_000, // Meta's pair rate: one in six seconds to a person, after a burst
    contactBurst: 10,
    webhooks: [
      {
        method: 'GET',
        path: outside.path,
        parse: (request) => ({ events: [], reply: readCloudQuestion(inbox, request) }),
      },
      {
        method: 'POST',
        path: outside.path,
        largest: largestNotice,
        parse: (request) => ({ events: readCloudNotice(inbox, request) }),
      },
    ],
    send: async (message) => send(cloud, message),
    // Meta takes no idempotency key and lists no messages: what its reports named is all we know.
    find: async ({ id }) => {
      const providerId = cloud.names.get(id);
      return providerId === undefined ? undefined : { providerId };
    },
    fetchMedia: async (ref, limit) => fetchCloudFile(cloud.api, outside, { ref, limit }),
    check: async () => check(cloud),
  };
}

function styleOf(config: Settings): CloudStyle {
  const { WHATSAPP_CLOUD_TEMPLATE: name, WHATSAPP_CLOUD_TEMPLATE_LANGUAGE: language } = config;
  const template = name === undefined ? {} : { template: { name, language } };
  return { listButton: config.WHATSAPP_CLOUD_LIST_BUTTON, ...template };
}

/** Keeps the latest names; in this process alone, as a help against doubles and no promise. */
function openNames(most: number) {
  const names = new Map<string, string>();
  const seen = (ours: string, theirs: string): void => {
    names.set(ours, theirs);
    const [oldest] = names.keys();
    if (names.size > most && oldest !== undefined) names.delete(oldest);
  };
  return { names, seen };
}

/** WhatsApp by Meta's own Cloud API. */
export const whatsappCloud = channelKind({
  name: 'whatsapp-cloud',
  path: '/webhooks/whatsapp',
  needs: [
    ['WHATSAPP_CLOUD_PHONE_ID'],
    ['WHATSAPP_CLOUD_TOKEN'],
    ['WHATSAPP_CLOUD_APP_SECRET'],
    ['WHATSAPP_CLOUD_VERIFY_TOKEN'],
  ],
  settings,
  open: async (config, outside) => {
    const { names, seen } = openNames(rememberedNames);
    const phoneId = config.WHATSAPP_CLOUD_PHONE_ID;
    const api = {
      url: `${config.WHATSAPP_CLOUD_API_URL.replace(/\/+$/, '')}/${version}`,
      token: config.WHATSAPP_CLOUD_TOKEN,
      phoneId,
    };
    const inbox = {
      phoneId,
      appSecret: config.WHATSAPP_CLOUD_APP_SECRET,
      verifyToken: config.WHATSAPP_CLOUD_VERIFY_TOKEN,
      seen,
    };
    const cloud = { api, style: styleOf(config), inbox, outside, names };
    return channelOf(cloud, config.WHATSAPP_CLOUD_RATE);
  },
});
