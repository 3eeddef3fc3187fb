import type { MediaRef } from '../core/message.ts';
import type { Account } from '../store/accounts.ts';

/** A message that has arrived and is not yet stored. */
export interface Arrival {
  readonly account: Account;
  readonly key: string;
  /** Further keys: a repeat when any is known. */
  readonly sameAs: readonly string[];
  readonly from: string;
  /** Clean (see language/clean). */
  readonly text: string;
  /** Pictures, papers and voices that came with it. */
  readonly media: readonly MediaRef[];
  /** Provider's id of our message whose button was pressed. */
  readonly pressedOn?: string | undefined;
  /** False for senders that nothing is ever sent to: names, short codes, ourselves. */
  readonly reachable: boolean;
  /** False where a flood costs nobody anything. */
  readonly limited: boolean;
  /** Nobody could read it: the person is asked to write it again. */
  readonly unreadable?: boolean;
}
