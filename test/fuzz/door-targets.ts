import { RejectedRequest } from '../../src/core/errors.ts';
import type { Channel, Webhook, WebhookRequest } from '../../src/channels/channel.ts';
import type { ChannelEvent, MediaRef } from '../../src/core/message.ts';
import { bodyLimit } from '../../src/web/body.ts';
import { hostileBodies } from './bytes.ts';
import { doors, openDoors, type Door } from './doors.ts';
import { target, type Target } from './target.ts';

/** What a database takes as a key and a log as a word. */
const short = /^[\x20-\x7e]{1,200}$/;
const refused = new Set([400, 401, 403, 413]);

/** Names of fields that are keys, addresses or codes. */
const named = ['key', 'from', 'account', 'pressedOn', 'providerId', 'code', 'phone', 'to'];

const isShort = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && short.test(value));

const isFile = ({ ref, name = '', size = 0 }: MediaRef): boolean =>
  /^[\x20-\x7e]{1,500}$/.test(ref) &&
  name.length <= 200 &&
  !/\p{Cc}|\p{Surrogate}/u.test(name) &&
  Number.isSafeInteger(size) &&
  size >= 0;

/** What is no key and no address: the words, the moment, the files. */
function isSound(event: ChannelEvent): boolean {
  if (event.kind !== 'message') return true;
  const { text, at = '2026-11-23T01:00:00Z', media = [] } = event;
  return typeof text === 'string' && Number.isFinite(Date.parse(at)) && media.every(isFile);
}

/** Whether an event can be stored in both databases as it is. */
export function canBeStored(event: ChannelEvent): boolean {
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(event));
  const lists = [fields['sameAs'] ?? [], fields['aliases'] ?? []].flat();
  return isSound(event) && [...named.map((name) => fields[name]), ...lists].every(isShort);
}

/** A body at a door, as the web layer hands it on. */
export function requestAt(door: Door, body: Buffer, headers = door.prove(body)): WebhookRequest {
  const { method, path } = door;
  const query = method === 'GET' ? body.toString('latin1') : '';
  const rawBody = method === 'GET' ? Buffer.alloc(0) : body;
  const url = query === '' ? path : `${path}?${query}`;
  return { method, url, headers, query: new URLSearchParams(query), rawBody };
}

/** The route of a door. @throws Error when the contract's path is not there */
export function webhookOf(channels: readonly Channel[], door: Door): Webhook {
  const routes = channels.flatMap(({ name, webhooks }) => (name === door.channel ? webhooks : []));
  const found = routes.find(({ method, path }) => method === door.method && path === door.path);
  if (!found) throw new Error(`no door ${door.method} ${door.path}`);
  return found;
}

/** Reads a body; gives the status that it is answered with. @throws Error when it is not as agreed */
export function readAt(webhook: Webhook, request: WebhookRequest): number {
  try {
    const { events, reply } = webhook.parse(request);
    const odd = events.find((event) => !canBeStored(event));
    if (odd) throw new Error(`cannot be stored: ${JSON.stringify(odd).slice(0, 500)}`);
    return reply?.status ?? 200;
  } catch (error) {
    if (error instanceof RejectedRequest && refused.has(error.status)) return error.status;
    throw error;
  }
}

/** The longest address that Node's server takes, in bytes. */
const longestUrl = 16 * 1024;

const limitOf = (door: Door, { largest = bodyLimit }: Webhook): number =>
  door.method === 'GET' ? longestUrl : largest;

/** Each door's reader behind the signature: every body is proven rightly. */
export const doorTargets: readonly Target[] = doors.map((door) =>
  target(door.name, 70, async () => {
    const webhook = webhookOf(await openDoors(), door);
    return {
      values: hostileBodies(door.genuine, limitOf(door, webhook)),
      use: (body) => void readAt(webhook, requestAt(door, body)),
    };
  }),
);
