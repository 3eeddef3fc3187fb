import type { FlowBook } from './flow.ts';
import { frameOf, isExpired, type State } from './state.ts';
import type { Conversation, Frame, TurnContext } from './types.ts';

/** A conversation as it was kept, with its flow as it is now. */
export interface Restored {
  readonly state: State;
  readonly pages: readonly string[];
  readonly expired: boolean;
  /** The question is gone with the old version of the flow: the dialogue begins again. */
  readonly changed: boolean;
}

/** The dialogue of a conversation, without what belongs to the turn. */
export function frameIn({ flow, version, step, answers, wrong, given, back }: Frame): Frame {
  return {
    flow,
    version,
    step,
    answers,
    ...(wrong && { wrong }),
    ...(given && { given }),
    ...(back && { back }),
  };
}

/** A dialogue with its flow as it is now: begun again, answers kept, when its question is gone. */
function refresh(book: FlowBook, frame: Frame): Frame | undefined {
  const flow = book.flows[frame.flow];
  if (!flow) return undefined;
  return flow.steps[frame.step]?.question
    ? frame
    : { ...frame, ...frameOf(flow, frame.answers), back: [] };
}

/** Takes a kept conversation up; null when there is nothing left of it. */
export function restore(
  book: FlowBook,
  conversation: Conversation,
  { now }: TurnContext,
): Restored | null {
  const { misses, pending, pages = [] } = conversation;
  const expired = isExpired(conversation, now);
  const before = frameIn(conversation);
  const frame = refresh(book, before);
  if (!frame || (expired && !book.flows[frame.flow]?.kept)) return null;
  const changed = frame !== before;
  const stack = conversation.stack.flatMap((each) => refresh(book, each) ?? []);
  const state = {
    frame,
    stack,
    misses,
    pending: changed ? undefined : pending,
    said: '',
    passed: 0,
  };
  return { state, pages, expired, changed };
}
