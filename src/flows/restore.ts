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

/** Takes a kept conversation up; null when there is nothing left of it. */
export function restore(
  book: FlowBook,
  conversation: Conversation,
  { now }: TurnContext,
): Restored | null {
  const { stack, misses, pending, pages = [] } = conversation;
  const flow = book.flows[conversation.flow];
  const expired = isExpired(conversation, now);
  if (!flow || (expired && !flow.kept)) return null;
  const frame = frameIn(conversation);
  const changed = !flow.steps[frame.step]?.question;
  const state = { frame, stack, misses, pending, said: '', passed: 0 };
  if (!changed) return { state, pages, expired, changed };
  const again = { ...frame, ...frameOf(flow, frame.answers) };
  return { state: { ...state, frame: again, pending: undefined }, pages, expired, changed };
}
