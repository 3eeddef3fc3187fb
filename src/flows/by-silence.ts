import { textOf } from '../core/json.ts';
import type { Meaning } from './by-keyword.ts';
import { recogniseFlow, type FlowBook } from './flow.ts';
import type { Conversation, FlowEvent, TurnContext } from './types.ts';

/** What is asked for again when it is settled whose number it is. */
interface Held {
  /** The flow. */
  readonly lanjut: string;
  /** The words behind its keyword. */
  readonly isi: string;
}

/** The flow that an answer leads to: BELUM to a reminder is AK1 BELUM. */
function afterAnswer({ flows }: FlowBook, going: Conversation, event: FlowEvent): Held | undefined {
  const flow = flows[going.flow];
  if (!flow?.personal || event.kind !== 'text') return undefined;
  const { turn } = event;
  const step = turn?.to === 'step' ? flow.steps[turn.step] : undefined;
  return { lanjut: step?.flow ?? flow.name, isi: textOf(going.answers['nomor']) };
}

/** What a text begins or answers of what belongs to a person. */
function heldBy(
  book: FlowBook,
  conversation: Conversation | null,
  event: FlowEvent,
): Held | undefined {
  if (event.kind !== 'start')
    return conversation ? afterAnswer(book, conversation, event) : undefined;
  const isPersonal = book.flows[event.flow]?.personal === true;
  return isPersonal ? { lanjut: event.flow, isi: event.text } : undefined;
}

/**
 * The meaning as it counts from a number that was silent for long and may be somebody else's now:
 * before what belongs to a person the year of birth is asked for, everything else goes on.
 */
export function heedSilence(
  book: FlowBook,
  conversation: Conversation | null,
  meaning: Meaning,
  { unproven = false }: TurnContext,
): Meaning {
  if (!unproven || !book.flows[recogniseFlow]) return meaning;
  const held = heldBy(book, conversation, meaning.event);
  if (!held) return meaning;
  const event = { kind: 'start', flow: recogniseFlow, text: '', values: { ...held } } as const;
  return { event, because: `after a long silence: ${meaning.because}` };
}
