import type { MediaRef } from '../core/message.ts';
import type { Origin } from './senders.ts';

/** A message that has arrived and is not yet stored. */
export interface Arrival extends Origin {
  readonly key: string;
  /** Further keys: a repeat when any is known. */
  readonly sameAs: readonly string[];
  /** Clean (see language/clean). */
  readonly text: string;
  /** Pictures, papers and voices that came with it. */
  readonly media: readonly MediaRef[];
  /** Provider's id of our message whose button was pressed. */
  readonly pressedOn?: string | undefined;
  /** False for senders that nothing is ever sent to: names, short codes, ourselves. */
  readonly reachable: boolean;
  /** Nobody could read it: the person is asked to write it again. */
  readonly unreadable?: boolean;
}
