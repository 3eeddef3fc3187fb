import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { z } from 'zod';
import type { ChannelEvent, MediaRef } from '../../core/message.ts';
import { listSince, momentOf } from './list.ts';
import { fileAt, toInbound, type Sender } from './message.ts';
import { statusOf } from './receive.ts';
import { understood, type Post } from './send.ts';
import { printable } from '../untrusted.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A message may be listed a little later than it came, and clocks differ. */
const overlap = 10 * minute;
/** After a longer absence nobody waits for an answer any more. */
const longest = 7 * day;
/** Shorter than that nothing was lost but single reports, of which the next one says as much. */
const absence = 10 * minute;
/** Reports of a message come within the hour after it left. */
const reportsEnd = 60 * minute;

type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

/** Where the vault keeps how far each sender's list was read, epoch milliseconds. */
const category = 'recover';

/** Until when a sender's list was read. */
async function readUntil({ outside }: Post, sender: Sender, now: number): Promise<number> {
  const kept = (await outside.vault.read(category, [sender.name])).get(sender.name);
  return Math.max(kept === undefined ? now - day : Number(kept), now - longest);
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
  const messages = await listSince(post, { to: sender.address }, since);
  const lost = messages.filter(({ direction, from }) => direction === 'inbound' && !own.has(from));
  const events: ChannelEvent[] = [];
  for (const message of lost) events.push(await toEvent(post, sender, message));
  return events;
}

/** What became of what we sent since that moment; a repeat has no effect. */
async function listReports(post: Post, sender: Sender, since: number): Promise<ChannelEvent[]> {
  const messages = await listSince(post, { from: sender.address }, since);
  return messages.flatMap(({ sid, status: word, errorCode }) => {
    const status = statusOf(word);
    if (!status || status === 'sending') return [];
    const code = status === 'failed' && errorCode ? { code: String(errorCode) } : {};
    const providerId = printable.parse(sid);
    return [{ kind: 'report', account: sender.name, providerId, status, ...code }];
  });
}

async function recoverSender(post: Post, sender: Sender, deliver: Deliver): Promise<void> {
  const now = post.outside.clock().getTime();
  const until = await readUntil(post, sender, now);
  const events = await understood(async () => [
    ...(await listEvents(post, sender, until - overlap)),
    ...(now - until > absence ? await listReports(post, sender, until - reportsEnd) : []),
  ]);
  if (events.length > 0) await deliver(events);
  await post.outside.vault.write([{ category, id: sender.name, value: String(now) }]);
}

/**
 * Delivers what people wrote since the last run, whether its webhook came or not, and after an
 * absence the reports as well: a repeat has no effect. Twilio tries a webhook again for 15 seconds
 * only; this list alone makes it at least once. The first run looks back a day.
 * @throws SendError
 */
export async function recoverTwilio(post: Post, deliver: Deliver): Promise<void> {
  for (const sender of post.senders) await recoverSender(post, sender, deliver);
}
