import type { Values } from '../core/json.ts';
import { readDetails } from './details.ts';
import { interpret } from './interpret.ts';
import { again } from './again.ts';
import { amend, answer, askAgain, begin, close, enter } from './moves.ts';
import type { Restored } from './restore.ts';
import { flowOf, idle, keep, tell, wait, type Scene, type State } from './state.ts';
import { steer } from './steer.ts';
import type { Question } from './steps/step.ts';
import { pickWord } from './steps/choice.ts';
import type { FlowEvent, Frame, Move } from './types.ts';

/** What comes from the person and is the machine's to answer. */
export type Heard = Exclude<FlowEvent, { readonly kind: 'outcome' | 'pass' | 'shut' }>;

const isHeard = (event: FlowEvent): event is Heard =>
  event.kind !== 'outcome' && event.kind !== 'pass' && event.kind !== 'shut';

type Of<Kind extends Heard['kind']> = Extract<Heard, { readonly kind: Kind }>;

/** Moves by what the person wrote; `restored` is null when nothing is going on. */
export function hear(scene: Scene, restored: Restored | null, event: Heard): Move {
  switch (event.kind) {
    case 'start':
      return startOrAside(scene, restored, event);
    case 'word':
      return steer(scene, restored, event.word);
    case 'suggest':
      return suggest(scene, stateOf(scene, restored), event);
    case 'again':
      return again(scene, restored, event.words);
    case 'text':
    case 'correct':
      return respond(scene, restored, event);
  }
}

/** To the question that waits, or to an earlier one. */
const respond = (scene: Scene, restored: Restored | null, event: Of<'text' | 'correct'>): Move =>
  event.kind === 'correct' ? correct(scene, restored, event) : listen(scene, restored, event);

function correct(scene: Scene, restored: Restored | null, event: Of<'correct'>): Move {
  if (!restored) return listen(scene, null, { kind: 'text', text: event.text });
  return amend(scene, restored.state, event);
}

const stateOf = ({ book }: Scene, restored: Restored | null): State =>
  restored?.state ?? idle(book);

/** An aside of which all is known (YA to an officer's answer): what has expired is kept beside it. */
function startOrAside(scene: Scene, restored: Restored | null, event: Of<'start'>): Move {
  if (!event.values) return start(scene, restored, event);
  return begin(scene, stateOf(scene, restored), event);
}

/** A service's keyword. What has expired is dropped: the person wants something else now. */
function start(scene: Scene, restored: Restored | null, event: Of<'start'>): Move {
  const state = restored && !restored.expired ? restored.state : idle(scene.book);
  const { flow, text } = event;
  if (state.frame.flow === flow) return startAgain(scene, state, event);
  const waiting = state.stack.find((frame) => frame.flow === flow);
  if (!waiting || text !== '') return begin(scene, state, event);
  const begun = Object.keys(state.frame.answers).length > 0 ? [state.frame] : [];
  const stack = [...state.stack.filter((frame) => frame !== waiting), ...begun].filter(
    (frame) => scene.book.flows[frame.flow]?.kept,
  );
  return enter(scene, { ...idle(scene.book), frame: waiting, stack });
}

/**
 * The keyword of the dialogue that is going on: alone it asks the pending question again; with an
 * answer or missing details it goes on; with other details, or behind a list, it begins anew.
 */
function startAgain(scene: Scene, state: State, event: Of<'start'>): Move {
  const { book } = scene;
  const flow = flowOf(book, event.flow);
  const question = flow.steps[state.frame.step]?.question;
  const collecting = collects(question);
  if (collecting && event.text === '') return askAgain(scene, state);
  const { values } = readDetails(book, flow, event.text, scene.context);
  if (!collecting || startsOver(state.frame, values)) {
    return begin(scene, { ...idle(book), stack: state.stack }, event);
  }
  const others = Object.keys(values).filter((name) => name !== question?.save);
  if (others.length === 0) return answer(scene, state, event.text);
  const answers = { ...state.frame.answers, ...values };
  return enter(scene, {
    ...state,
    pending: undefined,
    misses: 0,
    frame: { ...state.frame, answers },
  });
}

/** True for a question that asks for a detail or to confirm them, not for one that offers a list. */
function collects(question: Question | undefined): boolean {
  if (question?.expects === 'choice') return false;
  return question?.save !== undefined || question?.expects === 'confirm';
}

/** True when the details are those of another person or search, not the ones that are missing. */
function startsOver({ answers, given = [] }: Frame, values: Values): boolean {
  return Object.entries(values).some(([name, value]) => {
    const known = given.includes(name) ? undefined : answers[name];
    return known !== undefined && JSON.stringify(known) !== JSON.stringify(value);
  });
}

/** A near miss of a keyword: asked about, unless asking has not helped twice. */
function suggest(scene: Scene, state: State, { word, text }: Of<'suggest'>): Move {
  if (state.misses > 1) return answer(scene, state, scene.heard);
  const pending = { kind: 'suggestion', text: `${word} ${text}`.trim() } as const;
  const asked = { ...state, misses: state.misses + 1 };
  return wait(scene, asked, tell(scene, 'did-you-mean', { kata: word }), pending);
}

/** An answer, or words that nothing explains. */
function listen(scene: Scene, restored: Restored | null, { text, turn }: Of<'text'>): Move {
  if (!restored) return enter(scene, { ...idle(scene.book), misses: 1 });
  const { state, expired, changed } = restored;
  if (expired) return askToResume(scene, state);
  if (changed || text === '') return enter(scene, state);
  return confirm(scene, state, text) ?? answer(scene, withoutPending(state), text, turn);
}

/** The state without what the machine itself asked; what belongs to the question stays. */
function withoutPending(state: State): State {
  const own = state.pending?.kind === 'suggestion' || state.pending?.kind === 'resume';
  return own ? { ...state, pending: undefined } : state;
}

/** YA or TIDAK to "Maksud Anda ...?" or "Lanjutkan?". */
function confirm(scene: Scene, state: State, text: string): Move | undefined {
  const { pending } = state;
  if (pending?.kind !== 'suggestion' && pending?.kind !== 'resume') return undefined;
  const choice = pickWord(['YA', 'TIDAK'], text, scene.book.answers['yesno']);
  if (choice === undefined) return undefined;
  const plain = withoutPending(state);
  if (pending.kind === 'resume') return resume(scene, plain, choice);
  return choice === 'YA' ? accepted(scene, plain, pending.text) : askAgain(scene, plain);
}

function askToResume(scene: Scene, state: State): Move {
  const judul = flowOf(scene.book, state.frame.flow).title;
  return wait(scene, { ...state, misses: 0 }, tell(scene, 'resume', { judul }), { kind: 'resume' });
}

function resume(scene: Scene, state: State, choice: string): Move {
  if (choice === 'YA') return askAgain(scene, state);
  const judul = flowOf(scene.book, state.frame.flow).title;
  return close(scene, state, tell(scene, 'cancelled-all', { judul }));
}

/** YA to "Maksud Anda ...?": the corrected text is heard as if it had been written. */
function accepted(scene: Scene, state: State, text: string): Move {
  const { book, context } = scene;
  const conversation = keep(scene, state);
  const { event } = interpret(book, conversation, text, context);
  const restored = { state, pages: [], expired: false, changed: false };
  if (!isHeard(event) || event.kind === 'suggest') return answer(scene, state, text);
  return hear({ ...scene, heard: text }, restored, event);
}
