import type { Json } from '../core/json.ts';
import type { Choice } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import { expects } from '../flows/book.ts';
import type { Meaning } from '../flows/by-keyword.ts';
import { choicesOf } from '../flows/choices.ts';
import { advance } from '../flows/engine.ts';
import type { FlowBook } from '../flows/flow.ts';
import { interpret } from '../flows/interpret.ts';
import type { Conversation, Effect, FlowEvent, Move, TurnContext } from '../flows/types.ts';
import { beginUnasked, type Opening } from '../flows/unasked.ts';
import type { Action, ServiceContext } from '../services/action.ts';
import { dutyWord } from './duty-word.ts';
import { savepoint } from '../store/store.ts';

/** What a text, or the machine's own wish to ask, did: the conversation after it, the reply if any, and why. */
export interface Turn {
  readonly conversation: Conversation | null;
  readonly reply: string | undefined;
  /** What the reply offers to be pressed; none by SMS. */
  readonly choices: readonly Choice[];
  readonly trace: Json;
  /** The trace's reason. */
  readonly because: string;
  /** What the reply is worth. */
  readonly purpose: Purpose;
}

/** What turns are made with: the flows and the deeds that they may ask for. */
export interface TurnTools {
  readonly book: FlowBook;
  readonly actions: Readonly<Record<string, Action>>;
}

/** A flow may ask for this many actions in one turn; more is a loop in the flow file. */
const actionLimit = 20;

type Wanted = Extract<Effect, { kind: 'do' }>;

const wantedBy = (move: Move): Wanted | undefined =>
  move.effects.find((effect): effect is Wanted => effect.kind === 'do');

const repliesOf = (move: Move): string[] =>
  move.effects.flatMap((effect) => (effect.kind === 'reply' ? [effect.text] : []));

async function runAction(
  tools: TurnTools,
  wanted: Wanted,
  service: ServiceContext,
): Promise<FlowEvent> {
  const action = tools.actions[wanted.action];
  if (!action) throw new Error(`no action ${wanted.action}`);
  const { name, values } = await action.run(wanted.input, service);
  return { kind: 'outcome', action: wanted.action, name, values };
}

/** Runs what a move asks of the office, moves on with the outcome, until nothing more is wanted. */
async function finish(
  first: Move,
  service: ServiceContext,
  step: { readonly tools: TurnTools; readonly context: TurnContext },
): Promise<Move[]> {
  const moves = [first];
  for (let wanted = wantedBy(first); wanted;) {
    if (moves.length > actionLimit) throw new Error(`a flow asks for over ${actionLimit} actions`);
    const event = await runAction(step.tools, wanted, service);
    if (wanted.silent) return moves;
    const before = moves.at(-1)?.conversation ?? null;
    const move = advance(step.tools.book, before, event, step.context);
    moves.push(move);
    wanted = wantedBy(move);
  }
  return moves;
}

/** A reply is worth as much as the weightiest deed that it tells of. */
function purposeOf({ actions }: TurnTools, moves: readonly Move[]): Purpose {
  const told = moves.flatMap((move) => actions[wantedBy(move)?.action ?? '']?.purpose ?? []);
  return told.find((purpose) => purpose === 'danger') ?? told[0] ?? 'talk';
}

/** What a reply offers to be pressed, where there are buttons. */
export function offered(
  ...[book, reply, conversation, context]: Parameters<typeof choicesOf>
): readonly Choice[] {
  return context.medium === 'sms' ? [] : choicesOf(book, reply, conversation, context);
}

function toTurn(
  tools: TurnTools,
  moves: readonly Move[],
  because: string,
  context: TurnContext,
): Turn {
  const { book } = tools;
  const conversation = moves.at(-1)?.conversation ?? null;
  const reply = moves.flatMap(repliesOf).join(' ');
  const { flow = null, step = null } = conversation ?? {};
  return {
    conversation,
    reply: reply === '' ? undefined : reply,
    choices: offered(book, reply, conversation, context),
    trace: { because, flow, step, expects: expects(book, conversation) },
    because,
    purpose: purposeOf(tools, moves),
  };
}

/** Moves a conversation by what a text, or pictures without one, meant. */
export async function takeMeaning(
  tools: TurnTools,
  conversation: Conversation | null,
  { event, because }: { readonly event: FlowEvent; readonly because: string },
  { context, service }: { readonly context: TurnContext; readonly service: ServiceContext },
): Promise<Turn> {
  const first = advance(tools.book, conversation, event, context);
  const moves = wantedBy(first)
    ? await savepoint(service.db, () => finish(first, service, { tools, context }))
    : [first];
  return toTurn(tools, moves, because, context);
}

/**
 * Moves a conversation by one text: says what it means, advances, and runs what the office must do
 * in the turn's own transaction, behind a savepoint.
 * @throws Error when an action fails or a flow never ends; what it wrote is undone.
 */
export async function takeTurn(
  tools: TurnTools,
  input: {
    readonly text: string;
    readonly conversation: Conversation | null;
    /** What it means by the way it came, whatever it says. */
    readonly instead?: Meaning | undefined;
  },
  context: TurnContext,
  service: ServiceContext,
): Promise<Turn> {
  const meaning =
    input.instead ??
    (await dutyWord(tools.book, input.text, service)) ??
    interpret(tools.book, input.conversation, input.text, context);
  return takeMeaning(tools, input.conversation, meaning, { context, service });
}

/**
 * Begins a dialogue that nobody asked for, in the transaction of `service`.
 * @throws Error when an action fails or a flow never ends: the transaction is to be undone.
 */
export async function takeFirstTurn(
  tools: TurnTools,
  opening: Opening,
  context: TurnContext,
  service: ServiceContext,
): Promise<Turn> {
  const first = beginUnasked(tools.book, opening, context);
  const moves = await finish(first, service, { tools, context });
  return toTurn(tools, moves, 'asked by the machine', context);
}
