import type { Values } from '../core/json.ts';
import { limits, menuFlow, officerFlow } from './flow.ts';
import { readDetails } from './details.ts';
import { fits, join, noticeOn, say } from './render.ts';
import {
  flowOf,
  frameOf,
  hereOf,
  keep,
  remember,
  reply,
  setAside,
  tell,
  unlearn,
  wait,
  type Scene,
  type State,
} from './state.ts';
import type { Step, Turn } from './steps/step.ts';
import type { Conversation, Frame, Move } from './types.ts';

function stepOf(scene: Scene, { flow, step }: Frame): Step {
  const found = flowOf(scene.book, flow).steps[step];
  if (!found) throw new Error(`flow ${flow} has no step ${step}`);
  return found;
}

/**
 * Does the step that the state has reached, and all that follows until the person is waited for.
 * @throws Error when the flow goes round without asking anything.
 */
export function enter(scene: Scene, state: State): Move {
  const { frame, passed } = state;
  if (passed >= limits.steps) {
    throw new Error(`flow ${frame.flow} passed ${passed} steps without a question: it loops`);
  }
  const next = { ...state, passed: passed + 1 };
  return follow(scene, next, stepOf(scene, frame).enter(hereOf(scene, next)));
}

/** Asks the current question again, also when its answer is known. */
export function askAgain(scene: Scene, state: State): Move {
  return enter(scene, { ...state, pending: undefined, frame: unlearn(scene.book, state.frame) });
}

/** Gives the text to the current question; `read` is what that made of it, when it is known. */
export function answer(scene: Scene, state: State, text: string, read?: Turn): Move {
  const { frame } = state;
  const turn = read ?? stepOf(scene, frame).answer?.(text, hereOf(scene, state));
  if (!turn) return askAgain(scene, state);
  const answered = { ...state, pending: undefined };
  if (turn.to !== 'step') return follow(scene, answered, turn);
  const reached = { ...turn, frame: remember(turn.frame, frame.step) };
  return follow(scene, { ...answered, misses: 0 }, reached);
}

/** Goes where a step's turn leads. */
function follow(scene: Scene, state: State, turn: Turn): Move {
  switch (turn.to) {
    case 'question':
      return pose(scene, state, turn);
    case 'miss':
      return miss(scene, state, turn);
    case 'step':
      return pass(scene, state, turn);
    case 'answer':
      return correct(scene, state, turn);
    case 'action':
      return run(scene, state, turn);
    case 'end':
      return close(scene, state, turn.text);
    case 'flow':
      return begin(scene, { ...state, frame: frameOf(flowOf(scene.book, menuFlow)) }, turn);
  }
}

function pose(scene: Scene, state: State, turn: Extract<Turn, { to: 'question' }>): Move {
  const { frame = state.frame, text, pending } = turn;
  return wait(scene, { ...state, frame }, text, pending);
}

function pass(scene: Scene, state: State, turn: Extract<Turn, { to: 'step' }>): Move {
  const said = join(state.said, turn.said ?? '');
  return enter(scene, { ...state, said, frame: { ...turn.frame, step: turn.step } });
}

/** Answers the question of another step, or asks it again when nothing was said. */
function correct(
  scene: Scene,
  state: State,
  { frame, step, text }: Extract<Turn, { to: 'answer' }>,
): Move {
  const at = { ...state, frame: { ...remember(frame, state.frame.step), step } };
  return text === '' ? askAgain(scene, at) : answer(scene, at, text);
}

/** Takes a new answer to a question that was answered before, says so, and goes on. */
export function amend(
  scene: Scene,
  state: State,
  { step, text }: { readonly step: string; readonly text: string },
): Move {
  const said = join(state.said, tell(scene, 'corrected'));
  const plain = { ...state, pending: undefined, said, misses: 0 };
  return correct(scene, plain, { to: 'answer', frame: state.frame, step, text });
}

function run(scene: Scene, state: State, { action, input }: Extract<Turn, { to: 'action' }>): Move {
  const { said, passed } = state;
  const conversation: Conversation = { ...keep(scene, state), said, passed };
  return { conversation, effects: [{ kind: 'do', action, input }] };
}

/** What starts a flow: its name, what stands behind its keyword, and what is known already. */
interface Start {
  readonly flow: string;
  readonly text: string;
  readonly values?: Values;
}

/** Starts a flow with what stands behind its keyword; the dialogue before is set aside. */
export function begin(
  scene: Scene,
  state: State,
  { flow: name, text, values: known = {} }: Start,
): Move {
  const { book, context } = scene;
  const flow = flowOf(book, name);
  const { values, wrong } = readDetails(book, flow, text, context);
  const answers = { ...values, ...known };
  const frame = { ...frameOf(flow, answers), ...(Object.keys(wrong).length > 0 && { wrong }) };
  const stack = flow.forgets ? [] : setAside(book, state, name);
  const { said, passed } = state;
  const move = enter(scene, { frame, stack, misses: 0, said, passed });
  return name === menuFlow ? withWayBack(scene, move, stack) : move;
}

/** The menu has no end: how to come back to what it interrupted is said with it. */
function withWayBack(scene: Scene, move: Move, stack: readonly Frame[]): Move {
  const last = stack.at(-1);
  const [effect] = move.effects;
  if (!last || effect?.kind !== 'reply') return move;
  const { title } = flowOf(scene.book, last.flow);
  const text = join(effect.text, tell(scene, 'come-back', { judul: title }));
  return fits(text) ? { ...move, effects: [{ kind: 'reply', text }] } : move;
}

/** The pending question in simpler words: its own, or those for its kind of answer. */
export function simplerWords(scene: Scene, state: State): string | undefined {
  const question = stepOf(scene, state.frame).question;
  const words = question?.simpler ?? scene.book.replies[`simpler.${question?.kinds[0] ?? ''}`];
  return words === undefined ? undefined : say(hereOf(scene, state), words);
}

/** Not understood: first what is wrong, then simpler words, then an officer. */
function miss(scene: Scene, state: State, { text, pending }: Extract<Turn, { to: 'miss' }>): Move {
  const misses = state.misses + 1;
  if (misses > 2) return begin(scene, state, { flow: officerFlow, text: scene.heard });
  const simpler = simplerWords(scene, state);
  const words = misses === 2 && simpler !== undefined ? simpler : text;
  return wait(scene, { ...state, misses }, words, pending);
}

/**
 * Ends the dialogue. One that was set aside is taken up: its question follows in the same message
 * when both fit into two segments, else KEMBALI brings it.
 */
export function close(scene: Scene, state: State, text: string): Move {
  const last = state.stack.at(-1);
  const words = join(state.said, text);
  if (!last) return reply(scene, null, words);
  const judul = flowOf(scene.book, last.flow).title;
  const said = words === '' ? '' : join(words, tell(scene, 'go-on', { judul }));
  const outer: State = { ...state, frame: last, stack: state.stack.slice(0, -1), misses: 0 };
  const resumed = enter(scene, { ...outer, pending: undefined, said, passed: 0 });
  if (words === '' || isShort(scene, resumed)) return resumed;
  const aside = { ...outer, pending: undefined, frame: remember(last, last.step) };
  const kept = { ...keep(scene, aside), unsaid: true };
  return reply(scene, kept, join(words, tell(scene, 'come-back', { judul })));
}

/** True when the move is one reply of at most two segments, the same on each medium: no notice counts. */
function isShort({ book, context }: Scene, { effects: [effect], conversation }: Move): boolean {
  if (effect?.kind !== 'reply' || conversation?.pages) return false;
  const notice = noticeOn(book, context);
  return fits(notice === '' ? effect.text : effect.text.replace(notice, ''));
}
