import { expects, replyText } from '../flows/book.ts';
import { interpretMedia } from '../flows/by-media.ts';
import type { FlowBook } from '../flows/flow.ts';
import type { Conversation, TurnContext } from '../flows/types.ts';
import type { ServiceContext } from '../services/action.ts';
import { mediaName, mediaWords } from '../services/attachments.ts';
import type { HeardMedia } from './media.ts';
import { offered, takeMeaning, type Turn, type TurnTools } from './turn.ts';

/** That no machine can read it, and what to do instead. */
function unreadable(book: FlowBook, { kinds, full }: HeardMedia, asks: boolean): string {
  const name = asks ? 'media-asked' : 'media-alone';
  return replyText(book, full ? 'media-full' : name, { kiriman: mediaName(kinds) });
}

/**
 * Pictures, papers or voices without words: they go to what the office has open with the person;
 * else the person is told that no machine can read them, and the dialogue stays where it is. They
 * are kept unless there were too many today, and of an album only the first is answered.
 * @throws Error as `takeTurn`
 */
export async function takeMediaTurn(
  { book, ...tools }: TurnTools,
  input: {
    readonly media: HeardMedia;
    readonly conversation: Conversation | null;
  },
  context: TurnContext,
  service: ServiceContext,
): Promise<Turn> {
  const { conversation, media } = input;
  const pictures = { words: mediaWords(media.kinds), again: media.again };
  const meaning = interpretMedia(book, conversation, pictures, context);
  const { because } = meaning;
  if (meaning.event) {
    return takeMeaning({ book, ...tools }, conversation, meaning, { context, service });
  }
  const { flow = null, step = null } = conversation ?? {};
  const reply = media.again ? '' : unreadable(book, media, meaning.asks);
  return {
    conversation,
    reply: reply || undefined,
    choices: offered(book, reply, conversation, context),
    trace: { because, flow, step, expects: expects(book, conversation) },
    because,
    purpose: 'talk',
  };
}
