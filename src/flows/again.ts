import { readNumber } from '../core/number.ts';
import { findKeyword } from '../language/keywords.ts';
import type { Meaning } from './by-keyword.ts';
import { menuFlow, type FlowBook } from './flow.ts';
import { askAgain } from './moves.ts';
import type { Restored } from './restore.ts';
import { reply, tell, type Scene } from './state.ts';
import type { AsideWords, Move } from './types.ts';

/** A service's word, or a number that names what is meant: it says the same at any time. */
function isTimeless(book: FlowBook, text: string): boolean {
  const [first = ''] = text.split(' ');
  if (readNumber(first) !== undefined) return true;
  const found = findKeyword(book.words, text);
  if (found?.kind !== 'keyword' || found.rest !== '') return false;
  return book.all.some(({ word }) => word === found.word);
}

/**
 * What a press means whose question is over: LOWONGAN starts the search as always (undefined: as it
 * is written), YA or 2 answers nothing any more.
 */
export function byLatePress(book: FlowBook, text: string): Meaning | undefined {
  if (isTimeless(book, text)) return undefined;
  return {
    event: { kind: 'again', words: 'late-button' },
    because: 'a button of a question that is over',
  };
}

/** What is to be said beside the dialogue, and what is asked now. */
export function again(scene: Scene, restored: Restored | null, words: AsideWords): Move {
  if (!restored || restored.state.frame.flow === menuFlow) {
    return reply(scene, null, tell(scene, `${words}-alone`));
  }
  return askAgain(scene, { ...restored.state, said: tell(scene, words) });
}
