import type { Values } from '../core/json.ts';
import type { FlowBook } from './flow.ts';
import { enter } from './moves.ts';
import { flowOf, frameOf, idle } from './state.ts';
import type { Move, TurnContext } from './types.ts';

/** A dialogue that the machine begins by itself. */
export interface Opening {
  readonly flow: string;
  /** Answers that are known: the flow asks only for the rest. */
  readonly values: Values;
}

/**
 * Begins a dialogue that nobody asked for: pure, as `advance`, whose events then go on with it.
 * Whatever was kept before is dropped, so only where no question is open.
 * @throws Error when there is no such flow
 */
export function beginUnasked(
  book: FlowBook,
  { flow: name, values }: Opening,
  context: TurnContext,
): Move {
  const frame = { ...frameOf(flowOf(book, name), values), given: Object.keys(values) };
  return enter({ book, context, heard: '' }, { ...idle(book), frame });
}
