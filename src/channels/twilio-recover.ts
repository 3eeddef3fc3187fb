import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { z } from 'zod';
import { SendError } from '../core/errors.ts';
import type { ChannelEvent, MediaRef } from '../core/message.ts';
import { fileAt, toInbound, type Sender } from './twilio-message.ts';
import { understood, type Post } from './twilio-send.ts';
import { printable } from './untrusted.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A message may be listed a little later than it came, and clocks differ. */
const overlap = 10 * minute;
/** After a longer absence nobody waits for an answer any more. */
const longest = 7 * day;
/** Messages of a page, and pages of a run: what one day of a district never fills. */
const pageSize = 50;
const mostPages = 400;

const tooLong = new SendError('provider-down', { retryable: true, providerCode: 'list-too-long' });

type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

/** Where the vault keeps how far each sender's list was read, epoch milliseconds. */
const category = 'recover';

async function readFrom({ outside }: Post, sender: Sender): Promise<number> {
  const now = outside.clock().getTime();
  const kept = (await outside.vault.read(category, [sender.name])).get(sender.name);
  const covered = kept === undefined ? now - day : Number(kept);
  return Math.max(covered - overlap, now - longest);
}

const momentOf = ({ dateSent, dateCreated }: MessageInstance): number =>
  (dateSent ?? dateCreated).getTime();

/** The messages to a sender since that moment, oldest first; the list comes newest first. */
async function listSince(post: Post, sender: Sender, since: number): Promise<MessageInstance[]> {
  const { messages } = post.client;
  const wanted = { to: sender.address, dateSentAfter: new Date(since), pageSize };
  const found: MessageInstance[] = [];
  let page = await messages.page(wanted);
  for (let read = 1; ; read += 1) {
    const { instances, nextPageUrl } = page;
    found.push(...instances.filter((message) => momentOf(message) >= since));
    if (!nextPageUrl || instances.some((message) => momentOf(message) < since)) break;
    if (read === mostPages) throw tooLong;
    page = await messages.getPage(nextPageUrl);
  }
  return found.toReversed();
}

async function filesOf(post: Post, message: MessageInstance): Promise<readonly MediaRef[]> {
  if (!(Number(message.numMedia) > 0)) return [];
  const { instances } = await post.client.messages(message.sid).media.page({ pageSize: 10 });
  const path = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}/Media`;
  const files = instances.map((file) => fileAt(`${path}/${file.sid}`, file.contentType));
  return files.filter((file) => file !== undefined);
}

const listed = z.object({ sid: printable, from: printable, body: z.string().nullish() });

/**
 * A listed message as its webhook would have told it, as far as the list knows it. One that cannot be
 * read is told as health: it must not hold up the others for ever.
 */
async function toEvent(
  post: Post,
  sender: Sender,
  message: MessageInstance,
): Promise<ChannelEvent> {
  const read = listed.safeParse(message);
  if (!read.success) return { kind: 'health', account: sender.name, code: 'message-unreadable' };
  const { sid, from, body } = read.data;
  const said = { MessageSid: sid, From: from, To: sender.address, Body: body ?? '' };
  const at = new Date(momentOf(message)).toISOString();
  const media = await filesOf(post, message);
  const files = media.length > 0 ? { media } : {};
  return { kind: 'message', ...toInbound(sender, said, {}), at, ...files };
}

/** What people wrote to a sender since that moment, without our own words to ourselves. */
async function listEvents(post: Post, sender: Sender, since: number): Promise<ChannelEvent[]> {
  const own = new Set(post.senders.map(({ address }) => address));
  const messages = await listSince(post, sender, since);
  const lost = messages.filter(({ direction, from }) => direction === 'inbound' && !own.has(from));
  const events: ChannelEvent[] = [];
  for (const message of lost) events.push(await toEvent(post, sender, message));
  return events;
}

/**
 * Delivers what people wrote since the last run, whether its webhook came or not: a repeat has no
 * effect. Twilio tries a webhook again for 15 seconds only; this list alone makes it at least once.
 * The first run looks back a day.
 * @throws SendError
 */
export async function recoverTwilio(post: Post, deliver: Deliver): Promise<void> {
  for (const sender of post.senders) {
    const begun = post.outside.clock().getTime();
    const since = await readFrom(post, sender);
    const events = await understood(() => listEvents(post, sender, since));
    if (events.length > 0) await deliver(events);
    await post.outside.vault.write([{ category, id: sender.name, value: String(begun) }]);
  }
}
