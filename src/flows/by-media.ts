import { textOf } from '../core/json.ts';
import { askedOf } from './asked.ts';
import type { Meaning } from './by-keyword.ts';
import { byOpenMatter } from './by-matter.ts';
import type { FlowBook } from './flow.ts';
import { spokenIn } from './interpret.ts';
import type { Conversation, TurnContext } from './types.ts';

/** What pictures without words mean, or why they mean nothing to a machine. */
export type MediaMeaning =
  Meaning | { readonly event: undefined; readonly because: string; readonly asks: boolean };

/** Pictures without words. */
export interface Pictures {
  /** What stands for them in a thread. */
  readonly words: string;
  /** Others came just before: nothing is said to these. */
  readonly again: boolean;
}

/** Words for a matter that nothing is said to. */
function passed(meaning: Meaning): Meaning {
  const { event, because } = meaning;
  if (event.kind !== 'start') return meaning;
  const { nomor, tambahan } = event.values ?? {};
  return { event: { kind: 'pass', matter: textOf(nomor), text: textOf(tambahan) }, because };
}

/**
 * Pictures, papers or voices without a word: like words to an officer when something is open with
 * the person; else nothing that a machine can read: `asks` tells that a question of a dialogue goes
 * on waiting.
 */
export function interpretMedia(
  book: FlowBook,
  conversation: Conversation | null,
  { words, again }: Pictures,
  context: TurnContext,
): MediaMeaning {
  const spoken = spokenIn(words, conversation, askedOf(book, conversation, context), context);
  const because = 'a picture or voice';
  const meaning = byOpenMatter(spoken);
  if (!meaning) return { event: undefined, because, asks: spoken.asked !== undefined };
  return again ? passed(meaning) : meaning;
}
