import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { SendError } from '../../core/errors.ts';
import type { Post } from './send.ts';

/** Messages of a page, and pages of a run: what a week of a district never fills. */
const pageSize = 50;
const mostPages = 400;

/** When Twilio took the message, epoch milliseconds. */
export const momentOf = ({ dateSent, dateCreated }: MessageInstance): number =>
  (dateSent ?? dateCreated).getTime();

/**
 * The messages to or from an address since that moment, oldest first. The list comes newest first;
 * whether its filter looks at the day or the second, only what is younger is given.
 * @throws SendError when there is no end of it
 */
export async function listSince(
  { client: { messages } }: Pick<Post, 'client'>,
  ends: { readonly to: string } | { readonly from: string },
  since: number,
): Promise<MessageInstance[]> {
  const found: MessageInstance[] = [];
  let page = await messages.page({ ...ends, dateSentAfter: new Date(since), pageSize });
  for (let read = 1; ; read += 1) {
    const { instances, nextPageUrl } = page;
    found.push(...instances.filter((message) => momentOf(message) >= since));
    if (!nextPageUrl || instances.some((message) => momentOf(message) < since)) break;
    if (read === mostPages)
      throw new SendError('provider-down', { retryable: true, providerCode: 'list-too-long' });
    page = await messages.getPage(nextPageUrl);
  }
  return found.toReversed();
}
