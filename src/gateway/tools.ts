import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { ErasedLog } from '../services/erased-log.ts';
import type { Store } from '../store/store.ts';
import type { TurnTools } from './turn.ts';

/** What the gateway's parts share. */
export interface GatewayTools extends TurnTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Where it is written down what HAPUS DATA erased; left out: in the database alone. */
  readonly erasedLog?: ErasedLog;
}
