import { isExpired } from './state.ts';
import type { Meaning } from './by-keyword.ts';
import { menuFlow, type FlowBook } from './flow.ts';
import type { Conversation, FlowEvent, TurnContext } from './types.ts';

/** What steers a dialogue that goes on, and nothing else. */
const steering = ['BATAL', 'KEMBALI', 'LAGI'];

const isOpenFlow = ({ flows }: FlowBook, name: string): boolean => flows[name]?.abroad === true;

/** The flow of the question that waits. */
function flowIn(conversation: Conversation | null, { now }: TurnContext): string {
  return conversation && !isExpired(conversation, now) ? conversation.flow : menuFlow;
}

function wordIsOpen(book: FlowBook, word: string, going: string): boolean {
  if (steering.includes(word)) return isOpenFlow(book, going);
  const flow = book.all.find((one) => one.word === word);
  return flow?.abroad === true;
}

/** Whether what was meant is open by SMS from abroad; what is kept for an officer always is. */
function isOpen(book: FlowBook, event: FlowEvent, going: string): boolean {
  if (event.kind === 'start') return isOpenFlow(book, event.flow);
  if (event.kind === 'word' || event.kind === 'suggest') return wordIsOpen(book, event.word, going);
  const isAnswer = event.kind === 'text' || event.kind === 'correct';
  return !isAnswer || isOpenFlow(book, going);
}

/**
 * The meaning as it counts by SMS from abroad: danger, help for migrant workers, what is open with
 * the office. A reply there costs the office several times as much and the worker's own SMS too, so
 * everything else gets one sentence.
 */
export function heedAbroad(
  book: FlowBook,
  conversation: Conversation | null,
  meaning: Meaning,
  context: TurnContext,
): Meaning {
  if (!context.abroad) return meaning;
  if (isOpen(book, meaning.event, flowIn(conversation, context))) return meaning;
  return { event: { kind: 'shut' }, because: `by SMS from abroad: ${meaning.because}` };
}
