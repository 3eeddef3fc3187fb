import type { Values } from '../core/json.ts';
import { limits, menuFlow, type Flow, type FlowBook } from './flow.ts';
import { fill, join, spell } from './render.ts';
import { paginate } from './pages.ts';
import type { Here } from './steps/step.ts';
import type { Conversation, Frame, Move, Pending, TurnContext } from './types.ts';

/** What does not change within a turn. */
export interface Scene {
  readonly book: FlowBook;
  readonly context: TurnContext;
  /** What the person wrote. */
  readonly heard: string;
}

/** A conversation while it moves. */
export interface State {
  readonly frame: Frame;
  readonly stack: readonly Frame[];
  readonly misses: number;
  readonly pending?: Pending | undefined;
  /** Words that stand before the next question. */
  readonly said: string;
  /** Steps passed since the person wrote. */
  readonly passed: number;
}

/** The flow with this name. @throws Error when there is none: `flows check` finds that. */
export function flowOf(book: FlowBook, name: string): Flow {
  const flow = book.flows[name];
  if (!flow) throw new Error(`there is no flow ${name}`);
  return flow;
}

/** A dialogue at the beginning of a flow. */
export function frameOf(flow: Flow, answers: Values = {}): Frame {
  return { flow: flow.name, version: flow.version, step: flow.start, answers };
}

/** Nothing is going on: the menu is what an answer is looked for in. */
export function idle(book: FlowBook): State {
  const frame = frameOf(flowOf(book, menuFlow));
  return { frame, stack: [], misses: 0, said: '', passed: 0 };
}

/** Where a step of the state's dialogue is run. */
export function hereOf({ book, context }: Scene, { frame, pending }: State): Here {
  return { book, context, frame, flow: flowOf(book, frame.flow), pending };
}

/** Words said outside any flow, with the office's facts. */
export function tell(
  { book, context }: Pick<Scene, 'book' | 'context'>,
  name: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const words = book.replies[name];
  if (words === undefined) throw new Error(`templates/replies has no ${name}`);
  return fill(words, { ...context.facts, ...values });
}

/** The state as it is kept until the next message. */
export function keep({ context }: Scene, state: State): Conversation {
  const { frame, stack, misses, pending } = state;
  const askedAt = context.now.toISOString();
  return { ...frame, stack, misses, askedAt, ...(pending && { pending }) };
}

/** The one reply of a turn; what does not fit waits for LAGI. */
export function reply(scene: Scene, conversation: Conversation | null, text: string): Move {
  const { context, book } = scene;
  const words = spell(text, context.medium);
  const [page = '', ...pages] = paginate(words, context.medium, tell(scene, 'more'));
  const effects = page === '' ? [] : [{ kind: 'reply', text: page } as const];
  if (pages.length === 0) return { conversation, effects };
  return { conversation: { ...(conversation ?? keep(scene, idle(book))), pages }, effects };
}

/** Says the question, behind what is to be said before it, and waits. */
export function wait(scene: Scene, state: State, text: string, pending?: Pending): Move {
  return reply(scene, keep(scene, { ...state, pending }), join(state.said, text));
}

/** True when the question has been open for longer than people remember it. */
export function isExpired({ askedAt }: Conversation, now: Date): boolean {
  return now.getTime() - Date.parse(askedAt) > limits.patience;
}

/** Dialogues set aside when another begins: each flow once, the latest last, the oldest dropped. */
export function setAside(book: FlowBook, { frame, stack }: State, next: string): readonly Frame[] {
  const kept = book.flows[frame.flow]?.kept ? [...stack, frame] : stack;
  return kept.filter(({ flow }) => flow !== next).slice(-limits.stack);
}

/** The dialogue with this question marked as asked, so that KEMBALI finds it. */
export function remember(frame: Frame, step: string): Frame {
  const before = frame.back ?? [];
  return before.at(-1) === step ? frame : { ...frame, back: [...before, step].slice(-limits.back) };
}

/** The dialogue without what its step saved, so that the question is asked again. */
export function unlearn(book: FlowBook, frame: Frame): Frame {
  const question = book.flows[frame.flow]?.steps[frame.step]?.question;
  const depends = question?.forget.filter((name) => frame.given?.includes(name)) ?? [];
  const gone = new Set([question?.save, ...depends]);
  const answers = Object.fromEntries(
    Object.entries(frame.answers).filter(([name]) => !gone.has(name)),
  );
  return { ...frame, answers };
}
