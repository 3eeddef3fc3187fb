import type { FlowBook } from './flow.ts';
import { frameIn } from './restore.ts';
import type { Here, Question, Step, Turn } from './steps/step.ts';
import type { Conversation, TurnContext } from './types.ts';

/** A question that waits for an answer, and where. */
export interface Asked {
  readonly step: Step;
  readonly question: Question;
  readonly here: Here;
  /** What the question makes of a text; the latest is not read again. */
  readonly turnOn: (text: string) => Turn | undefined;
}

function readsOnce(step: Step, here: Here): Asked['turnOn'] {
  let latest: { readonly text: string; readonly turn: Turn | undefined } | undefined;
  return (text) => {
    if (latest?.text !== text) latest = { text, turn: step.answer?.(text, here) };
    return latest.turn;
  };
}

/** The question that waits for an answer; undefined when none does. */
export function askedOf(
  book: FlowBook,
  conversation: Conversation | null,
  context: TurnContext,
): Asked | undefined {
  if (!conversation) return undefined;
  const { flow: name, step: stepName, pending } = conversation;
  const flow = book.flows[name];
  const step = flow?.steps[stepName];
  if (!flow || !step?.question) return undefined;
  const here = { book, flow, frame: frameIn(conversation), pending, context };
  return { step, question: step.question, here, turnOn: readsOnce(step, here) };
}

/** A question whose answer is whatever the person writes. */
export function isOpen(asked: Asked | undefined): boolean {
  const kinds = asked?.question.kinds ?? [];
  return kinds.includes('text') || kinds.includes('question');
}

/** A question that OK answers: something is to be confirmed. */
export function isConfirmation({ question, here }: Asked): boolean {
  const asksYes = question.words.includes('YA') || question.kinds.includes('yesno');
  return here.pending !== undefined || asksYes;
}
