import type { Channel } from '../channels/channel.ts';
import { SendError } from '../core/errors.ts';
import type { AttachmentFiles } from '../services/attachment-files.ts';
import { typeOf } from '../services/file-types.ts';
import { strip } from '../services/strip.ts';
import {
  claimAttachments,
  markAttachment,
  type ClaimedAttachment,
  type Fetched,
} from '../store/attachments.ts';
import type { Route } from './send.ts';
import type { GatewayTools } from './tools.ts';

/** The largest file that is kept, bytes: a photo of a phone is 3 to 6 MB. */
export const mediaLimit = 10_000_000;
/** Files under way at once: each is held in memory whole. */
const parallel = 4;
/** Longer than any fetch; a process that died is given up after it. */
const lease = 120_000;
const hour = 3_600_000;
const day = 24 * hour;

/** Milliseconds until the next try: 10 s, 40 s, 160 s, ... at most an hour. */
const pauseAfter = (attempts: number): number => Math.min(hour, 10_000 * 4 ** (attempts - 1));

/** What is kept of bytes: their type is what they are, not what they are called; place and time go. */
async function keep(files: AttachmentFiles, bytes: Buffer): Promise<Fetched> {
  if (bytes.length > mediaLimit) return { status: 'too-large' };
  const type = await typeOf(bytes);
  const plain = type && strip(type, bytes);
  if (!type || !plain) return { status: 'refused' };
  return { status: 'kept', type, size: plain.length, file: await files.write(plain) };
}

async function fetchOne(
  channel: Channel,
  files: AttachmentFiles,
  { ref, size }: ClaimedAttachment,
): Promise<Fetched> {
  if (size !== null && size > mediaLimit) return { status: 'too-large' };
  if (!channel.fetchMedia) return { status: 'gone' };
  return keep(files, await channel.fetchMedia(ref, mediaLimit));
}

const isTooLarge = ({ providerCode = '' }: SendError): boolean =>
  providerCode.endsWith('too-large');

/** A file that could not be fetched: again later, never before the provider says, and not for ever. */
function afterFailure(error: unknown, claimed: ClaimedAttachment, now: number): Fetched {
  if (error instanceof SendError && !error.retryable) {
    return { status: isTooLarge(error) ? 'too-large' : 'gone' };
  }
  if (now - claimed.receivedAt > day) return { status: 'gone' };
  const asked = error instanceof SendError ? (error.retryAfter ?? 0) : 0;
  return { status: 'waiting', nextAt: now + Math.max(pauseAfter(claimed.attempts), asked) };
}

async function fetchClaimed(
  { store, clock, log }: GatewayTools,
  files: AttachmentFiles,
  channel: Channel,
  claimed: ClaimedAttachment,
): Promise<void> {
  const fetched = await fetchOne(channel, files, claimed).catch((error: unknown) => {
    const code = error instanceof SendError ? { code: error.code } : { err: error };
    log.warn({ attachment: claimed.id, channel: channel.name, ...code }, 'file not fetched');
    return afterFailure(error, claimed, clock().getTime());
  });
  const recorded = await markAttachment(store, claimed, fetched);
  if (!recorded && fetched.status === 'kept') await files.remove(fetched.file);
}

/** Fetches what people sent and is due, a few at once; gives how many were looked at. */
export async function fetchMedia(
  tools: GatewayTools,
  routes: readonly Route[],
  files: AttachmentFiles,
): Promise<number> {
  const channels = new Map(routes.map(({ account, channel }) => [account.id, channel]));
  let done = 0;
  for (;;) {
    const now = tools.clock().getTime();
    const wanted = { accountIds: [...channels.keys()], limit: parallel, now, pause: lease };
    const claimed = await tools.store.transaction((db) => claimAttachments(db, wanted));
    if (claimed.length === 0) return done;
    await Promise.all(
      claimed.map((one) => fetchClaimed(tools, files, channels.get(one.accountId) as Channel, one)),
    );
    done += claimed.length;
  }
}
