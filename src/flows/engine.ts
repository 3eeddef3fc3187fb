import type { Values } from '../core/json.ts';
import { addAction, type FlowBook } from './flow.ts';
import { hear, type Heard } from './hear.ts';
import { enter } from './moves.ts';
import { frameIn, restore } from './restore.ts';
import { flowOf, reply, tell } from './state.ts';
import type { Conversation, FlowEvent, Frame, Move, TurnContext } from './types.ts';

/**
 * Moves a conversation by one event: pure, state in and state out, both JSON. Gives at most one
 * reply and at most one action to run; the action's outcome is the next event.
 * @throws Error when a flow loops or names what does not exist: bugs that `flows check` finds.
 */
export function advance(
  book: FlowBook,
  conversation: Conversation | null,
  event: FlowEvent,
  context: TurnContext,
): Move {
  if (event.kind === 'outcome') return resume(book, conversation, event, context);
  if (event.kind === 'pass') return pass(conversation, event);
  if (event.kind === 'shut') return shut(book, conversation, context);
  const scene = { book, context, heard: textOf(event) };
  return hear(scene, conversation && restore(book, conversation, context), event);
}

function textOf(event: Heard): string {
  if (event.kind === 'start') return event.text === '' ? event.flow : event.text;
  if (event.kind === 'word') return event.word;
  if (event.kind === 'again') return '';
  return event.text;
}

/** What is open by SMS from abroad; everything else stays as it is. */
function shut(book: FlowBook, conversation: Conversation | null, context: TurnContext): Move {
  return reply({ book, context, heard: '' }, conversation, tell({ book, context }, 'abroad'));
}

/** Words for an officer: kept in the matter, and everything else stays as it is. */
function pass(
  conversation: Conversation | null,
  { matter, text }: Extract<FlowEvent, { kind: 'pass' }>,
): Move {
  const input = { nomor: matter, tambahan: text };
  return { conversation, effects: [{ kind: 'do', action: addAction, input, silent: true }] };
}

/** Goes on with what came of an action. */
function resume(
  book: FlowBook,
  conversation: Conversation | null,
  event: Extract<FlowEvent, { kind: 'outcome' }>,
  context: TurnContext,
): Move {
  if (!conversation) throw new Error(`an outcome of ${event.action}, but no dialogue waits for it`);
  const { stack, misses, said = '', passed = 0 } = conversation;
  const frame = arrive(book, frameIn(conversation), event);
  return enter({ book, context, heard: '' }, { frame, stack, misses, said, passed });
}

/** The dialogue at the step that the outcome leads to, with its values. */
function arrive(
  book: FlowBook,
  frame: Frame,
  { action, name, values }: Extract<FlowEvent, { kind: 'outcome' }>,
): Frame {
  const step = flowOf(book, frame.flow).steps[frame.step];
  const link = step?.links.find(({ path }) => path[0] === 'on' && path[1] === name);
  if (!step?.action || !link) throw new Error(`${action} gave ${name}, which no step answers`);
  return { ...learn(frame, values, step.action.keep), step: link.to };
}

/** The dialogue with an action's values; `kept` ones do not replace what the person said. */
function learn(frame: Frame, values: Values, kept: readonly string[]): Frame {
  const { answers, given = [] } = frame;
  const said = (name: string): boolean => name in answers && !given.includes(name);
  const fresh = Object.entries(values).filter(([name]) => !(kept.includes(name) && said(name)));
  if (fresh.length === 0) return frame;
  return {
    ...frame,
    answers: { ...answers, ...Object.fromEntries(fresh) },
    given: [...new Set([...given, ...fresh.map(([name]) => name)])],
  };
}
