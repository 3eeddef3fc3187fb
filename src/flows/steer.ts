import { menuFlow, officerFlow } from './flow.ts';
import { askAgain, begin, close, simplerWords } from './moves.ts';
import { fits, join } from './render.ts';
import type { Restored } from './restore.ts';
import { flowOf, idle, keep, reply, tell, type Scene, type State } from './state.ts';
import type { Frame, Move } from './types.ts';

type Steer = (scene: Scene, restored: Restored | null) => Move;

const steers: Readonly<Record<string, Steer>> = {
  MENU: menu,
  SEMUA: menu,
  PETUGAS: (scene, restored) =>
    begin(scene, restored?.state ?? idle(scene.book), { flow: officerFlow, text: '' }),
  BANTUAN: help,
  BATAL: cancel,
  KEMBALI: back,
  LAGI: more,
};

/** Follows an escape word. @throws Error when it is none. */
export function steer(scene: Scene, restored: Restored | null, word: string): Move {
  const move = steers[word];
  if (!move) throw new Error(`${word} is no escape word`);
  return move(scene, restored);
}

function menu(scene: Scene, restored: Restored | null): Move {
  return begin(scene, restored?.state ?? idle(scene.book), { flow: menuFlow, text: '' });
}

const isMenu = ({ frame }: State): boolean => frame.flow === menuFlow;

/** The dialogue that the person means: the menu is none when another waits under it. */
function dialogueOf(state: State): State {
  const under = state.stack.at(-1);
  if (!isMenu(state) || !under) return state;
  return { ...state, frame: under, stack: state.stack.slice(0, -1), pending: undefined };
}

/** How to answer the pending question, in simpler words, and the ways out. */
function help(scene: Scene, restored: Restored | null): Move {
  if (!restored) return reply(scene, null, tell(scene, 'help'));
  const { state } = restored;
  if (isMenu(state)) {
    return reply(scene, keep(scene, state), tell(scene, 'help'));
  }
  const words = simplerWords(scene, state) ?? '';
  const judul = flowOf(scene.book, state.frame.flow).title;
  const both = join(words, tell(scene, 'ways-out', { judul }));
  return reply(scene, keep(scene, { ...state, pending: undefined }), fits(both) ? both : words);
}

function cancel(scene: Scene, restored: Restored | null): Move {
  const state = restored && dialogueOf(restored.state);
  if (!state || isMenu(state)) {
    return reply(scene, null, tell(scene, 'nothing-to-cancel'));
  }
  const name = state.stack.length > 0 ? 'cancelled' : 'cancelled-all';
  const judul = flowOf(scene.book, state.frame.flow).title;
  return close(scene, state, tell(scene, name, { judul }));
}

/** The dialogue at the question before, when there was one. */
function before({ frame }: State): Frame | undefined {
  const steps = frame.back ?? [];
  const step = steps.at(-1);
  return step === undefined ? undefined : { ...frame, step, back: steps.slice(0, -1) };
}

function back(scene: Scene, restored: Restored | null): Move {
  if (!restored) return reply(scene, null, tell(scene, 'nothing-to-go-back'));
  const { state, expired, changed } = restored;
  if (state.pending || expired || changed) return askAgain(scene, state);
  const frame = before(state);
  if (frame) return askAgain(scene, { ...state, frame, misses: 0 });
  if (state.stack.length > 0) return close(scene, state, '');
  if (isMenu(state)) {
    return reply(scene, keep(scene, state), tell(scene, 'nothing-to-go-back'));
  }
  return askAgain(scene, { ...state, said: tell(scene, 'first-question') });
}

/** The next page; without one, the question again. */
function more(scene: Scene, restored: Restored | null): Move {
  const [page, ...rest] = restored?.pages ?? [];
  if (restored && page !== undefined) {
    const kept = keep(scene, restored.state);
    return {
      conversation: rest.length > 0 ? { ...kept, pages: rest } : kept,
      effects: [{ kind: 'reply', text: page }],
    };
  }
  if (!restored || isMenu(restored.state)) {
    return reply(scene, null, tell(scene, 'nothing-more'));
  }
  return askAgain(scene, restored.state);
}
